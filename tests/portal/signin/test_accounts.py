"""What happens to an account is written down and told; nobody changes their own roles; sessions end."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from comments.log import house
from comments.log.audit import broken_links
from comments.models import Filing
from portal.roles import EDITOR, LEAD_MODERATOR, MODERATOR
from portal.signin import journal
from portal.signin.models import Kind, StaffEvent
from tests import cast
from tests.portal.signin.conftest import PASSWORD, give_password, kinds

pytestmark = pytest.mark.slow


def form_of(user, **changed):
    """Return the fields of a colleague's page in the admin, as it is sent."""
    moments = {
        name: timezone.localtime(getattr(user, name) or timezone.now())
        for name in ("date_joined", "last_login")
    }
    return {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email or "x@portail.example",
        "is_active": "on",
        "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()],
        **{f"{name}_0": f"{at:%Y-%m-%d}" for name, at in moments.items()},
        **{f"{name}_1": f"{at:%H:%M:%S}" for name, at in moments.items()},
        **{name: f"{at:%Y-%m-%dT%H:%M}" for name, at in moments.items()},
        **changed,
    }


def save(client, user, **changed):
    fields = {name: value for name, value in form_of(user, **changed).items() if value is not None}
    return client.post(f"/admin/auth/user/{user.pk}/change/", fields)


# The journal


def test_who_came_in_by_which_browser_is_noted_and_told_without_an_address(client, sofia):
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/140.0"
    give_password(client, address="203.0.113.77")
    event = StaffEvent.objects.get()
    assert (event.kind, event.detail, event.by) == ("signed_in", "Firefox, Linux", sofia)
    journal.tell()
    [letter] = mail.outbox
    assert letter.to == ["sofia@portail.example"]
    assert "sofia : connexion" in letter.subject.replace("\xa0", " ")
    assert "Si ce n’était pas vous" in letter.body
    assert "203.0.113" not in letter.body + event.detail


def test_a_mail_leaves_once(client, sofia):
    give_password(client)
    assert [journal.tell(), journal.tell()] == [1, 0]


def test_no_line_break_of_a_name_reaches_the_head_of_a_mail(sofia):
    sofia.username = "sofia\r\nBcc: voleur@exemple.org"
    sofia.save()
    journal.note(Kind.SIGNED_IN, sofia, by=sofia)
    journal.tell()
    (letter,) = mail.outbox
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert letter.recipients() == ["sofia@portail.example"]
    assert "Bcc" not in letter.message()


def test_a_flood_of_failed_tries_is_one_mail_an_hour(client, sofia):
    now = timezone.now()
    for minute in range(5):
        journal.note(Kind.SIGN_IN_FAILED, sofia, at=now + timedelta(minutes=minute))
        journal.tell()
    assert len(mail.outbox) == 1
    journal.note(Kind.SIGN_IN_FAILED, sofia, at=now + timedelta(minutes=70))
    journal.tell()
    assert len(mail.outbox) == 2


def test_a_failed_try_on_a_name_that_nobody_bears_is_nobodys_event(client, sofia):
    give_password(client, "personne", "faux")
    give_password(client, "sofia", "faux")
    assert [event.user for event in StaffEvent.objects.all()] == [sofia]


@pytest.mark.both
@pytest.mark.parametrize(
    "change", [{"detail": "x"}, {"kind": "enabled"}, {"at": timezone.now()}, None]
)
def test_the_journal_cannot_be_rewritten(sofia, change):
    event = journal.note(Kind.SIGNED_IN, sofia, by=sofia, at=timezone.now() - timedelta(days=1))
    rows = StaffEvent.objects.filter(pk=event.pk)
    with pytest.raises(DatabaseError, match="portal_staffevent"), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert rows.update(told_at=timezone.now()) == 1


def test_the_journal_is_read_by_the_administration_alone(desk, sofia, client):
    journal.note(Kind.SIGNED_IN, sofia, by=sofia)
    assert "connexion" in desk.get("/admin/portal/staffevent/").text
    client.force_login(sofia)
    assert client.get("/admin/portal/staffevent/").status_code == 403


# Roles


def test_an_administrator_does_not_change_their_own_roles(desk, nora):
    before = set(nora.groups.values_list("name", flat=True))
    lead = Group.objects.get(name=LEAD_MODERATOR).pk
    assert save(desk, nora, groups=[lead], first_name="Nora").status_code == 302
    nora.refresh_from_db()
    assert nora.first_name == "Nora"
    assert set(nora.groups.values_list("name", flat=True)) == before


def test_not_even_a_superuser_does(client, nora):
    nora.is_superuser = True
    nora.save()
    client.force_login(nora)
    save(client, nora, is_superuser=None, is_staff=None, is_active=None, groups=[])
    nora.refresh_from_db()
    assert (nora.is_superuser, nora.is_staff, nora.is_active) == (True, True, True)
    assert nora.groups.exists()


def test_a_colleagues_new_role_is_told_to_them_to_leads_and_to_administrators(desk, nora, sofia):
    zoe = cast.zoe()
    zoe.email = "zoe@portail.example"
    zoe.save()
    editor = Group.objects.get(name=EDITOR).pk
    assert save(desk, sofia, groups=[editor]).status_code == 302
    event = StaffEvent.objects.get(kind=Kind.ROLES_CHANGED)
    assert (event.user, event.by) == (sofia, nora)
    assert event.detail == f"+{EDITOR}, −{MODERATOR}"
    journal.tell()
    told = {letter.to[0] for letter in mail.outbox}
    assert told == {"sofia@portail.example", "zoe@portail.example", "nora@portail.example"}
    assert all("Par : nora" in letter.body.replace("\xa0", " ") for letter in mail.outbox)


def test_a_new_account_and_its_end_are_told(desk, sofia):
    form = {"username": "lea", "email": "lea@portail.example"}
    assert desk.post("/admin/auth/user/add/", form).status_code == 302
    assert StaffEvent.objects.filter(kind=Kind.ACCOUNT_MADE, user__username="lea").exists()
    assert save(desk, sofia, is_active=None).status_code == 302
    assert kinds(sofia) == ["disabled"]


def test_an_account_is_never_deleted(desk, sofia):
    assert desk.post(f"/admin/auth/user/{sofia.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_colleagues_password_is_set_by_another_and_told(desk, nora, sofia):
    words = {"password1": "cinq chevaux au galop", "password2": "cinq chevaux au galop"}
    words["usable_password"] = "true"
    desk.post(f"/admin/auth/user/{sofia.pk}/password/", words)
    event = StaffEvent.objects.get(user=sofia)
    assert (event.kind, event.by) == ("password_changed", nora)
    assert desk.post(f"/admin/auth/user/{nora.pk}/password/", words).status_code == 403


def test_a_colleagues_new_address_is_told_at_the_former_one_too(desk, nora, sofia):
    """Else the mail about the next password would go to whoever named that address."""
    save(desk, sofia, email="ailleurs@exemple.org")
    event = StaffEvent.objects.get(user=sofia)
    assert (event.kind, event.by, event.detail) == ("address_changed", nora, "")
    journal.tell()
    told = {letter.to[0] for letter in mail.outbox}
    assert told == {"sofia@portail.example", "ailleurs@exemple.org", "nora@portail.example"}
    event.refresh_from_db()
    assert event.former_email is None, "it is kept until it was used"
    save(desk, sofia, email="ailleurs@exemple.org", username="sonia")
    assert StaffEvent.objects.filter(user=sofia).first().detail == "sofia → sonia"


def test_what_an_administrator_does_to_an_account_is_told_to_leads_and_filed_in_the_log(
    desk, nora, sofia
):
    zoe = cast.zoe()
    zoe.email = "zoe@portail.example"
    zoe.save()
    words = {"password1": "cinq chevaux au galop", "password2": "cinq chevaux au galop"}
    desk.post(f"/admin/auth/user/{sofia.pk}/password/", {**words, "usable_password": "true"})
    save(desk, sofia, is_active=None)
    journal.tell()
    hers = [letter.subject for letter in mail.outbox if letter.to == ["zoe@portail.example"]]
    assert len(hers) == 2
    filed = Filing.objects.get(table="credentials")
    assert (filed.row, filed.by, filed.as_values()["changed"]) == (str(sofia.pk), nora, "password")
    assert list(broken_links()) == []


def test_a_password_set_by_a_command_is_noted_and_told(nora, sofia, monkeypatch):
    monkeypatch.setattr(changepassword.Command, "_get_pass", lambda *_args: PASSWORD[::-1])
    call_command("changepassword", "sofia", stdout=StringIO())
    assert kinds(sofia) == ["password_changed"]
    journal.tell()
    assert {letter.to[0] for letter in mail.outbox} == {
        "sofia@portail.example", "nora@portail.example",
    }  # fmt: skip


def test_an_account_that_nobody_made_in_the_admin_is_told_once_the_site_is_at_work(nora):
    def tick():
        journal.note_strangers(house.file_what_is_new())

    tick()
    assert not StaffEvent.objects.exists(), "the first accounts of a new site"
    User.objects.create_superuser("mallory", "m@exemple.org", PASSWORD)
    tick()
    tick()
    event = StaffEvent.objects.get()
    assert (event.kind, event.user.username, event.by) == ("account_made", "mallory", None)
    journal.tell()
    assert "nora@portail.example" in {letter.to[0] for letter in mail.outbox}


def test_ones_own_password_asks_for_the_old_one_and_is_told(client, sofia):
    give_password(client)
    new = "cinq chevaux au galop"
    wrong = {"oldpassword": "faux", "password1": new, "password2": new}
    assert client.post("/admin/password_change/", wrong).status_code == 200
    client.post("/admin/password_change/", {**wrong, "oldpassword": PASSWORD})
    assert kinds(sofia) == ["signed_in", "password_changed"]

"""A colleague's first password is their own: an administrator makes the account, a link lets its owner choose."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models.filing import are_tied
from portal.logs import without_keys
from portal.signin import journal, sessions
from portal.signin.models import Kind
from tests import cast
from tests.portal.signin.conftest import PASSWORD, give_password, kinds, opens

pytestmark = [pytest.mark.slow, pytest.mark.once]
ANOTHER = "douze pommes au four"


@pytest.fixture
def desk(nora):
    client = Client()
    client.force_login(nora)
    return client


def link_in(letters, address):
    """Return the link of the last letter to somebody, without the site; None if it has none."""
    (letter,) = [each for each in letters if each.to == [address]][-1:]
    found = re.search(r"https?://[^/\s]+(/admin/compte/mot-de-passe/\S+)", letter.body)
    return found and found[1]


def choose(client, link, password=ANOTHER):
    page = client.get(link, follow=True)
    there = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client.post(there, {"new_password1": password, "new_password2": password}, follow=True)


def act(desk, action, *users):
    form = {"action": action, "_selected_action": [user.pk for user in users]}
    return desk.post("/admin/auth/user/", form, follow=True)


@pytest.fixture
def lea(desk):
    desk.post("/admin/auth/user/add/", {"username": "lea", "email": "lea@portail.example"})
    lea = User.objects.get(username="lea")
    User.objects.filter(pk=lea.pk).update(is_staff=True)
    journal.tell()
    return lea


def test_a_new_account_has_no_password_and_its_owner_alone_gets_the_link(lea, nora):
    assert not lea.has_usable_password()
    assert link_in(mail.outbox, "lea@portail.example")
    assert link_in(mail.outbox, nora.email) is None


def test_the_link_lets_them_choose_once(lea):
    link = link_in(mail.outbox, "lea@portail.example")
    assert "Connexion" in choose(Client(), link).text
    client = Client()
    give_password(client, "lea", ANOTHER)
    assert opens(client, "/admin/")
    assert kinds(lea) == ["account_made", "password_changed", "signed_in"]
    assert "Ce lien ne vaut plus" in choose(Client(), link, PASSWORD).text
    assert User.objects.get(pk=lea.pk).check_password(ANOTHER)


def test_nobody_types_a_first_password(lea, desk):
    words = {"password1": ANOTHER, "password2": ANOTHER, "usable_password": "true"}
    assert desk.post(f"/admin/auth/user/{lea.pk}/password/", words).status_code == 403
    assert not User.objects.get(pk=lea.pk).has_usable_password()


def test_an_address_that_is_refused_brings_the_owner_no_second_link(desk, monkeypatch):
    zoe = cast.zoe()
    zoe.email = "zoe@portail.example"
    zoe.save()
    send = journal.send_mail

    def refused_once(subject, body, sender, to):
        if to == ["zoe@portail.example"]:
            raise SMTPRecipientsRefused({to[0]: (550, b"no such user")})
        return send(subject, body, sender, to)

    monkeypatch.setattr(journal, "send_mail", refused_once)
    desk.post("/admin/auth/user/add/", {"username": "lea", "email": "lea@portail.example"})
    for _tick in range(2):
        journal.tell()
    assert [letter.to for letter in mail.outbox].count(["lea@portail.example"]) == 1


def test_a_mail_that_leaves_after_they_chose_brings_no_link(desk):
    desk.post("/admin/auth/user/add/", {"username": "lea", "email": "lea@portail.example"})
    lea = User.objects.get(username="lea")
    act(desk, "invite", lea)
    journal.note(Kind.PASSWORD_CHANGED, lea, by=lea)
    journal.tell()
    assert not any("mot-de-passe" in letter.body for letter in mail.outbox)


def test_whoever_invites_is_tied_to_them_and_without_an_address_nobody_is_invited(
    desk, nora, sofia
):
    act(desk, "invite", sofia)
    assert are_tied(nora, sofia)
    User.objects.filter(pk=sofia.pk).update(email="")
    assert "n’a pas d’adresse" in act(desk, "invite", sofia).text


def test_nobody_acts_on_their_own_account_here(desk, nora):
    for action in ("invite", "end_sessions"):
        assert "n’a pas changé" in act(desk, action, nora).text
    assert kinds(nora) == []


def test_a_weak_password_is_refused_in_words_and_the_link_is_still_good(lea):
    link = link_in(mail.outbox, "lea@portail.example")
    client = Client()
    assert "au minimum 12 caractères" in choose(client, link, "court").text
    assert "Connexion" in choose(client, link).text


def test_the_link_is_good_for_three_days(lea, monkeypatch):
    link = link_in(mail.outbox, "lea@portail.example")
    now = timezone.now().replace(tzinfo=None)
    for days, is_good in ((2.9, True), (3.1, False)):
        monkeypatch.setattr(
            "django.contrib.auth.tokens.PasswordResetTokenGenerator._now",
            lambda _self, then=now + timedelta(days=days): then,
        )
        assert ("Enregistrer le mot de passe" in Client().get(link, follow=True).text) == is_good


@pytest.mark.parametrize("link", ["x/y/", "MQ/x-y/", "MQ/set-password/"])
def test_a_made_up_link_is_none(db, link):
    answer = Client().get(f"/admin/compte/mot-de-passe/{link}")
    assert (answer.status_code, "Ce lien ne vaut plus" in answer.text) == (200, True)


def test_whoever_was_disabled_chooses_nothing(lea, desk):
    link = link_in(mail.outbox, "lea@portail.example")
    User.objects.filter(pk=lea.pk).update(is_active=False)
    assert "Ce lien ne vaut plus" in Client().get(link, follow=True).text
    assert "n’a pas changé" in act(desk, "invite", lea).text


def test_another_link_may_be_sent_to_whoever_forgot_and_the_old_password_counts_until_then(
    desk, sofia
):
    client = Client()
    give_password(client)
    act(desk, "invite", sofia)
    journal.tell()
    assert opens(client)
    choose(Client(), link_in(mail.outbox, sofia.email))
    assert not opens(client), "another password ends what was open"
    assert kinds(sofia) == ["signed_in", "invited", "password_changed"]


def test_the_address_of_the_link_is_in_no_log(lea):
    link = link_in(mail.outbox, "lea@portail.example")
    for language in ("", "/ar"):
        told = without_keys(f"GET {language}{link} 200")
        assert told == f"GET {language}/admin/compte/mot-de-passe/… 200"


def test_an_administrator_ends_a_colleagues_sessions(desk, sofia):
    client = Client()
    give_password(client)
    assert opens(client)
    assert "1 session de sofia est fermée" in act(desk, "end_sessions", sofia).text
    assert not opens(client)
    assert sessions.of(sofia) == []
    assert kinds(sofia) == ["signed_in", Kind.SESSIONS_ENDED]


def test_neither_is_done_to_a_superuser_by_who_is_none(desk, sofia):
    User.objects.filter(pk=sofia.pk).update(is_superuser=True)
    for action in ("invite", "end_sessions"):
        assert "n’a pas changé" in act(desk, action, sofia).text
    assert kinds(sofia) == []

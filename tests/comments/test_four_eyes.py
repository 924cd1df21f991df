"""With FOUR_EYES, what cannot be undone is asked by one colleague and done by another; both are in the log."""

from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from comments.log.audit import broken_links
from comments.models import Charter, Comment, Filing, Note, NotYours, Proposal, Thresholds
from comments.models.filing import file_account
from portal import roles
from portal.health.checks import two_colleagues_may_do_each_act
from portal.privacy import clock
from tests import cast
from tests.portal.signin.test_accounts import save

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ERASE, CHARTER, THRESHOLDS, RESTORE = Proposal.Act


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


def second(role, name):
    user = get_user_model().objects.create(username=name, first_name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def ada(db):
    """A second administrator."""
    return second(roles.ADMINISTRATOR, "ada")


@pytest.fixture
def noe(db):
    """A second lead moderator."""
    return second(roles.LEAD_MODERATOR, "noe")


def desk(who):
    client = Client()
    client.force_login(who)
    return client


def words(answer):
    return " ".join(unescape(answer.text).split())


def answer(who, proposal, act):
    return desk(who).post(f"/admin/comments/proposal/{proposal.pk}/{act}/", follow=True)


def ask_to_erase(comment, who):
    form = {"ground": "person", "word": "Demande du 3 mars.", "sure": "1"}
    return desk(who).post(f"/admin/comments/comment/{comment.pk}/effacement/", form, follow=True)


def test_a_comment_is_erased_once_a_second_administrator_agrees(ada):
    comment, nora = cast.a_published_comment(text="Des mots."), cast.nora()
    page = ask_to_erase(comment, nora)
    assert "une autre personne qui en a le droit doit donner son accord" in words(page)
    assert Comment.objects.get(pk=comment.pk).text == "Des mots."
    proposal = Proposal.objects.get()
    assert "Donner mon accord" not in words(page)
    assert "il faut l’accord de quelqu’un d’autre" in words(answer(nora, proposal, "accord"))
    assert Comment.objects.get(pk=comment.pk).state == "published"

    assert "1 acte attend votre accord" in words(desk(ada).get("/admin/"))
    assert "attend votre accord" not in words(desk(nora).get("/admin/"))
    page = desk(ada).get(f"/admin/comments/proposal/{proposal.pk}/change/")
    assert "Donner mon accord : le faire" in words(page).replace("\u00a0", " ")
    assert "C’est fait." in words(answer(ada, proposal, "accord"))
    erased = Comment.objects.get(pk=comment.pk)
    assert (erased.state, erased.text) == ("erased", "")
    assert Note.objects.get(comment=comment).by == nora
    proposal.refresh_from_db()
    assert (proposal.is_done, proposal.settled_by, proposal.values) == (True, ada, "{}")
    filed = Filing.objects.filter(table="proposal").order_by("pk")
    assert [filing.by for filing in filed] == [nora, ada]
    assert list(broken_links()) == []
    assert "C’est déjà tranché" in words(answer(ada, proposal, "accord"))


@pytest.mark.parametrize("what", ["password", "email"])
def test_whoever_changed_how_the_other_signs_in_is_not_a_second_person(ada, what):
    """They could sign in as both."""
    nora, word = cast.nora(), "cinq chevaux au galop"
    if what == "password":
        form = {"password1": word, "password2": word, "usable_password": "true"}
        desk(nora).post(f"/admin/auth/user/{ada.pk}/password/", form)
        ada.refresh_from_db()
    else:
        save(desk(nora), ada, email="ailleurs@exemple.org")
    comment = cast.a_published_comment()
    ask_to_erase(comment, nora)
    page = words(answer(ada, Proposal.objects.get(), "accord"))
    assert "L’un de vous a créé ou changé le compte de l’autre" in page
    assert Comment.objects.get(pk=comment.pk).state == "published"


def test_what_a_colleague_refuses_is_not_done(ada):
    comment = cast.a_published_comment()
    ask_to_erase(comment, cast.nora())
    proposal = Proposal.objects.get()
    assert "C’est refusé : rien n’est fait." in words(answer(ada, proposal, "refus")).replace(
        "\u00a0", " "
    )
    assert "C’est déjà tranché" in words(answer(ada, proposal, "accord"))
    assert Comment.objects.get(pk=comment.pk).state == "published"


def test_after_seven_days_it_must_be_asked_again(ada):
    comment = cast.a_published_comment()
    ask_to_erase(comment, cast.nora())
    late = timezone.now() + timedelta(days=7, seconds=1)
    assert not Proposal.objects.open_to(ada, at=late)
    clock.forget(at=late)
    proposal = Proposal.objects.get()
    assert (proposal.is_done, proposal.settled_by, proposal.values) == (False, None, "{}")
    assert list(broken_links()) == []


def test_a_legal_hold_keeps_it_all_the_same(ada):
    comment = cast.a_published_comment()
    ask_to_erase(comment, cast.nora())
    comment.put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    assert "Ce commentaire est gelé" in words(answer(ada, Proposal.objects.get(), "accord"))
    assert Proposal.objects.get().settled_at is None


def publication(who, draft, **form):
    return desk(who).post(f"/admin/comments/charter/{draft.pk}/publication/", form, follow=True)


def test_a_charter_is_published_as_it_read_when_it_was_asked(noe):
    draft, zoe = Charter.objects.draft(), cast.zoe()
    clauses = draft.clauses.filter(gravity=3)
    publication(zoe, draft)
    clause = clauses.first()
    clause.title_fr = "Autre chose"
    clause.save()
    proposal = Proposal.objects.get()
    assert "Le texte a changé depuis la demande" in words(answer(noe, proposal, "accord"))
    assert Charter.objects.get(pk=draft.pk).is_draft
    publication(zoe, draft)
    answer(noe, Proposal.objects.latest("pk"), "accord")
    assert not Charter.objects.get(pk=draft.pk).is_draft
    assert list(broken_links()) == []


def test_what_a_charter_lacks_is_told_to_whoever_asks(noe):
    draft = Charter.objects.draft()
    draft.clauses.filter(gravity=3).update(gravity=2)
    page = publication(cast.zoe(), draft)
    assert page.status_code == 422
    assert "Gardez une règle de gravité" in words(page)
    assert not Proposal.objects.exists()


def test_thresholds_change_once_a_second_lead_agrees(noe):
    zoe = cast.zoe()
    form = {name: getattr(Thresholds(), name) for name in (
        "trusted_hours", "legal_hours", "notice_hours", "appeal_hours", "suspension_days", "pause_after")}  # fmt: skip
    desk(zoe).get("/admin/comments/thresholds/")
    page = desk(zoe).post("/admin/comments/thresholds/1/change/", {**form, "notice_hours": 12, "hide_at_weight": ""}, follow=True)  # fmt: skip
    assert "doit donner son accord" in words(page)
    assert "a été modifié" not in words(page)
    assert Thresholds.objects.current().notice_hours == 48
    proposal = Proposal.objects.get()
    assert "heures pour répondre à une alerte : <bdi>48</bdi> → <bdi>12</bdi>" in words(desk(noe).get(f"/admin/comments/proposal/{proposal.pk}/change/"))  # fmt: skip
    answer(noe, proposal, "accord")
    assert Thresholds.objects.current().notice_hours == 12
    assert list(broken_links()) == []


def test_a_backup_takes_the_place_of_the_database_if_two_agree(ada, tmp_path):
    backup = tmp_path / "portal-20261129-004722.backup"
    backup.write_bytes(b"none")
    cast.a_published_comment()
    told = "one administrator asks to restore portal-20261129-004722.backup in the admin"
    with pytest.raises(CommandError, match=told):
        call_command("restore", backup, "--replace", stdout=StringIO())
    desk(cast.nora()).post("/admin/comments/proposal/add/", {"subject": backup.name})
    with pytest.raises(CommandError, match=told):
        call_command("restore", backup, "--replace", stdout=StringIO())
    agreed = words(answer(ada, Proposal.objects.get(), "accord"))
    assert "Accord donné : la commande restore peut être lancée jusqu’au" in agreed
    assert "permis jusqu’au" in agreed
    assert not Proposal.objects.allow_restoring("another.backup")
    assert not Proposal.objects.allow_restoring(backup.name, at=timezone.now() + timedelta(days=2))
    with pytest.raises(CommandError, match="it is not a whole backup"):
        call_command("restore", backup, "--replace", stdout=StringIO())


def test_a_backup_is_asked_for_by_its_files_name_alone(db):
    """With its folder it would never be the name that `restore` looks for."""
    path = "/var/backups/portal/portal-20261129-004722.backup"
    page = desk(cast.nora()).post("/admin/comments/proposal/add/", {"subject": path})
    told = "Donnez le nom du fichier sans son dossier : portal-20261129-004722.backup"
    assert told in page.text
    assert path in page.text, "what was typed stays"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("who", [cast.sofia, cast.hicham])
def test_whoever_may_not_do_an_act_sees_no_request_for_it(ada, who):
    ask_to_erase(cast.a_published_comment(), cast.nora())
    proposal = Proposal.objects.get()
    assert desk(who()).get("/admin/comments/proposal/").status_code == 403
    assert answer(who(), proposal, "accord").status_code == 403
    assert desk(ada).get(f"/admin/comments/proposal/{proposal.pk}/accord/").status_code == 403


def test_one_person_with_two_accounts_is_not_two(ada):
    """Whoever made a colleague's account, or gave it its role, is not heard with it for thirty days."""
    comment, nora = cast.a_published_comment(), cast.nora()
    file_account(ada, by=nora)
    for asks, agrees in ((nora, ada), (ada, nora)):
        proposal = Proposal.objects.ask(ERASE, by=asks, subject=str(comment.pk), ground="Demande.")
        assert "il faut l’accord d’une autre personne" in words(answer(agrees, proposal, "accord"))
        proposal.refuse(by=asks)
    assert Comment.objects.get(pk=comment.pk).state == "published"
    third = second(roles.ADMINISTRATOR, "ines")
    proposal = Proposal.objects.ask(ERASE, by=nora, subject=str(comment.pk), ground="Demande.")
    proposal.confirm(by=third)
    assert Comment.objects.get(pk=comment.pk).state == "erased"


def test_whoever_asked_must_still_be_here_and_allowed(ada):
    comment, nora = cast.a_published_comment(), cast.nora()
    ask_to_erase(comment, nora)
    nora.groups.clear()
    proposal = Proposal.objects.get()
    page = desk(ada).get(f"/admin/comments/proposal/{proposal.pk}/change/")
    assert "Donner mon accord" not in words(page)
    assert "Vous deux devez en avoir le droit" in words(answer(ada, proposal, "accord"))


def test_what_a_colleague_asked_is_answered_before_one_asks_the_same(ada, noe):
    comment, nora, zoe = cast.a_published_comment(), cast.nora(), cast.zoe()
    ask_to_erase(comment, nora)
    assert "l’a déjà demandé : tranchez d’abord sa demande" in words(
        ask_to_erase(comment, ada)
    ).replace("\u00a0", " ")
    Proposal.objects.ask(THRESHOLDS, by=zoe, notice_hours=12)
    desk(noe).get("/admin/comments/thresholds/")
    form = {name: getattr(Thresholds(), name) for name in (
        "trusted_hours", "legal_hours", "notice_hours", "appeal_hours", "suspension_days", "pause_after")}  # fmt: skip
    page = desk(noe).post("/admin/comments/thresholds/1/change/", {**form, "appeal_hours": 24, "hide_at_weight": ""})  # fmt: skip
    assert "l’a déjà demandé" in words(page)
    desk(nora).post("/admin/comments/proposal/add/", {"subject": "x.backup"})
    assert "l’a déjà demandé" in words(
        desk(ada).post("/admin/comments/proposal/add/", {"subject": "x.backup"})
    )
    assert [proposal.by for proposal in Proposal.objects.order_by("pk")] == [nora, zoe, nora]


def test_python_and_the_database_refuse_one_colleague_for_two(ada):
    proposal = Proposal.objects.ask(RESTORE, by=ada, subject="x.backup")
    with pytest.raises(NotYours):
        proposal.confirm(by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(settled_by=ada, settled_at=timezone.now(), is_done=True)


def test_an_administrator_who_would_be_alone_is_warned_of(settings):
    cast.nora()
    (warning,) = two_colleagues_may_do_each_act(None, databases=["default"])
    assert warning.id == "portal.W018"
    second(roles.ADMINISTRATOR, "ada")
    cast.zoe()
    second(roles.LEAD_MODERATOR, "noe")
    assert two_colleagues_may_do_each_act(None, databases=["default"]) == []


def test_without_the_switch_one_colleague_is_enough(settings):
    settings.FOUR_EYES = False
    comment = cast.a_published_comment()
    ask_to_erase(comment, cast.nora())
    assert Comment.objects.get(pk=comment.pk).state == "erased"
    assert not Proposal.objects.exists()

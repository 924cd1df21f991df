"""A person is given all that the site holds of them, or is erased from every table of it."""

import json
import stat
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import ErrorReport
from comments import outbox
from comments.log.audit import broken_links
from comments.models import Appeal, Comment, Letter, Note, Subscription
from comments.person import Person, Unknown
from portal.privacy import clock
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]
EMAIL = "zenobie@lecteurs.example"
WORDS = (
    "Zénobie Quarantedeux",
    "zenobie@",
    EMAIL,
    "passerelle-introuvable",
    "plaidoirie-introuvable",
)


@pytest.fixture
def zenobie(db):
    """A reader with a published comment, a refused one that she contests, and letters; her address confirmed."""
    said = {"name": WORDS[0], "email": EMAIL}
    published = cast.a_published_comment(text=f"Une {WORDS[3]}, enfin.", **said)
    refused = cast.a_rejected_comment(text=f"Encore une {WORDS[3]}, refusée.", **said)
    cast.an_appeal(refused, text=f"Ma {WORDS[4]}.")
    for comment in (published, refused):
        Subscription.objects.ask(comment)
    Subscription.objects.update(confirmed_at=timezone.now())
    outbox.deliver()
    return published


@pytest.fixture
def somebody_else(db):
    return cast.a_published_comment(name="Lina B.", email="lina@lecteurs.example", text="Le mien.")


def everywhere():
    """Return {table.column: text} of every column of every table, in one text each."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("django_migrations", "sqlite_")):
                continue
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    found.setdefault(f"{table}.{name}", []).append(str(value))
    return {place: "\n".join(values) for place, values in found.items()}


def places_of(*words):
    """Return the columns that hold one of these words, or an address of theirs as it is stored."""
    stored = {
        value for word in words for value in Comment._meta.get_field("email").all_stored(word)
    }
    needles = {*words, *stored}
    return {place for place, text in everywhere().items() if any(word in text for word in needles)}


def test_the_search_of_these_tests_finds_what_is_there(zenobie):
    assert {"comments_comment.email", "comments_revision.text", "comments_letter.to"} <= places_of(
        *WORDS
    )
    assert "comments_appeal.text" in places_of(*WORDS)


def test_after_erasing_no_column_holds_a_word_of_theirs_and_the_log_holds(zenobie, somebody_else):
    # Of each kind of row that a colleague's act in the admin writes about her comment, one.
    desk = Client()
    desk.force_login(cast.zoe())
    desk.post(f"/admin/comments/comment/{zenobie.pk}/choix/", {"pourquoi": "Un regard."})
    assert LogEntry.objects.exists()
    gone = Person(EMAIL.upper()).erase(by=cast.nora())
    assert gone["comments"] == 2
    assert places_of(*WORDS) == set()
    assert list(broken_links()) == []
    somebody_else.refresh_from_db()
    assert (somebody_else.name, somebody_else.state) == ("Lina B.", "published")


def test_an_address_that_nobody_confirmed_is_nobodys(zenobie):
    """Anybody can type the address of somebody else."""
    forged = cast.a_comment(name="Un farceur", email=EMAIL, text="Ceci n’est pas d’elle.")
    assert len(Person(EMAIL).told()["comments"]) == 2
    assert len(Person(EMAIL, unconfirmed=True).told()["comments"]) == 3
    Person(EMAIL).erase(by=cast.nora())
    forged.refresh_from_db()
    assert forged.state == "pending"


def test_the_key_of_a_page_gives_its_comment_alone(zenobie):
    """Somebody wrote under her address, and she confirmed it unawares: the writer has a key, and reads nothing of hers."""
    forged = cast.a_published_comment(name="Un farceur", email=EMAIL, text="Pas d’elle.")
    Subscription.objects.ask(forged).confirm()
    assert list(Person(forged.follow_key).comments) == [forged]
    Person(forged.follow_key).erase(by=None)
    zenobie.refresh_from_db()
    assert zenobie.state == "published"
    assert len(Person(EMAIL).told()["comments"]) == 2


def test_the_key_of_an_alerts_page_gives_the_alert(somebody_else):
    notice = cast.a_notice(somebody_else, email=EMAIL, explanation="C’est faux.")
    told = Person(notice.follow_key).told()
    assert [each["explanation"] for each in told["notices"]] == ["C’est faux."]
    assert told["comments"] == []
    Person(notice.follow_key).erase(by=cast.nora())
    assert places_of(EMAIL) == set()
    assert list(broken_links()) == []


def test_a_sanction_outlives_what_its_person_erased_until_the_administration_erases_too(zenobie):
    """Nobody escapes a ban by erasing; but who asks to be erased is found by the address that the ban holds."""
    cast.a_suspension(zenobie, kind="ban", by=cast.zoe())
    zenobie.refresh_from_db()
    zenobie.erase()
    told = Person(EMAIL).told()
    assert [each["sanction"] for each in told["sanctions"]] == ["Avertissement", "Exclusion"]
    Person(EMAIL).erase(by=cast.nora())
    assert places_of(EMAIL) == set()
    assert list(broken_links()) == []


def test_what_a_mail_server_said_names_nobody(zenobie, settings):
    """It repeats the address that it refuses, in capitals or without its host, and each time in other words."""
    letter = Letter.objects.filter(to=EMAIL).first()
    Letter.objects.filter(pk=letter.pk).update(state="sending")
    for said in (f"550 <{EMAIL.upper()}>: unknown", f"no mailbox Zenobie here {'x' * 190}{EMAIL}"):
        letter.failed(timezone.now(), said)
        assert "zenobie" not in Letter.objects.get(pk=letter.pk).error.lower()
        Letter.objects.filter(pk=letter.pk).update(state="sending")
    assert Letter.objects.get(pk=letter.pk).error.startswith("no mailbox … here")


def test_a_note_on_a_comment_that_was_erased_goes_at_its_term(zenobie):
    zenobie.erase(by=cast.nora())
    zenobie.note("Demande de Zénobie Quarantedeux.", by=cast.nora())
    clock.forget(at=timezone.now() + timedelta(days=180))
    assert Note.objects.exists()
    clock.forget(at=timezone.now() + timedelta(days=190))
    assert not Note.objects.exists()
    assert list(broken_links()) == []


@pytest.mark.parametrize("who", ["personne@lecteurs.example", "k" * 43, "court", ""])
def test_who_is_not_there_is_said_and_nothing_happens(zenobie, who):
    with pytest.raises(Unknown):
        Person(who)
    with pytest.raises(CommandError, match="nothing bears"):
        call_command("erase_person", who, "--by", cast.nora().username, "--yes")
    assert places_of(WORDS[2])


def test_alerts_and_error_reports_are_theirs_when_the_operator_found_out(zenobie, somebody_else):
    cast.a_notice(somebody_else, email=EMAIL)
    ErrorReport.objects.create(article=somebody_else.article, text="La date.", email=EMAIL)
    told = Person(EMAIL, unconfirmed=True).told()
    assert len(told["notices"]) == len(told["error_reports"]) == 1
    Person(EMAIL, unconfirmed=True).erase(by=cast.nora())
    assert places_of(EMAIL) == set()
    assert not ErrorReport.objects.exists()
    assert list(broken_links()) == []


def test_the_folder_holds_all_and_is_this_users_alone(zenobie, tmp_path, capsys):
    call_command("export_person", EMAIL, str(tmp_path / "out"))
    told = json.loads((tmp_path / "out" / "person.json").read_text())
    refused = next(each for each in told["comments"] if each["decisions"][0]["reasons"])
    assert refused["texts"][0]["text"].endswith("refusée.")
    assert refused["appeals"][0]["text"] == f"Ma {WORDS[4]}."
    assert refused["email"] == EMAIL
    assert {letter["to"] for letter in told["letters"]} == {EMAIL}
    page = (tmp_path / "out" / "person.html").read_text()
    for words in (WORDS[0], WORDS[3], WORDS[4], refused["decisions"][0]["reasons"][:20]):
        assert words in page
    for name in ("", "person.json", "person.html"):
        assert stat.S_IMODE((tmp_path / "out" / name).stat().st_mode) & 0o077 == 0


def test_the_newsrooms_choice_letters_and_answers_are_told_and_notes_if_somebody_reads_them_first(
    zenobie, tmp_path
):
    zenobie.pick_out(by=cast.zoe(), why="Elle y était.")
    refused = Comment.objects.get(state="rejected")
    refused.note("Déjà vue hier, voir celle de Lina.", by=cast.sofia())
    call_command("export_person", EMAIL, str(tmp_path / "out"))
    call_command("export_person", EMAIL, str(tmp_path / "notes"), "--notes")
    told = json.loads((tmp_path / "out" / "person.json").read_text())
    chosen = next(each for each in told["comments"] if "chosen_by_the_newsroom" in each)
    assert chosen["chosen_by_the_newsroom"]["why"] == "Elle y était."
    assert chosen["letters_about_replies"]["confirmed_at"]
    for folder, has_notes in (("out", False), ("notes", True)):
        for name in ("person.json", "person.html"):
            assert ("voir celle de Lina" in (tmp_path / folder / name).read_text()) == has_notes
            assert "Elle y était." in (tmp_path / folder / name).read_text()


def test_whoever_alerted_is_told_the_answer_with_its_reasons(somebody_else, tmp_path):
    notice = cast.a_notice(somebody_else, name="Vigie", email="vigie@lecteurs.example")
    somebody_else.remove(
        by=cast.zoe(), clause=cast.clause(2), reasons="Ce passage vise une religion."
    )
    (told,) = Person(notice.follow_key).told()["notices"]
    assert told["reasons"] == "Ce passage vise une religion."
    assert told["rule"] == str(cast.clause(2))
    assert told["answered_at"]
    call_command("export_person", notice.follow_key, str(tmp_path / "out"))
    page = (tmp_path / "out" / "person.html").read_text()
    assert "Ce passage vise une religion." in page
    assert "None" not in page


def test_an_appeal_is_told_with_its_answer(zenobie):
    appeal = Appeal.objects.get()
    told = next(each for each in Person(EMAIL).told()["comments"] if each["appeals"])["appeals"][0]
    assert (told["answer"], told["answered_at"]) == ("", None)
    comment = Comment.objects.get(pk=appeal.comment_id)
    decision = comment.restore(by=cast.zoe(), reasons="Rien n’y vise personne.")
    told = next(each for each in Person(EMAIL).told()["comments"] if each["appeals"])["appeals"][0]
    assert told["answer"] == decision.get_kind_display()
    assert told["answered_at"]


def test_what_somebody_else_wrote_is_not_handed_out(zenobie, somebody_else):
    cast.a_notice(zenobie, email="lina@lecteurs.example", explanation="Elle exagère.")
    told = json.dumps(Person(EMAIL).told(), ensure_ascii=False)
    for words in ("Le mien.", "lina@", "Elle exagère", "sofia"):
        assert words not in told


def test_a_letter_about_their_comment_may_be_somebody_elses(db):
    """News of their reply went to whoever it answers, a reminder to a moderator: neither address is theirs to read."""
    asked = cast.a_published_comment(email="lina@lecteurs.example", wants_replies=True)
    asked.subscription.confirm()
    reply = cast.a_published_comment(article=asked.article, parent=asked, email=EMAIL)
    Letter.objects.remind(cast.sofia(), reply, timezone.now())
    hers = Person(asked.follow_key).told()["letters"]
    assert {letter["to"] for letter in Person(reply.follow_key).told()["letters"]} == {EMAIL}
    assert {letter["to"] for letter in hers} == {"lina@lecteurs.example"}
    assert "réponse à un commentaire" in {letter["kind"] for letter in hers}
    reply.erase(by=cast.nora())
    left = {letter.kind: letter.state for letter in Letter.objects.filter(comment=reply)}
    assert left["reply"] == "cancelled"
    assert left["reminder"] == "waiting", "the answer is still due"


def test_erasing_asks_first_and_for_somebody_who_may(zenobie, capsys):
    call_command("erase_person", EMAIL, "--by", cast.nora().username)
    assert "Would erase: 2 comments" in capsys.readouterr().out
    assert Comment.objects.filter(email=EMAIL).count() == 2
    for name in (cast.sofia().username, "personne"):
        with pytest.raises(CommandError, match="may not erase"):
            call_command("erase_person", EMAIL, "--by", name, "--yes")
    call_command("erase_person", EMAIL, "--by", cast.nora().username, "--yes")
    assert "Erased: 2 comments" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nothing bears"):
        call_command("erase_person", EMAIL, "--by", cast.nora().username, "--yes")


def test_every_table_was_looked_at(zenobie):
    tables = {place.partition(".")[0] for place in everywhere()}
    filled = {model._meta.db_table for model in apps.get_models() if model.objects.exists()}
    assert filled - tables - {"django_migrations"} == set()


def test_a_letter_that_waits_does_not_leave_any_more(zenobie):
    cast.a_comment(parent=zenobie, text="Je vous réponds.")
    Person(EMAIL).erase(by=cast.nora())
    outbox.deliver()
    assert not Letter.objects.filter(to=EMAIL).exists()


def test_a_letter_that_waits_for_an_erased_person_is_cancelled(zenobie):
    zenobie.remove(by=cast.sofia(), **cast.against(1))
    assert Letter.objects.filter(to=EMAIL, state="waiting").exists()
    Person(EMAIL).erase(by=cast.nora())
    assert not Letter.objects.filter(state="waiting").exists()

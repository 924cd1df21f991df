"""One table says what is kept of people: the clock keeps to it, no column is forgotten, every page reads it."""

from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.utils import timezone, translation

from articles.models import Delivery, ErrorReport, WorkingCopy
from comments.log.audit import broken_links
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Event,
    Letter,
    Note,
    Notice,
    Revision,
    Suspension,
    TriageModel,
    TrustedFlagger,
    signing,
)
from portal.privacy import clock
from portal.privacy.table import KEPT, Ground, Whose
from portal.signin import journal
from portal.signin.models import Kind
from tests import cast
from tests.comments.sorting.house import a_serving_model

NOW = timezone.now()
DAYS = [1, 29, 31, 89, 91, 182, 184, 364, 366, 3 * 365]


# Does the clock do what the table says?


def a_lived_in_site():
    """Write a row of each kind that a clock erases, all of them now."""
    article = cast.an_article()
    on_line = cast.a_published_comment(article=article, sender="s" * 64, text="En ligne.")
    cast.a_published_comment(
        article=article, email="lina@exemple.org", text="Publié, avec une adresse."
    )
    refused = cast.a_rejected_comment(text="Refusé.", email="lina@exemple.org")
    refused.note("« Refusé » : à relire.", by=cast.sofia())
    cast.uphold(cast.an_appeal(refused), by=cast.zoe(), reasons="La règle tient.")
    cast.a_warning(refused, hours=0)
    cast.a_notice(on_line, email="karim@exemple.org", explanation="Alerté.")
    Comment.objects.get(pk=on_line.pk).keep(by=cast.paul())
    Letter.objects.exclude(to="").update(state="sent", due_at=timezone.now())
    ErrorReport.objects.create(article=article, text="Une date.", email="nadia@exemple.org")
    a_serving_model()
    former = cast.hicham()
    former.email, former.is_active = "hicham@exemple.org", False
    former.date_joined = NOW - timedelta(days=900)
    former.save()
    journal.note(Kind.DISABLED, former)
    TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org", until=NOW.date())
    Delivery.objects.keep(b"une livraison", came_from="map.xml")
    WorkingCopy.objects.create(
        article=article, by=cast.hicham(), key="k", fields={}, seen_at=timezone.now()
    )
    Session.objects.create(
        session_key="s", session_data="x", expire_date=timezone.now() + timedelta(hours=12)
    )


# For each kind that a clock erases by itself: what is still there of it.
STILL_THERE = {
    "refused": lambda: (
        Revision.objects.filter(text="Refusé.")
        or Comment.objects.filter(state="rejected").exclude(name="", email="")
    ),
    "email": lambda: Comment.objects.filter(state="published").exclude(email=""),
    "letters": lambda: Letter.objects.exclude(to=""),
    "sanction_email": lambda: Suspension.objects.exclude(email=""),
    "alert": lambda: Notice.objects.exclude(explanation="", name="", email=""),
    "triage": lambda: TriageModel.objects.exclude(packed=b""),
    "report": lambda: ErrorReport.objects.exclude(text="", email=""),
    "sender": lambda: Comment.objects.exclude(sender=""),
    "sessions": lambda: Session.objects.all(),
    "working_copies": lambda: WorkingCopy.objects.all(),
    "deliveries": lambda: Delivery.objects.all(),
    "left": lambda: User.objects.filter(username="hicham").exclude(email=""),
    "flagger_email": lambda: TrustedFlagger.objects.exclude(email=""),
}
ELSEWHERE = {  # what a clock erases outside the database, and the tests that hold it
    "counts": "tests/comments/door/test_counting.py: the cache itself",
    "backups": "tests/portal/backups/test_archive.py",
}


@pytest.mark.slow
@pytest.mark.both
def test_from_a_day_to_three_years_what_is_there_is_what_the_table_says(db, settings):
    a_lived_in_site()
    by_clock = {kept.key: kept.after() for kept in KEPT if kept.after}
    assert set(by_clock) == set(STILL_THERE) | set(ELSEWHERE), "a new kind: say how it is seen"
    assert all(there() for there in STILL_THERE.values())
    table = {}
    for days in DAYS:
        clock.forget(at=NOW + timedelta(days=days))
        there = {key for key, is_there in STILL_THERE.items() if is_there()}
        expected = {key for key in STILL_THERE if by_clock[key] >= timedelta(days=days)}
        table[days] = sorted(there)
        assert there == expected, f"after {days} days\n{table}"
    assert table[3 * 365] == []
    assert Revision.objects.filter(text="En ligne.").exists(), "what is on line stays"
    assert Appeal.objects.get().text == ""
    assert not Note.objects.exists()
    assert Decision.objects.count() == 5, "decisions stay, with their reasons"
    assert not Decision.objects.filter(kind__in=["reject", "uphold"], reasons="").exists()
    assert {"expired", "lapsed"} <= set(Event.objects.values_list("kind", flat=True))
    assert list(broken_links()) == []
    assert clock.forget(at=NOW + timedelta(days=3 * 365)) == 0, "once is enough"


@pytest.mark.slow
def test_without_the_logs_key_words_wait_and_everything_else_goes(db, settings, tmp_path, caplog):
    comment = cast.a_rejected_comment(text="Refusé.", sender="s" * 64)
    settings.LOG_KEY = str(tmp_path / "another.pem")
    signing.forget()
    try:
        clock.forget(at=NOW + timedelta(days=400))
    finally:
        signing.forget()
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.sender, comment.text, comment.words_erased_at) == ("", "Refusé.", None)
    assert "words past their term stay" in caplog.text


# Is any column forgotten?

OF_NO_PERSON = {
    "the house's own words": {
        "comments.Charter", "comments.Clause", "comments.TriageSettings", "articles.Section", "articles.Source", "articles.Topic",
        "articles.Breaking", "articles.HousePage", "articles.TagAuthority", "articles.Wire", "articles.Illustration",
        "auth.Permission", "auth.Group", "portal.PeriodicWork", "comments.Refusal", "articles.Change",
        "articles.Redirect", "comments.CommentPick.why",
    },
    "counts and codes: no word of anybody": {"comments.RegisterMonth", "comments.Decision.tools", "comments.OwedStatement"},
    "journalism: what is published, its versions and its index": {
        "articles.Article", "articles.Revision", "articles.Correction", "articles.Image", "articles.WireItem",
        "modelsearch.IndexEntry", "modelsearch.SQLiteFTSIndexEntry", "modelsearch.PostgresqlIndexEntry",
        "articles.ErrorReport.passage",
    },
    "digests, salts, signatures: no word can be read in them": {
        "comments.TriageModel.figures", "comments.TriageModel.unseen", "comments.Reading",
        "comments.LogHead", "comments.LogDay", "comments.Event", "comments.Notice.salt", "comments.Notice.seal",
        "comments.Revision.salt", "comments.Revision.seal", "comments.Appeal.salt", "comments.Appeal.seal",
        "articles.Delivery.digest", "admin.LogEntry.object_id", "contenttypes.ContentType", "comments.Letter.key", "articles.BegunIn",
    },
}  # fmt: skip
CAN_HOLD_WORDS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)


def columns_with_words():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_code = field.choices or field.name == "language"
            if isinstance(field, CAN_HOLD_WORDS) and not is_code:
                yield f"{model._meta.label}.{field.name}"


@pytest.mark.once
def test_every_column_that_can_hold_words_stands_in_the_table_or_says_why_not():
    """A new column: name it in portal/privacy/table.py, or in OF_NO_PERSON above."""
    told = {column for kept in KEPT for column in kept.columns.split()}
    of_no_person = set().union(*OF_NO_PERSON.values())
    there = set(columns_with_words())
    assert told <= there, "the table names columns that are gone"
    left = {
        column for column in there - told
        if column not in of_no_person and column.rpartition(".")[0] not in of_no_person
    }  # fmt: skip
    assert left == set()


@pytest.mark.once
def test_the_table_is_whole():
    assert len({kept.key for kept in KEPT}) == len(KEPT)
    for kept in KEPT:
        assert kept.ground in Ground
        assert kept.whose in Whose
        for language in ("fr", "ar", "en"):
            with translation.override(language):
                assert all(map(str, (kept.what, kept.why, kept.term, kept.gone_by))), kept.key


# Who reads it?


def words_of(client, address):
    return " ".join(unescape(client.get(address).text).replace("\u202f", " ").split())


@pytest.mark.once
@pytest.mark.parametrize("prefix", ["", "/ar", "/en"])
def test_the_privacy_page_is_written_from_the_table(client, db, settings, prefix):
    settings.APPEAL_WINDOW_DAYS = 200
    page = words_of(client, f"{prefix}/confidentialite/")
    with translation.override(prefix.strip("/") or "fr"):
        for kept in KEPT:
            for words in (kept.what, kept.why, kept.term, kept.ground.label, kept.gone_by):
                assert " ".join(str(words).replace("\u202f", " ").split()).lower() in page.lower()
    assert "200" in page, "the terms are those that the clock keeps to"


@pytest.mark.once
def test_it_names_the_longest_time_over_which_acts_are_counted(settings):
    counts = next(kept for kept in KEPT if kept.key == "counts")
    settings.COMMENT_RATE = [(3, 15), (30, 7 * 24 * 3600)]
    assert counts.after() == timedelta(days=7)
    settings.COMMENT_RATE = [(3, 15)]
    assert counts.after() == timedelta(days=1), "alerts on one text are counted for a day"
    settings.COMMENT_RATE = []
    assert counts.after() == timedelta(hours=1), "failed sign-ins are counted all the same"


@pytest.mark.once
@pytest.mark.parametrize(
    ("who", "may"), [(cast.nora, True), (cast.zoe, True), (cast.sofia, False), (cast.hicham, False)]
)
def test_leads_and_administrators_read_it_with_its_columns(db, who, may):
    client = Client()
    client.force_login(who())
    answer = client.get("/admin/donnees/")
    assert answer.status_code == (200 if may else 403)
    assert ("comments.Suspension.sender" in answer.text) == may
    assert ("/admin/donnees/" in client.get("/admin/").text) == may

"""What the log vouches for is told for every column, and no format that was released ever changes."""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from comments.models import (
    Appeal,
    Charter,
    Clause,
    Comment,
    Decision,
    Event,
    Filing,
    LegalHold,
    LogDay,
    Notice,
    Revision,
    Signature,
    Suspension,
    Thresholds,
    TriageSettings,
    TrustedFlagger,
)
from comments.models.event_kinds import MEANINGS
from comments.models.log_format import CURRENT, OUTSIDE, VOUCHED, digest_of
from comments.models.visibility import STANDINGS
from tests import cast

pytestmark = pytest.mark.both

RELEASES = sorted((Path(__file__).parents[2] / "releases").glob("*.sqlite3.gz"))
ADDED_SINCE = {
    "0.1.0.sqlite3.gz": {
        Event.Kind.NOTED,
        Event.Kind.RECALLED,
        Event.Kind.FILED,
        Event.Kind.EXPIRED,
        Event.Kind.LAPSED,
    }
}
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "model",
    [
        Appeal, Charter, Clause, Decision, Event, Filing, LegalHold, LogDay, Notice, Revision, Signature, Suspension, Thresholds,
        TriageSettings, TrustedFlagger,
    ],
)  # fmt: skip
def test_every_column_is_vouched_for_or_says_why_not(model):
    """A new column: name it in OUTSIDE, or begin a new format, in comments/models/log_format.py."""
    name = model._meta.model_name
    columns = {field.attname for field in model._meta.concrete_fields}
    assert columns == set(VOUCHED[CURRENT][name]) | set(OUTSIDE[name])
    assert all(OUTSIDE[name].values()), "each with its reason"


def test_every_state_says_what_readers_see():
    """A new state: give it a line in STANDINGS, comments/models/visibility.py."""
    assert set(STANDINGS) == set(Comment.State.values)


def test_every_kind_of_event_has_its_meaning_and_names_a_row_that_exists():
    """A new kind: give it a line in MEANINGS, comments/models/event_kinds.py."""
    assert set(MEANINGS) == set(Event.Kind)
    fields = {field.name for field in Event._meta.fields}
    assert {meaning.subject for meaning in MEANINGS.values()} - {""} <= fields


@pytest.mark.slow
def test_erasing_a_person_takes_the_words_that_are_theirs_and_no_others(db):
    comment = cast.a_rejected_comment(email="lina@exemple.org")
    cast.an_appeal(comment)
    other = cast.a_published_comment(email="lina@exemple.org")
    cast.a_notice(other)
    cast.a_suspension(other)
    for each in (comment, other):
        Comment.objects.get(pk=each.pk).erase(by=cast.nora())
    walked = set()
    for event in Event.objects.exclude(kind__in=["erased", "decided"]):
        if hasattr(event.subject, "salt"):
            is_gone = event.subject.salt == ""
            assert is_gone == event.meaning.is_erased_with_its_author, event.kind
            walked.add(event.kind)
    assert walked == {"submitted", "appealed", "noticed"}


def test_a_link_keeps_the_digest_of_its_own_format(db):
    event = cast.a_published_comment().events.order_by("sequence").last()
    assert event.format == CURRENT
    assert event.digest == digest_of(event, CURRENT)
    assert event.subject_digest == digest_of(event.decision, CURRENT)


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_the_log_of_each_release_holds_after_migrating(release, tmp_path):
    """A database as that version left it, with rows of every kind: tests/releases/README.md."""
    database = tmp_path / "site.sqlite3"
    database.write_bytes(gzip.decompress(release.read_bytes()))
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    for command in (["migrate", "--verbosity", "0"], ["check_log"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(database) as site:
        kinds = {kind for (kind,) in site.execute("SELECT DISTINCT kind FROM comments_event")}
    assert kinds == set(Event.Kind) - ADDED_SINCE[release.name], "rows of every kind it knew"


def test_there_is_a_database_of_a_release_to_try():
    assert RELEASES

"""What rewrites history behind the verbs: the database refuses it; if it is forced, it is found and named."""

import pytest
from django.db import DatabaseError, connection, transaction

from comments.log.audit import broken_links
from comments.models import Charter
from tests.comments.log.test_log import force, play_a_day

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.usefixtures("a_day", "db")]


@pytest.fixture(scope="module")
def a_day(django_db_setup, django_db_blocker):
    """A day of the newsroom, played once: each test takes back what it did to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        play_a_day()
        yield
        transaction.set_rollback(True)


def a_draft_charter():
    """The next charter, still being written, with a clause of its own."""
    draft = Charter.objects.create(version=2, preamble_fr="x", preamble_ar="x", preamble_en="x")
    clause = Charter.objects.in_force().clauses.first()
    clause.pk, clause.charter, clause.number, clause.key = None, draft, 9, "another"
    clause.save()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comments_decision SET reasons = 'autre chose'",
        "UPDATE comments_decision SET by_id = by_id",
        "DELETE FROM comments_decision",
        "UPDATE comments_event SET kind = 'decided'",
        "DELETE FROM comments_event",
        "UPDATE comments_revision SET text = 'autre chose'",
        "DELETE FROM comments_revision",
        "UPDATE comments_charter SET version = 9",
        "DELETE FROM comments_charter",
        "UPDATE comments_clause SET title_fr = 'autre chose'",
        "DELETE FROM comments_clause",
        "INSERT INTO comments_clause SELECT * FROM comments_clause",
        "UPDATE comments_clause SET charter_id = (SELECT id FROM comments_charter WHERE version = 1)"
        " WHERE charter_id <> (SELECT id FROM comments_charter WHERE version = 1)",
    ],
)
def test_the_database_refuses_to_rewrite_history(sql):
    a_draft_charter()
    refusal = pytest.raises(DatabaseError, match=r"append-only|only be erased|superseded|unique")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "table", ["decision", "event", "revision", "charter", "clause"],
)  # fmt: skip
def test_sqlite_replaces_nothing_on_the_quiet(table):
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is a word of SQLite's")
    refusal = pytest.raises(DatabaseError, match=r"append-only|superseded")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO comments_{table} SELECT * FROM comments_{table} LIMIT 1"
        )


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE comments_decision SET reasons = 'Rien.' WHERE kind = 'remove'", "decision"),
        ("UPDATE comments_decision SET by_id = (SELECT MAX(id) FROM auth_user) WHERE kind = 'approve'", "decision"),
        ("UPDATE comments_revision SET text = 'Le premier commentaire!' WHERE text = 'Le premier commentaire.'", "revision"),
        ("UPDATE comments_event SET state = 'pending' WHERE sequence = 2", "event 2"),
        ("UPDATE comments_event SET digest = previous WHERE sequence = 3", "event 3"),
        ("DELETE FROM comments_event WHERE sequence = (SELECT MAX(sequence) FROM comments_event)", "event"),
        ("UPDATE comments_notice SET explanation = 'Autre chose.'", "notice"),
        ("UPDATE comments_appeal SET text = 'Autre chose.'", "appeal"),
        ("UPDATE comments_clause SET rule_fr = 'Autre chose.' WHERE number = 1", "decision"),
        ("UPDATE comments_comment SET state = 'pending', html = '' WHERE state = 'published'", "comment"),
        ("UPDATE comments_comment SET html = '<p>Autre chose.</p>' WHERE state = 'published'", "comment"),
        ("UPDATE comments_comment SET name = 'Autre' WHERE name = 'Nadia B.' AND state = 'published'", "revision"),
        ("UPDATE comments_comment SET html = '<p>Autre chose.</p>', html_renderer = 1 WHERE state = 'published'", "comment"),
        ("UPDATE comments_comment SET html = '<p onclick=1>Le premier commentaire.</p>', html_renderer = 1 WHERE state = 'published'", "comment"),
        ("UPDATE comments_comment SET published_revision_id = (SELECT MAX(id) FROM comments_revision) WHERE state = 'published'", "comment"),
        ("UPDATE comments_comment SET revision_id = (SELECT MIN(id) FROM comments_revision) WHERE state = 'rejected'", "comment"),
        ("UPDATE comments_comment SET created_at = published_at WHERE state = 'published'", "comment"),
        ("UPDATE comments_comment SET published_at = created_at WHERE state = 'published'", "comment"),
        ("UPDATE comments_revision SET text = '', salt = '' WHERE number = 2", "revision"),
        ("UPDATE comments_notice SET explanation = '', salt = ''", "notice"),
        ("UPDATE comments_notice SET explanation = 'Autre chose.', salt = ''", "notice"),
        ("UPDATE comments_appeal SET text = 'Autre chose.', salt = ''", "appeal"),
        ("UPDATE comments_notice SET answer_id = NULL", "decision"),
        ("UPDATE comments_appeal SET answer_id = NULL, answered_by_id = NULL", "decision"),
        ("INSERT INTO comments_event (sequence, format, kind, comment_id, answers, state, version, by, at, subject_digest, previous, digest) SELECT 99, format, kind, comment_id, answers, state, version, by, at, '', previous, digest FROM comments_event WHERE sequence = 1", "event 99"),
    ],
)  # fmt: skip
def test_what_was_changed_by_force_is_found_and_named(sql, where):
    force(sql)
    findings = list(broken_links())
    assert findings, "nothing was found"
    assert where in findings[0].where, findings


def test_a_missing_link_in_the_middle_is_named():
    force("DELETE FROM comments_event WHERE sequence = 4")
    assert next(iter(broken_links())).where == "event 5"

"""Each column of each row that the log vouches for, changed by force: check_log names it, or docs/log.md says why not."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction

from comments.log import days, house, triggers
from comments.log.audit import broken_links
from comments.models import (
    Appeal,
    Charter,
    Clause,
    Comment,
    Decision,
    Event,
    Filing,
    LegalHold,
    LogHead,
    Notice,
    Revision,
    Signature,
    Suspension,
    Thresholds,
    TriageSettings,
    TrustedFlagger,
)
from comments.models.log_format import CLOSED, CLOSED_OF_A_DECISION, CURRENT, OUTSIDE
from tests import cast
from tests.comments.log.test_log import play_a_day

pytestmark = [pytest.mark.both, pytest.mark.slow]

# Outside the row's own digest, and noticed all the same: by a seal, by the event, by the rows that bear an answer.
NOTICED = {
    ("revision", "text"), ("revision", "salt"),
    ("notice", "explanation"), ("notice", "name"), ("notice", "salt"), ("notice", "answer_id"),
    ("appeal", "text"), ("appeal", "salt"), ("appeal", "answer_id"), ("appeal", "ruling_id"),
    ("event", "digest"), ("event", "signature"), *(("event", column) for column in CLOSED[CURRENT]),
    *(("decision", column) for column in CLOSED_OF_A_DECISION[CURRENT]),
}  # fmt: skip
OF_A_COMMENT = {  # what readers see of a comment, and where it stands
    "article_id", "parent_id", "name", "state", "html", "version", "revision_id", "published_revision_id",
    "published_at", "hidden_at", "created_at", "newsroom_by_id",
    "words_erased_at",
}  # fmt: skip


def another(field, value):
    """Return a value of the column that differs from this one, and that its type allows."""
    if field.choices:
        return next(key for key, _words in field.flatchoices if key != value)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=value).order_by("-pk")
        return others.values_list("pk", flat=True).first()
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or cast.timezone.now()) + timedelta(seconds=1)
    if isinstance(field, models.DateField):
        return (value or date(2031, 1, 1)) + timedelta(days=1)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    return (value or "")[:-1] + ("x" if not (value or "").endswith("x") else "y")


def changed_by_force(row, field):
    """Set one column by SQL, beside every verb; return the faults that are then found. All is put back."""
    table, column = row._meta.db_table, connection.ops.quote_name(field.column)
    value = another(field, getattr(row, field.attname))
    if isinstance(field, models.DateField):
        adapt = connection.ops.adapt_datetimefield_value if isinstance(field, models.DateTimeField) else connection.ops.adapt_datefield_value  # fmt: skip
        value = adapt(value)
    key = connection.ops.quote_name(row._meta.pk.column)
    with suppress(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {key} = %s",
                [value, row._meta.pk.get_db_prep_value(row.pk, connection)],
            )
        faults = [fault.where for fault in broken_links()]
        transaction.set_rollback(True)
        return faults
    return ["the database itself refuses it"]


def unnoticed_columns(row, names=()):
    """Change each column (or those of `names`) by force; tell what is found, and return those that nothing names."""
    unnoticed = set()
    for field in row._meta.concrete_fields:
        if field.primary_key or (names and field.attname not in names):
            continue
        found = changed_by_force(row, field)
        print(f"{row._meta.model_name}.{field.attname}: {found[0] if found else 'not named'}")
        if not found:
            unnoticed.add(field.attname)
    return unnoticed


@pytest.fixture
def a_lived_day(db):
    """Rows of every kind, a closed day, and no guard in the way."""
    play_a_day()
    cast.a_suspension(cast.a_published_comment(sender="s" * 64))
    cast.a_notice(cast.a_published_comment(text="Un troisième avis."))
    cast.a_comment().put_under_hold(by=cast.nora(), reason="Réquisition 2026/114.")
    Thresholds.objects.get_or_create(pk=1)
    TriageSettings.objects.get_or_create(pk=1)
    TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    Charter.objects.draft().publish(by=cast.zoe())
    house.file_what_is_new()
    days.close()
    assert list(broken_links()) == []
    with connection.cursor() as cursor:
        for statement in triggers._statements(connection)[1]:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


VOUCHING = [
    Event,
    Revision,
    Decision,
    Notice,
    Appeal,
    Suspension,
    Filing,
    Thresholds,
    TriageSettings,
    Signature,
    TrustedFlagger,
    LegalHold,
]


def test_each_column_is_named_when_it_is_changed_unless_the_docs_say_why_not(a_lived_day):
    for model in VOUCHING:
        name = model._meta.model_name
        decided = Event.objects.filter(kind="decided").last()
        row = decided if model is Event else model.objects.order_by("pk").last()
        unnoticed = unnoticed_columns(row)
        outside = set(OUTSIDE[name]) - {column for table, column in NOTICED if table == name}
        assert unnoticed <= outside, f"{name}: changed, and not named"


def test_what_readers_see_of_a_comment_is_named_when_it_is_changed(a_lived_day):
    comment = Comment.objects.filter(state="published").last()
    assert unnoticed_columns(comment, OF_A_COMMENT) == set()


def test_a_head_a_charter_and_a_clause_are_named_when_they_are_changed(a_lived_day):
    rows = [LogHead.objects.get(), Charter.objects.get(version=2)]
    rows.append(Clause.objects.filter(charter__version=2).last())
    for row in rows:
        unnoticed = unnoticed_columns(row)
        assert unnoticed <= {"charter_id"} & {f.attname for f in row._meta.concrete_fields}, row


def test_each_row_taken_away_is_named(a_lived_day):
    for model in [*VOUCHING, LogHead]:
        for row in model.objects.order_by("pk"):
            found = taken_away(row)
            assert found, f"{model._meta.model_name} {row.pk} is gone, and nothing says so"
            print(f"{model._meta.model_name} {row.pk} taken away: {found[0].where}")


def taken_away(row):
    """Delete a row by SQL; return the faults that are then found. It is put back."""
    key = connection.ops.quote_name(row._meta.pk.column)
    value = row._meta.pk.get_db_prep_value(row.pk, connection)
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            else:  # as who owns the server may
                cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE {key} = %s", [value])
        faults = list(broken_links())
        transaction.set_rollback(True)
    return faults

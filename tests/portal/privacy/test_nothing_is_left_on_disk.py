"""What was erased is in no file of the database any more: not in its free pages, not in its journal."""

import os
import sqlite3
import subprocess
import sys

import pytest

from tests import databases

pytestmark = [pytest.mark.slow, pytest.mark.once]

WRITE = """
from tests import cast
from comments.models import Note
article = cast.an_article()
for number in range(3):
    comment = cast.a_published_comment(
        article=article, name="Zénobie", email="zenobie@exemple.org",
        text=f"Le mot-introuvable-{number} de Zénobie. " + cast.prose(300, start=number))
"""
ERASE = """
from comments.models import Comment
from tests import cast
for comment in Comment.objects.all():
    comment.erase(by=cast.nora())
"""


def test_after_erasing_no_file_of_the_database_holds_a_word(tmp_path):
    database = tmp_path / "x.sqlite3"
    databases.copy_migrated(database)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DEBUG": "yes", "SITE_URL": "http://localhost"}  # fmt: skip

    def manage(*words):
        subprocess.run([sys.executable, "manage.py", *words], env=environment, check=True, capture_output=True)  # fmt: skip

    def bytes_of_all():
        # By another process: one that closes a file gives up SQLite's own locks on it.
        return subprocess.run(
            ["cat", *tmp_path.glob("x.sqlite3*")], check=True, capture_output=True
        ).stdout

    reader = sqlite3.connect(database)  # as the site does: while one is connected the journal stays
    reader.execute("PRAGMA journal_mode=WAL")
    reader.execute("SELECT count(*) FROM comments_comment").fetchone()
    manage("shell", "-v0", "-c", WRITE)
    assert b"mot-introuvable-2" in bytes_of_all()
    manage("shell", "-v0", "-c", ERASE)
    assert b"mot-introuvable" in bytes_of_all(), "the rows of before are still in a file"
    manage("tick")
    assert b"mot-introuvable" not in bytes_of_all()
    assert "Zénobie".encode() not in bytes_of_all()
    reader.close()

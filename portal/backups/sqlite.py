"""Copy a SQLite database while the site writes, and put a copy in its place."""

import contextlib
import os
import shutil
import sqlite3
import time
from pathlib import Path

from django.conf import settings
from django.db import connections

from .errors import BrokenBackup, Refused
from .facts import facts

NAME = "database.sqlite3"
PAGES = 4096  # copied between two words of progress
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (%s)"
FILLED = (
    "articles_article",
    "comments_comment",
    "auth_user",
)  # empty in a database that was only migrated


def path():
    return Path(settings.DATABASES["default"]["NAME"])


@contextlib.contextmanager
def copied(folder, progress):
    """Copy the database into the folder, as it is at one moment; yield (the file, its facts).

    `progress` is called with a share between 0 and 1.
    """
    target = folder / NAME
    try:
        told = _copy(target, progress)
    except sqlite3.Error as error:  # the disk is full, or the database damaged
        raise Refused(f"SQLite cannot copy the database: {error}") from error
    yield target, told


def _copy(target, progress):
    with (
        contextlib.closing(sqlite3.connect(f"file:{path()}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        # A transaction that reads: else the copy begins again each time somebody writes.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
        source.backup(
            copy,
            pages=PAGES,
            progress=lambda _status, left, all_pages: progress(1 - left / max(1, all_pages)),
        )
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return facts(lambda sql: copy.execute(sql).fetchall())


def is_empty():
    """Return whether the database holds no articles, comments or accounts."""
    if not path().exists():
        return True
    with contextlib.closing(sqlite3.connect(path())) as database:
        for table in FILLED:
            there = database.execute(TABLES.replace("%s", "?"), [table]).fetchone()
            if there and database.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608, ours
                return False
    return True


def refuse_if_in_use():
    """Raise Refused if a process that we can see has the database open: it would go on with the old one."""
    connections.close_all()
    mine, there = os.getpid(), path().resolve()
    for file in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if file.resolve() == there and int(file.parts[2]) != mine:
                raise Refused(
                    f"process {file.parts[2]} has {there} open: stop the site and its timers first"
                )


def check(file):
    """Raise BrokenBackup if SQLite finds the copy damaged."""
    try:
        with contextlib.closing(sqlite3.connect(file)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = error
    if found != "ok":
        raise BrokenBackup(f"its database is damaged: {found}")


def put_in_place(file):
    """Put the copy where the database is; return where the old one is kept, or None if there was none."""
    there, kept = path(), None
    there.parent.mkdir(parents=True, exist_ok=True)
    arrived = there.with_name(f".{there.name}.restored")
    shutil.move(file, arrived)
    arrived.chmod(0o600)
    if there.exists():
        kept = there.with_name(f"{there.name}.before-{time.strftime('%Y%m%d-%H%M%S')}")
        with contextlib.closing(sqlite3.connect(there)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        there.rename(kept)
        for beside in ("-wal", "-shm"):
            there.with_name(there.name + beside).unlink(missing_ok=True)
    arrived.rename(there)
    return kept


@contextlib.contextmanager
def scratch(file):
    """Yield the DATABASE_URL of the copy itself."""
    yield f"sqlite:///{file}"

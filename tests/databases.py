"""The database of a test process: its own by name, so that runs side by side never meet.

On SQLite the migrations are played once: the file they leave is kept in var/tests/ and copied by every
later run, until a migration or a module that migrations import changes.
"""

import ast
import fcntl
import os
import secrets
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Max

APPS = [settings.BASE_DIR / app for app in ("articles", "comments", "portal")]
KEPT = settings.VAR_DIR / "tests"
MEMORY = Path("/dev/shm")  # noqa: S108, files in memory, where the system has them


def imported_modules(migration):
    """Yield the file of each of our modules that a migration imports by name."""
    for node in ast.walk(ast.parse(migration.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                path = settings.BASE_DIR.joinpath(*node.module.split("."), name.name)
                yield from (
                    file for file in (path.with_suffix(".py"), path.parent.with_suffix(".py"))
                    if file.exists()
                )  # fmt: skip


@cache
def digest_of_migrations():
    """Return one digest of all that decides what the migrations leave."""
    migrations = {file for app in APPS for file in app.glob("migrations/*.py")}
    read = migrations | {module for file in migrations for module in imported_modules(file)}
    read |= {
        settings.BASE_DIR / "requirements.txt",
        settings.BASE_DIR / "articles" / "freshness" / "triggers.py",
    }
    digest = sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for file in sorted(read):
        digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_process_at_a_time():
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_migrated(target):
    """Write a migrated, empty SQLite database to a file; only while tests run on SQLite."""
    shutil.copy(KEPT / f"migrated-{digest_of_migrations()}.sqlite3", target)


def empty_on_sqlite():
    """Put the migrated database in the place of this one: faster than to empty sixty tables and fill four of them.

    Numbers of rows go on where they were, as after an emptying: nothing in memory takes a new row for an old one.
    """
    connection.ensure_connection()
    with connection.cursor() as cursor:
        numbers = cursor.execute("SELECT seq, name FROM sqlite_sequence").fetchall()
    with closing(sqlite3.connect(KEPT / f"migrated-{digest_of_migrations()}.sqlite3")) as kept:
        kept.backup(connection.connection)
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", numbers)
        cursor.execute("SELECT name FROM sqlite_sequence")
        there = {name for (name,) in cursor.fetchall()}
        missing = [(name, seq) for seq, name in numbers if name not in there]
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", missing)


def migrate():
    connection.creation.create_test_db(verbosity=0, autoclobber=True)


def create_on_sqlite():
    """Make the database from the kept file, or make both; return how to remove it."""
    folder = tempfile.TemporaryDirectory(
        prefix="portal-tests-", dir=MEMORY if MEMORY.is_dir() else None
    )
    file = Path(folder.name) / "tests.sqlite3"
    kept = KEPT / f"migrated-{digest_of_migrations()}.sqlite3"
    connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    with one_process_at_a_time():
        if kept.exists():
            shutil.copy(kept, file)
            connection.close()
            settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = file
        else:
            connection.settings_dict["TEST"]["NAME"] = file
            migrate()
            for older in KEPT.glob("migrated-*"):
                older.unlink()
            unfinished = kept.with_suffix(f".{os.getpid()}")
            with closing(sqlite3.connect(unfinished)) as target:
                connection.connection.backup(target)
            unfinished.rename(kept)

    def remove():
        connection.close()
        folder.cleanup()

    return remove


def create_on_postgresql():
    """Make a database of a name nobody else has; return how to remove it."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"test_{name}_{secrets.token_hex(4)}"
    migrate()
    return lambda: connection.creation.destroy_test_db(name, verbosity=0)


def number_apart():
    """Begin the rows of each table at a number of its own, from 101 on, 100 apart.

    A test that takes one kind's number for another's, or counts on a small one, then fails in every run and not
    in the one run whose order of tests happens to tell.
    """
    models = [
        model
        for model in apps.get_models()
        if model._meta.pk.get_internal_type().endswith("AutoField")
    ]
    with connection.cursor() as cursor:
        for rank, model in enumerate(models, start=1):
            table, column = model._meta.db_table, model._meta.pk.column
            last = 100 * rank + (model._base_manager.aggregate(last=Max("pk"))["last"] or 0)
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last]
                )
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last]
                )


def create():
    remove = create_on_sqlite() if connection.vendor == "sqlite" else create_on_postgresql()
    number_apart()
    return remove

"""Copy a PostgreSQL database by pg_dump, at one moment, and put a copy back in one transaction."""

import contextlib
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import DatabaseError, connection, transaction
from psycopg.conninfo import make_conninfo

from portal import env

from .errors import BrokenBackup, Refused
from .facts import facts

NAME = "database.pgdump"
FILLED = ("articles_article", "comments_comment", "auth_user")
# Sessions of our own role, and of each that may write comments: the one that serves is often another than the owner.
OTHERS = """
SELECT count(*) FROM pg_stat_activity session JOIN pg_roles role ON role.oid = session.usesysid
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (
  usename = current_user OR NOT rolsuper
  AND COALESCE(has_table_privilege(role.oid, to_regclass('comments_comment'), 'INSERT'), false)
)
"""
WAIT = "-c lock_timeout=10000"  # milliseconds, for whoever uses a table that is to go
# What stands in our schema goes, so that nothing of another version stays; what extensions brought stays.
EMPTY = """
DO $$
DECLARE statement text;
BEGIN
  FOR statement IN SELECT format('DROP TABLE %I.%I CASCADE', schemaname, tablename)
    FROM pg_tables WHERE schemaname = current_schema()
  LOOP EXECUTE statement; END LOOP;
  FOR statement IN SELECT format('DROP ROUTINE %s CASCADE', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
  LOOP EXECUTE statement; END LOOP;
END $$;
"""


@contextlib.contextmanager
def copied(folder, progress):
    """Copy the database into the folder, as it is at one moment; yield (the file, its facts)."""
    target = folder / NAME
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # Our transaction keeps the moment and says nothing while pg_dump works (deploy/postgresql.sql).
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

        def rows(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        moment, told = rows("SELECT pg_export_snapshot()")[0][0], facts(rows)
        _run(
            "pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
            f"--snapshot={moment}", f"--file={target}", f"--dbname={_where()}",
        )  # fmt: skip
    progress(1)
    yield target, told


def is_empty():
    """Return whether the database holds no articles, comments or accounts."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in FILLED:
            if table in there:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608, ours
                if cursor.fetchone():
                    return False
    return True


def refuse_if_in_use():
    """Raise Refused if the site, or a job of it, has the database open: it would write between the old and the new.

    Whoever only watches the server may go on.
    """
    connection.close()
    connection.close_pool()
    password = connection.settings_dict["PASSWORD"] or None
    with psycopg.connect(_where(), password=password, autocommit=True) as alone:
        for _each in range(20):  # what has just closed is told for a moment
            others = alone.execute(OTHERS).fetchone()[0]
            if not others:
                return
            time.sleep(0.1)
    raise Refused(
        f"the database is in use (sessions that may write: {others}): stop the site and its timers first"
    )


def check(file):
    """Raise BrokenBackup if pg_restore cannot read the copy."""
    try:
        _run("pg_restore", "--list", str(file))
    except Refused as error:
        raise BrokenBackup(f"its database cannot be read: {error}") from error


def put_in_place(file):
    """Put the copy in the place of everything in the database, in one transaction; return None."""
    _load(file, _where())
    connection.close()


@contextlib.contextmanager
def scratch(file):
    """Yield the DATABASE_URL of a database made for the copy, beside ours; drop it afterwards."""
    name = f"portal_check_{os.getpid()}"
    with connection.cursor() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{name}"')
        except DatabaseError as error:
            raise Refused(
                f"a database to check it in cannot be made ({str(error).strip()}): its role needs CREATEDB, so prove "
                "backups on another machine"
            ) from error
        try:
            _load(file, _where(dbname=name))
            yield _address_of(name)
        finally:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _address_of(name):
    """Return our DATABASE_URL with the name of another database; it may name no host, but a socket's folder."""
    parts = urlsplit(env.text("DATABASE_URL"))
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{name}{query}"


def _load(file, where):
    script = file.with_suffix(".sql")
    with script.open("w") as target:
        target.write(EMPTY)
        target.flush()
        _run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(file), stdout=target)
        # Else the check of the log that follows is planned as if the tables were empty.
        target.seek(0, os.SEEK_END)
        target.write("ANALYZE;\n")
    _run(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--dbname={where}", f"--file={script}", stdout=subprocess.DEVNULL,
    )  # fmt: skip
    script.unlink()


def _where(**other):
    """Return the database for PostgreSQL's own tools; the password goes by the environment."""
    known = connection.get_connection_params()
    words = {
        "pool",
        "password",
        "cursor_factory",
        "context",
        "prepare_threshold",
        "client_encoding",
    }
    return make_conninfo(**{**{k: v for k, v in known.items() if k not in words}, **other})


def _run(tool, *words, stdout=subprocess.DEVNULL):
    """Run one of PostgreSQL's tools; raise Refused with what it said if it fails."""
    program = _find(tool)
    password = connection.settings_dict["PASSWORD"]
    environment = {
        **os.environ,
        "PGOPTIONS": WAIT,
        **({"PGPASSWORD": password} if password else {}),
    }
    done = subprocess.run(  # noqa: S603, a tool of PostgreSQL with words of ours
        [program, *words], env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise Refused(f"{tool}: {said[0].removeprefix(f'{tool}: ')[:300]}")


def _find(tool):
    """Return a program no older than the server: an older pg_dump refuses it."""
    server = connection.pg_version // 10000
    folders = [*os.get_exec_path(), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))]
    found = []
    for folder in folders:
        if program := shutil.which(tool, path=folder):
            said = subprocess.run(  # noqa: S603
                [program, "--version"], capture_output=True, text=True
            ).stdout
            if number := re.search(r"(\d+)\.", said):
                found.append((int(number[1]), program))
    fitting = [pair for pair in found if pair[0] >= server]
    if not fitting:
        newest = f"the newest here is {max(found)[0]}" if found else "there is none here"
        raise Refused(
            f"{tool} {server} or newer is needed, and {newest}: install postgresql-client-{server}"
        )
    return min(fitting)[1]

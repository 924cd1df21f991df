"""The troubles: each takes a Place and a number of seconds, and makes it last as long."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.machine import tree

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Place:
    """Where a drill happens: the site's server process, its database, its environment, a folder to write in."""

    process: int
    database: Path
    environment: dict
    folder: Path


def workers(place):
    """Return the processes that answer: the server's own children."""
    return [each for each in tree(place.process) if each != place.process and _serves(each)]


def _started(process):
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])


def _serves(process):
    with contextlib.suppress(OSError):
        return b"resource_tracker" not in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def killed(place, seconds):
    """kill -9 of the worker that lived longest, each few seconds.

    A worker that dies twice within six seconds stops the server (granian), for systemd to start it again.
    """
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        if alive := workers(place):
            os.kill(min(alive, key=_started), signal.SIGKILL)
            number += 1
        time.sleep(6)
    return f"{number} workers killed"


def locked(place, seconds):
    """Another process has the database to itself."""
    with contextlib.closing(sqlite3.connect(place.database, timeout=30)) as other:
        other.isolation_level = None
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
    return f"nobody could write for {seconds} s"


def reloaded(place, seconds):
    """The server is told to load the site anew (SIGHUP), as an update does."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        os.kill(place.process, signal.SIGHUP)
        number += 1
        time.sleep(6)
    return f"{number} reloads"


def backed_up(place, seconds):
    """Backups are made one after the other, and each is put into a place of its own and checked."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until or not number:
        _manage(place, "backup", place.folder / "backups", "--prove")
        number += 1
    return f"{number} backups, each proved"


def ticked(place, seconds):
    """The periodic work is killed in the middle, again and again, and then done."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        tick = subprocess.Popen(
            [sys.executable, "manage.py", "tick"], cwd=ROOT, env=place.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(1 + number % 5 / 5)
        tick.kill()
        tick.wait(10)
        number += 1
    _manage(place, "tick")
    return f"{number} ticks killed, one done"


def _manage(place, *words):
    subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT, env=place.environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


ALL = [killed, locked, reloaded, backed_up, ticked]

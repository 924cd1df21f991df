"""Troubles with processes and the database: each takes a Place and a number of seconds, and makes it last as long."""

import contextlib
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.bench.machine import tree
from tests.bench.servers import ROOT
from tests.drills.place import DidNotHold


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
        time.sleep(min(6, seconds))
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
        time.sleep(min(6, seconds))
    # The old workers leave after five seconds, and the last reload has its own.
    until_left = time.monotonic() + 40
    while len(workers(place)) != 2 and time.monotonic() < until_left:
        time.sleep(0.5)
    if len(workers(place)) != 2:
        raise DidNotHold(f"{len(workers(place))} workers are left, not two")
    return f"{number} reloads"


def backed_up(place, seconds):
    """Backups are made one after the other, and each is put into a place of its own and checked."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until or not number:
        place.manage("backup", place.folder / "backups", "--prove")
        number += 1
    return f"{number} backups, each proved"


def ticked(place, seconds):
    """The periodic work is killed while it sends letters, again and again, and then done.

    A letter whose process died is sent again later, under the same Message-ID: none is lost, some may come twice.
    """
    until, number, chance = time.monotonic() + seconds, 0, random.Random(1)
    while time.monotonic() < until:
        tick = subprocess.Popen(
            [sys.executable, "manage.py", "tick"], cwd=ROOT, env=place.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        before, patience = place.mail.taken.total(), time.monotonic() + 5
        while place.mail.taken.total() == before and time.monotonic() < patience:
            time.sleep(0.01)
        time.sleep(chance.random() / 4)
        tick.kill()
        tick.wait(10)
        number += 1
    place.manage("shell", "-v0", "-c", TEN_MINUTES_LATER)
    for _each in range(3):  # a round takes so many letters
        place.manage("tick")
    return f"{number} ticks killed, then done; {_letters(place, number)}"


TEN_MINUTES_LATER = """
from datetime import timedelta
from django.db.models import F
from comments.models import Letter
Letter.objects.filter(state="sending").update(claimed_at=F("claimed_at") - timedelta(minutes=11))
"""


def _letters(place, killed):
    """Tell how many letters left; raise DidNotHold if one was lost, or more came twice than processes died."""
    states = Counter()
    for key, state in place.rows("SELECT key, state FROM comments_letter"):
        # Its Message-ID begins so (comments/outbox.py).
        times = place.mail.taken[hashlib.sha256(key.encode()).hexdigest()[:32]]
        states[state, times] += 1
    sent = sum(number for (state, _times), number in states.items() if state == "sent")
    lost = states["sent", 0] + sum(
        number for (state, _times), number in states.items() if state == "sending"
    )
    twice = sum(number for (_state, times), number in states.items() if times > 1)
    told = f"{sent} letters sent, {lost} lost, {twice} taken in twice under the same Message-ID"
    if lost or twice > killed or not sent:
        raise DidNotHold(told)
    return told


ALL = [killed, locked, reloaded, backed_up, ticked]

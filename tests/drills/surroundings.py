"""Troubles with the machine and its visitors: a full disk, a clock that moves, senders that are slow."""

import contextlib
import os
import re
import socket
import time
from collections import Counter
from pathlib import Path

from tests.bench.site import ask
from tests.drills.load import counted
from tests.drills.place import BACK_SECONDS, DidNotHold, NotRun, prepared, until
from tests.drills.troubles import workers


def disk_full(place, seconds):
    """The disk of the database and of var/ is filled by a file, which is deleted afterwards."""
    stuff, alive, reads = place.disk / "stuff", workers(place), Counter()
    stop, refused = time.monotonic() + seconds, place.load.posts[503]
    # Pages that nobody read before: nothing of theirs is kept anywhere.
    new = {page for path in place.pages[1:4] for page in _articles(place, path)} - {*place.pages}
    try:
        with stuff.open("ab", buffering=0) as file:
            while time.monotonic() < stop:
                _fill(file)
                if new:
                    reads[place.straight(new.pop())[0]] += 1
                time.sleep(0.05)
        refused = place.load.posts[503] - refused
    finally:
        stuff.unlink()
    begun = time.monotonic()
    back = until(lambda: place.load.is_back(begun), BACK_SECONDS)
    died = len({*alive} - {*workers(place)})
    told = (
        f"no byte free for {seconds:.0f} s, {refused} forms answered 503, pages that nobody had read: {counted(reads)}, "
        f"{died} processes died; all was back after {back:.1f} s"
    )
    if not refused or died or set(reads) != {200}:
        raise DidNotHold(told)
    return told


def _articles(place, path):
    """Return the addresses of the articles that a page names."""
    return re.findall(r'href="(/[\w-]+/\d+-[^"#?]+)"', ask(place.front.port, "GET", path)[2])


def _fill(file):
    for length in (1024 * 1024, 4096, 1):
        with contextlib.suppress(OSError):
            while file.write(b"a" * length):
                pass


# The clock

# libfaketime 0.9.10 takes the end of a sleep, which Python gives on the monotonic clock, for a time of day: EINVAL.
SLEEP = "import select, time\ntime.sleep = lambda seconds: select.select([], [], [], seconds) and None\n"


@contextlib.contextmanager
def with_a_clock_of_its_own(place):
    """Start the server under libfaketime, whose clock a file moves while it runs."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise NotRun("libfaketime is not installed (apt-get install faketime)")
    place.clock = place.folder / "clock"
    place.clock.write_text("+0\n")
    folder = place.folder / "clock-site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SLEEP)
    place.restart(
        PYTHONPATH=os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
        LD_PRELOAD=str(found[0]), FAKETIME_TIMESTAMP_FILE=str(place.clock), FAKETIME_CACHE_DURATION="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1",
    )  # fmt: skip
    try:
        yield
    finally:
        place.restart()


@prepared(with_a_clock_of_its_own)
def clock_moved(place, seconds):
    """The clock of the server goes back an hour, then forward two, then is right again."""
    said = []
    for moved in ("-1h", "+1h", "+0"):
        before = Counter(place.load.posts)
        new = place.clock.with_suffix(".new")
        new.write_text(f"{moved}\n")
        new.replace(place.clock)
        time.sleep(seconds / 3)
        answers = Counter(place.load.posts) - before
        said.append(f"{moved}: {counted(answers)}")
    return (
        f"the clock moved, each for {seconds / 3:.0f} s; the forms were answered {', '.join(said)}"
    )


# Slow senders

SLOW_SENDERS = 64  # of each kind
SLOW_HEADERS = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
SLOW_BODY = (
    b"POST /articles/1/commentaires/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\ntext="
)


def slow_senders(place, seconds):
    """64 send their headers a byte a second, and 64 their forms; whoever is hung up on comes again."""
    stop, senders, hung_up = time.monotonic() + seconds, [], 0
    with contextlib.ExitStack() as stack:
        for begin in (SLOW_HEADERS, SLOW_BODY):
            senders += [[begin, None] for _number in range(SLOW_SENDERS)]
        while time.monotonic() < stop:
            for sender in senders:
                begin, connection = sender
                try:
                    if connection is None:
                        sender[1] = stack.enter_context(
                            socket.create_connection(("127.0.0.1", place.front.port), timeout=5)
                        )
                        sender[1].sendall(begin)
                    else:
                        connection.sendall(b"a")
                except OSError:
                    sender[1], hung_up = None, hung_up + 1
            time.sleep(1)
        open_still = sum(connection is not None for _begin, connection in senders)
    return (
        f"{SLOW_SENDERS} with slow headers and {SLOW_SENDERS} with slow forms for {seconds:.0f} s, {hung_up} hung up on, "
        f"{open_still} open at the end"
    )

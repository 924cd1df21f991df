"""Counts of all processes of this machine since the file was made: pages from memory, requests, database time.

Each process writes into a place of its own of one small file that all have in memory, without a lock; a new process goes
on in a place whose process has ended, so that no count ever falls (`Counter` of Prometheus).
"""

import fcntl
import itertools
import os
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.db.backends.signals import connection_created

from .shared_file import in_memory

MICROSECONDS = 1_000_000
LATENCIES = (0.01, 0.05, 0.1, 0.5, 1, 5)  # seconds: bounds of the histogram
NAMES = (
    "hits",  # pages from memory
    "old",  # pages answered although the database was away
    *(f"answers_{kind}xx" for kind in range(1, 6)),  # of requests past the memory
    *(f"within_{bound}" for bound in LATENCIES),
    "request_microseconds",
    "queries",
    "query_microseconds",
    "policy_reports",  # of browsers: something that the content policy stopped
)
PLACES = 256  # processes
WIDTH = 8 * 32  # bytes of a place


class Counters:
    """The file, and this process's place in it. Without a path, the memory of this process alone."""

    def __init__(self, path=None):
        self.file, memory = in_memory(path, PLACES * WIDTH)
        self.numbers = memoryview(memory).cast("Q")
        self.take_a_place()

    def take_a_place(self):
        """Count in a place of this process's own; a process that was forked has none yet."""
        place = 0 if self.file is None else self._free_place()
        self.start = place * WIDTH // 8
        # `next` of these is one step of CPython: threads need no lock.
        self.next_of = {
            name: itertools.count(self.numbers[self.start + at] + 1).__next__
            for at, name in enumerate(NAMES)
        }
        self.at = {name: self.start + at for at, name in enumerate(NAMES)}
        self.lock = threading.Lock()

    def _free_place(self):
        """Return a place that no process holds; it is held as long as this one lives."""
        for place in range(PLACES):
            with suppress(OSError):
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                return place
        return 0  # two count in one place: some counts are lost

    def count(self, name: str):
        self.numbers[self.at[name]] = self.next_of[name]()

    def add(self, name: str, number: int):
        with self.lock:
            self.numbers[self.at[name]] += number

    def totals(self) -> dict[str, int]:
        """Return the counts of all processes."""
        step = WIDTH // 8
        return {name: sum(self.numbers[at::step].tolist()) for at, name in enumerate(NAMES)}

    # What is counted

    def answered(self, status: int, seconds: float):
        """Count a request that Django answered."""
        self.count(f"answers_{status // 100}xx")
        for bound in LATENCIES:
            if seconds <= bound:
                self.count(f"within_{bound}")
        self.add("request_microseconds", int(seconds * MICROSECONDS))

    def query(self, execute, sql, params, many, context):
        """Run a query and count it (Django's execute_wrapper)."""
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count("queries")
            self.add("query_microseconds", int((time.perf_counter() - begun) * MICROSECONDS))


_counters = None


def counters() -> Counters:
    """Return this process's counters; the server's file is opened when they are first asked for."""
    global _counters
    if _counters is None:
        _counters = Counters(settings.COUNTERS)
    return _counters


def _in_a_place_of_its_own():
    if _counters is not None:
        _counters.take_a_place()


os.register_at_fork(after_in_child=_in_a_place_of_its_own)


def count_queries():
    """Count the queries of every connection of this process from now on."""
    connection_created.connect(_watch, dispatch_uid="portal.health.counters")


def _watch(connection, **_kwargs):
    if counters().query not in connection.execute_wrappers:
        connection.execute_wrappers.append(counters().query)


class Counted:
    """A WSGI application around ours: counts what Django answers and how long that takes."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        begun = time.perf_counter()

        def told(status, headers, *error):
            counters().answered(int(status[:3]), time.perf_counter() - begun)
            return start_response(status, headers, *error)

        return self.application(environ, told)

"""Lets a few requests work at once; the others wait in line, and some are told to come back.

More at once would only take each other's time: Python runs one at a time. Pages from memory pass before
(portal/pagecache/), so that readers are served whatever stands in line here.

There are three lines, so that none closes another: forms of readers (comments, alerts, appeals), passwords of those who sign in,
and all the rest, pages and the desk. Measured with 50 comments at one moment: four threads for forms took more time in
all than one, and let a reader behind nginx wait twice as long.
"""

import contextlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from .sqlite.turns import Turn

LONGEST_WAIT_SECONDS = 10
# With so many forms in line, the processes of a site on SQLite, where one writes at a time anyway, take turns with them:
# so a processor is left to readers. With fewer, more are taken in if all work.
CROWD = 6
LONGEST_TURN_SECONDS = 0.25  # that a process waits for another's form; then both work


@dataclass(frozen=True)
class Line:
    """How many work at once, each with a connection to the database; how many are let in; how much they give way, of 19."""

    threads: int
    places: int  # of the server's threads (serve/server.py), those at work included
    nice: int


# PostgreSQL's pool has 8 connections (portal/env/).
FORMS, SIGNING_IN, REST = Line(1, 100, 19), Line(1, 12, 19), Line(4, 44, 5)


class Lane:
    """One line and its threads."""

    def __init__(self, line: Line):
        self.places = line.places
        self.inside = 0
        self.lock = threading.Lock()
        self.workers = ThreadPoolExecutor(
            line.threads,
            thread_name_prefix="at-work",
            initializer=give_way,
            initargs=(line.nice,),
        )

    def enter(self) -> bool:
        with self.lock:
            is_free = self.inside < self.places
            self.inside += is_free
        return is_free

    def leave(self):
        with self.lock:
            self.inside -= 1


class InTurn:
    def __init__(self, application):
        self.application = application
        self.forms, self.signing_in, self.rest = Lane(FORMS), Lane(SIGNING_IN), Lane(REST)
        self.form_turn = Turn(_file_beside_the_database("forms"))
        self.session = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ, start_response):
        lane = self._lane(environ)
        if not lane.enter():
            return self._closed(environ, start_response)
        try:
            act = self._take_in if lane is self.forms else self.application
            # In this thread's context: what a page shows is noted there (articles/freshness/changes.py).
            work = lane.workers.submit(copy_context().run, act, environ, start_response)
            try:
                return work.result(LONGEST_WAIT_SECONDS)
            except TimeoutError:
                if work.cancel():
                    return self._closed(environ, start_response)
                return work.result()  # its turn had come
        finally:
            lane.leave()

    def _lane(self, environ):
        if environ["REQUEST_METHOD"] != "POST" or self.session in environ.get("HTTP_COOKIE", ""):
            return self.rest
        return self.signing_in if "/admin/" in environ.get("PATH_INFO", "") else self.forms

    def _take_in(self, environ, start_response):
        is_crowd = self.forms.inside > CROWD
        turn = self.form_turn.held(LONGEST_TURN_SECONDS) if is_crowd else contextlib.nullcontext()
        with turn:
            return self.application(environ, start_response)

    def _closed(self, environ, start_response):
        environ["portal.no_turn"] = True  # portal/middleware.py answers it with a page
        return self.application(environ, start_response)


def _file_beside_the_database(name):
    """Return its path; None for PostgreSQL, where several write at once."""
    is_file = connection.vendor == "sqlite" and not connection.is_in_memory_db()
    return f"{connection.settings_dict['NAME']}-{name}" if is_file else None


def give_way(nice):
    """Let this thread wait for a processor rather than those who are answered from memory."""
    with contextlib.suppress(OSError):  # only Linux knows a thread's own priority
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice)

"""The WSGI application: `granian --interface wsgi portal.wsgi:application`."""

import contextlib
import gc
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Bodies that are read together: fewer than the threads that portal/serve/server.py gives the server.
MOST_READ_TOGETHER = 24
MOST_AT_WORK = (
    4  # Python runs one at a time; the pool of PostgreSQL has 8 connections (portal/env/)
)
MOST_FORMS_AT_WORK = 1  # of readers: they write one after the other anyway
MOST_IN_LINE = 120  # of the server's threads (portal/serve/server.py), those at work included
LONGEST_WAIT_SECONDS = 10
TURN_SECONDS = 1  # an honest form takes milliseconds, so that a turn comes soon
# How much the threads at work give way, of 19: those with readers' forms most, so that a flood of them stops no reader.
NICE, NICE_WITH_FORMS = 5, 19
SWITCH_SECONDS = 0.0005  # how long a thread keeps Python's lock while others wait for it
IN_MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024


class BoundedBodies:
    """Reads each body before the application runs, and only so many together.

    WSGI has no time limit: a sender that says nothing keeps a thread, and from within a view a connection to
    the database too. So silent senders have a part of the threads at most; the others go on serving readers. How
    long they may be silent is for the proxy to say (docs/deploy.md): granian 2.8 knows a limit for headers
    alone, and a read that another thread gives up on stops the whole process.
    """

    def __init__(self, application):
        self.application = application
        self.turns = threading.BoundedSemaphore(MOST_READ_TOGETHER)

    def __call__(self, environ, start_response):
        length = announced_length(environ)
        if 0 < length <= settings.STAFF_UPLOAD_MAX_BYTES:  # a longer one is refused unread
            body = self._read(environ["wsgi.input"], length)
            environ["portal.unread_body"] = body is None
            environ["wsgi.input"] = body or BytesIO()
        return self.application(environ, start_response)

    def _read(self, stream, length):
        """Return the body as a file; None if no turn came."""
        if not self.turns.acquire(timeout=TURN_SECONDS):
            return None
        try:
            body = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115, closed with the request
            while length and (chunk := stream.read(min(length, CHUNK_BYTES))):
                body.write(chunk)
                length -= len(chunk)
        finally:
            self.turns.release()
        body.seek(0)
        return body


class InTurn:
    """Lets a few requests work at once; the others wait, and some are told to come back.

    More at once would only take each other's time: Python runs one at a time. Pages from memory pass before
    (portal/pagecache/), so that readers are served whatever stands in line here. The work is done in as few threads as
    work at once: each has a connection of its own to the database, with its memory.

    Forms of readers (comments, alerts, appeals) have a thread of their own. Measured with 50 comments at one moment:
    four threads for them took more time in all, and let a reader behind nginx wait twice as long.
    """

    def __init__(self, application):
        self.application = application
        self.places = threading.BoundedSemaphore(MOST_IN_LINE)
        self.workers = _threads(MOST_AT_WORK, NICE)
        self.form_workers = _threads(MOST_FORMS_AT_WORK, NICE_WITH_FORMS)
        self.session = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ, start_response):
        if not self.places.acquire(blocking=False):
            return self._closed(environ, start_response)
        try:
            # In this thread's context: what a page shows is noted there (articles/freshness/changes.py).
            workers = self.form_workers if self._is_readers_form(environ) else self.workers
            work = workers.submit(copy_context().run, self.application, environ, start_response)
            try:
                return work.result(LONGEST_WAIT_SECONDS)
            except TimeoutError:
                if work.cancel():
                    return self._closed(environ, start_response)
                return work.result()  # its turn had come
        finally:
            self.places.release()

    def _is_readers_form(self, environ):
        return environ["REQUEST_METHOD"] == "POST" and self.session not in environ.get(
            "HTTP_COOKIE", ""
        )

    def _closed(self, environ, start_response):
        environ["portal.no_turn"] = True  # portal/middleware.py answers it with a page
        return self.application(environ, start_response)


def _threads(number, nice):
    return ThreadPoolExecutor(
        number, thread_name_prefix="at-work", initializer=give_way, initargs=(nice,)
    )


def give_way(nice):
    """Let this thread wait for a processor rather than those who are answered from memory."""
    with contextlib.suppress(OSError):  # only Linux knows a thread's own priority
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), nice)


sys.setswitchinterval(SWITCH_SECONDS)
django_application = get_wsgi_application()
# What is loaded now lives as long as the process: the collector need not go through it again and again.
gc.collect()
gc.freeze()
gc.set_threshold(
    2_000, 10, 10
)  # few objects wait to be freed; 50,000 of them took 15 MB and more time
# They need the models to be loaded.

from portal.feeds.for_people import OpenedInBrowsers  # noqa: E402
from portal.health import sentry  # noqa: E402
from portal.health.counters import Counted, count_queries, counters  # noqa: E402
from portal.middleware import announced_length  # noqa: E402
from portal.pagecache import LatestShown, PageCache, on_disk  # noqa: E402

count_queries()
if settings.SENTRY_DSN:
    sentry.start(settings.SENTRY_DSN)
application = Counted(BoundedBodies(InTurn(django_application)))
if settings.PAGE_CACHE_BYTES:
    application = PageCache(
        application,
        most_bytes=settings.PAGE_CACHE_BYTES,
        shown=LatestShown(settings.LATEST_SHOWN),
        disk=on_disk.of_this_site(),
        count=counters().count,
    )
application = OpenedInBrowsers(application)

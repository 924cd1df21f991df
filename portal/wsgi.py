"""The WSGI application: `granian --interface wsgi portal.wsgi:application`."""

import gc
import os
import sys
import threading
from io import BytesIO
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Bodies that are read together: fewer than the threads that portal/serve/server.py gives the server.
MOST_READ_TOGETHER = 24
TURN_SECONDS = 1  # an honest form takes milliseconds, so that a turn comes soon
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
from portal.in_turn import InTurn  # noqa: E402
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

"""Answer public pages from memory, before Django: a WSGI application around ours.

While the database is away, pages go on from memory or from the disk (on_disk.py), with their age.

A page is kept while nothing that it shows has changed (articles/freshness/). Only an address decides which page
it is: nothing else of a request reaches the view, so no page that is kept can differ per reader.
"""

import contextlib
import threading
import time
from collections import OrderedDict

from django.db import DatabaseError, connections

from articles.freshness import changes, making, next_instant

from .addresses import Addresses
from .latest_shown import LatestShown
from .on_disk import PagesOnDisk, may_show
from .packed_page import PackedPage

PASSED_ON = {
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REQUEST_ID",
}  # of a reader's headers, to the view
OLD_SECONDS = 0.5  # how long an old page answers while the new one is made
MOST_TRIES = 10  # to make a page while others show newer ones
TURN_SECONDS = 10  # how long one waits for a page that is being made for somebody else


__all__ = ["LatestShown", "PageCache", "PagesOnDisk"]


class PageCache:
    """Keeps pages within `most_bytes`, those used last; `shown` is what other processes are told."""

    def __init__(self, application, *, most_bytes, shown=None, disk=None, count=None):
        self.application = application
        self.most_bytes, self.bytes = most_bytes, 0
        self.pages = OrderedDict()  # key → PackedPage
        self.turns = {}  # key → the lock of whoever makes that page now
        self.lock = threading.Lock()
        self.shown = shown or LatestShown()
        self.addresses = Addresses()
        self.disk = disk
        self.count = count or (lambda name: None)
        changes.listeners.add(self)

    def __call__(self, environ, start_response):
        key = self.addresses.key(environ)
        if key is None:
            return self.application(environ, start_response)
        knows, page = _look(), self.pages.get(key)
        if page is not None and (self._stands(page) if knows else self._is_latest(page)):
            self._use(key)
            self.count("hits" if knows else "old")
            return page.answer(environ, start_response, None if knows else changes.age())
        if not knows and page is None and (copy := self._copy(key)):
            return self._answer_old(copy, environ, start_response)
        return self._answer_anew(key, page, environ, start_response)

    def _answer_old(self, copy, environ, start_response):
        self.count("old")
        return copy.answer(environ, start_response, time.time() - copy.made / 1e9)

    def _stands(self, page):
        """Return whether a page says what the database says, as far as is known."""
        if page.checked != changes.moment:
            moment = changes.moment
            if not changes.stands(page.tags, page.moment):
                return False
            page.checked = moment
        return time.time() < page.until and self._is_latest(page)

    def _is_latest(self, page):
        return self.shown.made(page.place) <= page.made

    # Making a page

    def _answer_anew(self, key, old, environ, start_response):
        """Have the page made by one reader at a time; the old one answers the others for a moment."""
        with self.lock:
            turn = self.turns.setdefault(key, threading.Lock())
        is_mine = turn.acquire(blocking=False)
        if not is_mine and old is not None and self._may_still_answer(old):
            return old.answer(environ, start_response)
        is_mine = is_mine or turn.acquire(timeout=TURN_SECONDS)
        try:
            page = self.pages.get(key)
            if page is None or page is old or not self._stands(page):
                page = self._make(key, environ)
        finally:
            if is_mine:
                with self.lock:
                    self.turns.pop(key, None)
                turn.release()
        if not isinstance(page, PackedPage):
            status, headers, response = page
            start_response(status, headers)
            return response
        path, _sign, words = key.partition("?")
        if page.status == 404 and (query := environ.get("QUERY_STRING") or "") != words:
            page = self._rendered(f"{path}?{query}", environ)  # an address of a site that moved in
        if page.status == 404:
            page.take_the_place()
        if page.status >= 500:
            if old is not None and self._is_latest(old):
                self.count("old")
                return old.answer(environ, start_response, changes.age())
            if copy := self._copy(key):
                return self._answer_old(copy, environ, start_response)
        return page.answer(environ, start_response)

    def _may_still_answer(self, old):
        old.fell = old.fell or time.monotonic()
        return time.monotonic() - old.fell < OLD_SECONDS and self._is_latest(old)

    def _make(self, key, environ):
        """Return a new PackedPage, kept if it may be; (status, headers, response) if it is a stream."""
        for _try in range(MOST_TRIES):
            page = self._rendered(key, environ)
            if not isinstance(page, PackedPage) or not page.is_kept:
                if self.disk and page_is_no_more(page):
                    self.disk.forget(key)
                return page
            if made := self.shown.show(page.place, page.begun, page.made, page.number):
                page.made = made
                self._keep(key, page)
                if self.disk and "?" not in key:
                    self.disk.write(key, page)
                return page
        return page

    def _rendered(self, key, environ):
        """Ask the application for the page, as nobody in particular."""
        asked = {
            name: value
            for name, value in environ.items()
            if not name.startswith("HTTP_") or name in PASSED_ON
        }
        asked |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key.partition("?")[2], "REMOTE_ADDR": ""}
        told = []
        with making() as noted:
            begun = time.time_ns()
            # What another process has shown is known here before this page is begun, and so is what falls due next.
            knows, moment, until = changes.look(at_once=True), changes.moment, _next_instant()
            response = self.application(
                asked, lambda status, headers, _error=None: told.extend([status, headers])
            )
            if getattr(response, "streaming", False):
                return *told, response
            try:
                page = PackedPage(*told, b"".join(response))
            finally:
                response.close()
            page.tags, page.moment, page.checked = noted.tags, moment, moment
            page.begun, page.made = begun, time.time_ns()
            page.place, page.until = LatestShown.place_of(key), min(noted.until, until)
            page.is_kept = page.is_kept and knows
        return page

    # The store

    def _copy(self, key):
        """Return the copy on disk, if no newer version of the page was shown."""
        copy = self.disk.read(key) if self.disk else None
        return copy if copy is not None and self._is_latest(copy) else None

    def let_go(self, gone):
        """Drop every page that may show what was taken away; called while a change is being learnt."""
        with self.lock:
            for key in [key for key, page in self.pages.items() if may_show(page, gone)]:
                self.bytes -= self.pages.pop(key).kept_bytes
        if self.disk:
            threading.Thread(target=self.disk.sweep, args=(gone,)).start()

    def _use(self, key):
        with contextlib.suppress(KeyError):  # another thread let it go
            self.pages.move_to_end(key)  # one step of CPython: no lock

    def _keep(self, key, page):
        with self.lock:
            if old := self.pages.pop(key, None):
                self.bytes -= old.kept_bytes
            page.kept_bytes = page.size
            self.pages[key] = page
            self.bytes += page.kept_bytes
            while self.bytes > self.most_bytes:
                _key, gone = self.pages.popitem(last=False)
                self.bytes -= gone.kept_bytes


def page_is_no_more(answer):
    return isinstance(answer, PackedPage) and answer.status in {404, 410}


def _next_instant():
    try:
        return next_instant().timestamp()
    except DatabaseError:
        return 0.0  # nothing is good for a moment


def _look():
    """Learn what changed, and close the connection that it took: a kept page asks for nothing else."""
    before = changes.looked
    knows = changes.look()
    if changes.looked != before or not knows:
        close_connections()
    return knows


def close_connections():
    """Close this thread's: each of the server's many may be the one that looks, and SQLite has memory for each."""
    connections.close_all()

"""What changed since this process last looked: one indexed query, twice a second at most.

Tags: HOUSE (sections, sources, topics, the charter, the line above every page), STAFF (colleagues' names), REGISTER (the
figures of moderation, which change each hour and stand on few pages), `article(pk)` and NEWS (any article that readers see), `thread(pk)` of an article's comments on line and THREADS (any comment). What a
page shows is noted while it is made: by default everything a reader sees; a view that says which discussions it shows is
spared all others.
"""

import contextlib
import threading
import time
from contextvars import ContextVar
from weakref import WeakSet

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections

from ..models.change import GONE, Change

HOUSE, NEWS, THREADS, STAFF, REGISTER = "house", "news", "threads", "staff", "register"
GROUPS = {"article": NEWS, "thread": THREADS}  # what changes with any of them
WAIT_SECONDS = 2  # for whoever asks already: beyond, the database counts as away
SLOW_SECONDS = 1  # an answer: after one that took longer, readers wait for none until one is quick
MOST_ROWS = 2000  # read in one look; beyond, everything counts as changed
MOST_TAGS = 20_000  # remembered by themselves
GAP_SECONDS = 600  # how long the row of a transaction still running is waited for
ASLEEP_SECONDS = 12 * 3600  # without a look: rows may have been forgotten meanwhile (CHANGES_KEPT)


def article(pk) -> str:
    return f"article-{pk}"


def thread(pk) -> str:
    """Return the tag of an article's comments."""
    return f"thread-{pk}"


class Noted:
    """What a page shows: its tags, and the instant (seconds since 1970) until which it can be good."""

    def __init__(self):
        self.threads, self.until, self.others = None, float("inf"), set()

    @property
    def tags(self):
        discussions = {THREADS} if self.threads is None else self.threads
        return frozenset({HOUSE, NEWS, *discussions, *self.others})


_noted = ContextVar("noted", default=None)


@contextlib.contextmanager
def making():
    """Collect what is shown while a page is made: yields its Noted."""
    token = _noted.set(noted := Noted())
    try:
        yield noted
    finally:
        _noted.reset(token)


def is_making() -> bool:
    return _noted.get() is not None


def shows(*, threads=None, until=None, also=()):
    """Say that the page in the making shows these articles' comments alone, is good until then, and shows these tags."""
    if (noted := _noted.get()) is None:
        return
    if threads is not None:
        noted.threads = (noted.threads or set()) | {thread(pk) for pk in threads}
    noted.others.update(also)
    if until is not None:
        noted.until = min(noted.until, until.timestamp())


class Changes:
    """What this process knows of the database's changes.

    `moment` counts the looks that found something. What was read from the database at moment m still stands
    if none of its tags changed later: `stands(tags, m)`.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.listeners = (
            WeakSet()
        )  # their `let_go({tag, without «gone-»: time of its last row})` is called
        self.forget()

    def forget(self):
        """Know nothing: everything made before is out of date."""
        self.moment = getattr(self, "moment", 0) + 1
        self.all_changed = self.moment  # when everything last counted as changed
        self.changed = {}  # tag → the moment it last changed
        self.floor = None  # number of the last row before which none is missing
        self.beyond = {}  # rows after it that were read → when
        # time.monotonic() of the last look that was answered, and of the last that was not
        self.looked = self.failed = -ASLEEP_SECONDS
        self.took = 0  # seconds, the last answer

    def stands(self, tags, moment) -> bool:
        if moment < self.all_changed:
            return False
        changed = self.changed
        return all(changed.get(tag, 0) <= moment for tag in tags)

    def look(self, *, at_once=False) -> bool:
        """Learn what changed; return whether that is known as of settings.LOOK_FOR_CHANGES_SECONDS ago.

        `at_once`: as of now. One thread asks. The others go on with what is known, unless that is too old: then they
        wait for it.
        """
        every, now = settings.LOOK_FOR_CHANGES_SECONDS, time.monotonic()
        if now - self.looked < every and not at_once:
            return True
        is_away = self.failed > self.looked
        if is_away and now - self.failed < every:
            return False
        is_slow = self.took > SLOW_SECONDS
        if not self.lock.acquire(timeout=0 if is_away or is_slow else WAIT_SECONDS):
            return False
        if is_slow and not at_once:
            self._look_aside(now)
            return False
        return self._look(now)

    def _look(self, now):
        """Ask what changed since `now`, and give the lock back; return whether there was an answer."""
        begun = time.monotonic()
        try:
            if self.looked < now:
                self._ask(begun)
            return True
        except (DatabaseError, InterfaceError):
            self.failed = time.monotonic()
            return False
        finally:
            self.took = time.monotonic() - begun
            self.lock.release()

    def _look_aside(self, now):
        """Let a thread ask, which gives the lock back."""

        def look():
            try:
                self._look(now)
            finally:
                connections.close_all()

        try:
            threading.Thread(target=look).start()
        except RuntimeError:  # no thread can be had now
            self.lock.release()

    def age(self) -> float:
        """Return the seconds since the last look: how old a page may be that is given without one."""
        return time.monotonic() - self.looked

    def _ask(self, now):
        asleep = now - self.looked > ASLEEP_SECONDS
        rows = [] if asleep or self.floor is None else self._rows()
        if not rows or rows[0][0] != self.floor or len(rows) > MOST_ROWS:
            self._everything_changed()
        else:
            self._take_in(rows, now)
        self.looked = now

    def _rows(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, tag FROM articles_change WHERE id >= %s ORDER BY id LIMIT %s",
                [self.floor, MOST_ROWS + 1],
            )
            return cursor.fetchall()

    def _everything_changed(self):
        """Begin anew from the newest row. Without any there is nothing to hold on to: all changes at each look."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT MAX(id) FROM articles_change")
            self.floor = cursor.fetchone()[0]
        self.beyond, self.changed = {}, {}
        self.all_changed = self.moment = self.moment + 1
        self._tell_gone()

    def _tell_gone(self):
        """Tell what was taken away lately, as the rows say that are still there."""
        if not self.listeners:
            return
        gone = Change.objects.gone()
        for listener in list(self.listeners):
            listener.let_go(gone)

    def _take_in(self, rows, now):
        """Take in the rows not seen before; keep the floor below a number that is missing.

        PostgreSQL gives numbers before it commits: a missing one is of a transaction that still runs, or was
        rolled back.
        """
        new = [(pk, tag) for pk, tag in rows[1:] if pk not in self.beyond]
        if not new and not self.beyond:
            return
        if new:
            moment = self.moment + 1
            if len(self.changed) + len(new) > MOST_TAGS:
                self.changed, self.all_changed = {}, moment
            for pk, tag in new:
                self.beyond[pk] = now
                self.changed[tag] = moment
                if group := GROUPS.get(tag.partition("-")[0]):
                    self.changed[group] = moment
            self.moment = moment  # last: what is read from here on knows of them
            if any(tag.startswith(GONE) for _pk, tag in new):
                self._tell_gone()
        for pk in sorted(self.beyond):
            if pk > self.floor + 1 and now - self.beyond[pk] < GAP_SECONDS:
                break
            self.floor = pk
            del self.beyond[pk]


changes = Changes()

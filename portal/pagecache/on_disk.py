"""Copies of public pages on this machine's disk: they answer if the database is away and memory holds none.

A site that starts again during an outage still reads. A copy may be out of date, and its age is told; but what was taken
away (a comment, an article) leaves the disk as soon as any process learns of it, and by no race a copy made before comes
back: whoever writes one looks for changes first, under a lock that whoever sweeps has for itself.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from articles.freshness import HOUSE, THREADS, changes
from articles.models import Change

from .packed_page import PackedPage

SLACK_SECONDS = 2  # between the clocks of the database and of this machine
WRITES_BETWEEN_SWEEPS = 500
UNUSED_SECONDS = (
    24 * 60 * 60
)  # without a new copy: a folder of which nothing could be shown in an outage
SUFFIX = ".page"


class PagesOnDisk:
    """A folder of copies, a file for each page, within about `most_bytes`; those written last stay."""

    def __init__(self, folder, *, most_bytes):
        self.folder, self.most_bytes = Path(folder), most_bytes
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.writes = 0

    # Copies

    def read(self, key: str) -> PackedPage | None:
        """Return the copy of a page, None if there is none or it cannot be read."""
        try:
            page, of = PackedPage.from_bytes(self._path(key).read_bytes())
        except (OSError, ValueError, KeyError):
            return None
        return page if of == key else None

    def write(self, key: str, page: PackedPage):
        """Keep a copy of a page that stands. A full disk keeps none."""
        path = self._path(key)
        with contextlib.suppress(OSError), self._locked(fcntl.LOCK_SH):
            if not changes.look(at_once=True) or not changes.stands(page.tags, page.moment):
                return
            new = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            try:
                new.write_bytes(page.to_bytes(key))
                new.replace(path)
            except OSError:
                new.unlink(missing_ok=True)
                raise
        self.writes += 1
        if self.writes % WRITES_BETWEEN_SWEEPS == 1:
            threading.Thread(target=self.stay_within_bounds).start()

    def forget(self, key: str):
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    # Sweeping

    def sweep(self, gone: dict[str, float]):
        """Delete the copies that may show what was taken away: {tag: when, in seconds since 1970}."""
        if not gone:
            return
        last = max(gone.values()) + SLACK_SECONDS
        with contextlib.suppress(OSError), self._locked(fcntl.LOCK_EX):
            for path in self.folder.glob(f"*{SUFFIX}"):
                if path.stat().st_mtime <= last:
                    self._delete_if(path, gone)

    def _delete_if(self, path, gone):
        try:
            page, _key = PackedPage.from_bytes(path.read_bytes())
        except (OSError, ValueError, KeyError):
            path.unlink(missing_ok=True)
            return
        if may_show(page, gone):
            path.unlink(missing_ok=True)

    def stay_within_bounds(self):
        """Delete the oldest copies beyond `most_bytes`, and what a killed process left half written."""
        found = []
        with contextlib.suppress(FileNotFoundError):  # the folder
            for path in self.folder.iterdir():
                with contextlib.suppress(OSError):
                    told = path.stat()
                    found.append((path.suffix == SUFFIX, told.st_mtime, told.st_size, path))
        room = self.most_bytes
        for _is_whole, _at, size, path in sorted(found, reverse=True):
            room -= size
            if room < 0:
                path.unlink(missing_ok=True)

    def _path(self, key):
        return self.folder / f"{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}{SUFFIX}"

    @contextlib.contextmanager
    def _locked(self, kind):
        """Hold the folder: many write at once, one sweeps alone. Each holder has a file handle of its own."""
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)


def of_this_site() -> PagesOnDisk | None:
    """Return the copies of the site that settings name; None if it keeps none."""
    if not settings.PAGES_ON_DISK_BYTES:
        return None
    return PagesOnDisk(settings.PAGES_ON_DISK, most_bytes=settings.PAGES_ON_DISK_BYTES)


def forget_other_databases():
    """Delete the copies of databases that this machine served before: nobody sweeps them any more."""
    long_ago = time.time() - UNUSED_SECONDS
    for folder in settings.PAGES_ON_DISK.parent.glob("pages-*"):
        with contextlib.suppress(OSError):
            if folder != settings.PAGES_ON_DISK and folder.stat().st_mtime < long_ago:
                shutil.rmtree(folder, ignore_errors=True)


def sweep_after_a_command():
    """Delete what a command may have taken away, or others while no server ran: `manage.py` ends with it."""
    if not (settings.PAGES_ON_DISK_BYTES and settings.PAGES_ON_DISK.exists()):
        return
    with contextlib.suppress(DatabaseError, InterfaceError):
        of_this_site().sweep(Change.objects.gone())


def may_show(page: PackedPage, gone: dict[str, float]) -> bool:
    """Return whether a page that was begun before something was taken away may show it."""
    begun = page.begun / 1e9 - SLACK_SECONDS
    return any(begun <= at and _shows(page, tag) for tag, at in gone.items())


def _shows(page, tag):
    kind, _sign, number = tag.partition("-")
    if kind == "article":
        return int(number) in page.articles
    return tag == HOUSE or tag in page.tags or (kind == "thread" and THREADS in page.tags)

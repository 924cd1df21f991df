"""A turn that the processes of this machine take one after the other: locks of a file.

There are two: whoever has the turn, and whoever is next. A process that gives the turn back and wants it again has to be next
first, so that it cannot take it away from the one that waits.
"""

import contextlib
import fcntl
import os
import time

AGAIN_SECONDS = 0.0005  # between two tries
TURN, NEXT = 0, 1  # which byte of the file


class Turn:
    """One file's locks. They are the process's: one of its threads asks for them at a time."""

    def __init__(self, path: str | None):
        self.path = path  # None: there is nobody to wait for
        self._opened = None  # (process, file)

    def take(self, seconds: float):
        """Wait so long for it. Who has to wait longer goes on without, and so does who may not write the file."""
        file, until = self._file(), time.monotonic() + seconds
        if file is None:
            return
        try:
            if _lock(file, NEXT, until):
                _lock(file, TURN, until)
        finally:
            _unlock(file, NEXT)

    def give_back(self):
        if (file := self._file()) is not None:
            _unlock(file, TURN)

    @contextlib.contextmanager
    def held(self, seconds: float):
        self.take(seconds)
        try:
            yield
        finally:
            self.give_back()

    def _file(self):
        process = os.getpid()
        if self._opened is None or self._opened[0] != process:
            self._opened = process, self._open()
        return self._opened[1]

    def _open(self):
        with contextlib.suppress(OSError):
            if self.path:
                return os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        return None


def _lock(file, place, until):
    """Return whether the lock came in time."""
    while time.monotonic() < until:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            return True
        except OSError:
            time.sleep(AGAIN_SECONDS)
    return False


def _unlock(file, place):
    fcntl.lockf(file, fcntl.LOCK_UN, 1, place)

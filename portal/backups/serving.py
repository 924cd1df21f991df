"""A restore and a site that is served exclude one another on a machine, even while the site has no database open.

Each process that serves holds a lock of a file that bears the database's name; the system lets go of it with the process.
"""

import contextlib
import fcntl
import os

from django.conf import settings

from .errors import Refused

_held = []  # open for as long as this process lives


def begin():
    """Say that the site is served from here on; processes forked later hold it too. Waits for a restore to end."""
    with contextlib.suppress(OSError):  # a folder that refuses it must not keep the site off line
        settings.SERVING.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(settings.SERVING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        _held.append(handle)


@contextlib.contextmanager
def nobody():
    """Hold the site off; raise Refused if it is served. No file: it never was."""
    try:
        handle = os.open(settings.SERVING, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("the site is served here: stop it and its timers first") from error
        yield
    finally:
        os.close(handle)

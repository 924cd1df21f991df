"""A deadline for work that cannot be asked to stop: parsing, cleaning, storing one item."""

import signal
import threading
from contextlib import contextmanager

from ..wires import Unreadable

SECONDS_TO_READ = 15  # a file of a wire
AGAIN_SECONDS = 1  # the alarm rings again, if a library has swallowed it


class TookTooLong(Unreadable):
    """Work that was broken off at its deadline."""


class _Alarm(BaseException):
    """Raised wherever the work stands; no library's `except Exception` keeps it."""


@contextmanager
def within(seconds):
    """Break off what runs inside after so many seconds: raise TookTooLong.

    Signals reach the main thread alone, in which commands run; elsewhere the limits of size have to do.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    is_done = False

    def ring(_number, _frame):
        if not is_done:
            raise _Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        yield
        is_done = True
    except _Alarm:
        is_done = True
        raise TookTooLong(f"took longer than {seconds} s") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

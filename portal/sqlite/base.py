"""SQLite whose writers wait in turn: one at a time on this machine.

SQLite lets one connection write. The others try again after pauses that grow, in no order: with many threads one may
wait for ever. Here the threads of a process wait for its lock first, then the one that has it for the lock of all
processes, a file beside the database. A transaction takes its turn when it begins (it is IMMEDIATE: portal/env/) and
gives it back when it ends.
"""

import contextlib
import os
import threading

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from .turns import Turn

_turn = threading.Lock()
_turns = {}  # database → the lock of all processes that its writers take


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to SQLite, which begins a transaction only when its turn has come."""

    has_turn = False

    def get_new_connection(self, conn_params):
        """Connect; a file that is made by it is its owner's alone, and so are those that SQLite puts beside it."""
        if not self.is_in_memory_db():
            # Only a file that is not there yet: whoever closes one that SQLite has open gives up SQLite's locks on it
            # (sqlite.org/howtocorrupt.html, 2.2), and another process then takes the journal away.
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
            with contextlib.suppress(OSError):  # SQLite says it better
                os.close(os.open(conn_params["database"], flags, 0o600))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self):
        seconds = self.settings_dict["OPTIONS"].get("timeout", 5)
        if not _turn.acquire(timeout=seconds):
            raise OperationalError("database is locked: no turn to write came")
        self.has_turn = True
        try:
            self._turn_of_processes().take(seconds)
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _turn_of_processes(self):
        """Return the lock of all processes. Who waits for it too long goes on: SQLite has its own lock, too."""
        name = str(self.settings_dict["NAME"])
        if name not in _turns:
            _turns[name] = Turn(None if self.is_in_memory_db() else f"{name}-turn")
        return _turns[name]

    def _commit(self):
        super()._commit()  # if it fails, Django rolls back
        self._end_turn()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self):
        try:
            super()._close()
        finally:
            self._end_turn()

    def _end_turn(self):
        if self.has_turn:
            self.has_turn = False
            self._turn_of_processes().give_back()
            _turn.release()

"""SQLite whose writers wait in turn: one at a time in each process.

SQLite lets one connection write. The others try again after pauses, in no order: with many threads one may wait
for ever. Here the threads of a process wait for its lock first, so that only processes compete within SQLite. A
transaction takes the lock when it begins (it is IMMEDIATE: portal/env.py) and gives it back when it ends.
"""

import threading

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to SQLite, which begins a transaction only when its turn has come."""

    has_turn = False

    def _start_transaction_under_autocommit(self):
        seconds = self.settings_dict["OPTIONS"].get("timeout", -1)
        if not _turn.acquire(timeout=seconds):
            raise OperationalError("database is locked: no turn to write came")
        self.has_turn = True
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

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
            _turn.release()

"""Two at once, in a known order: the second begins before the first has ended."""

from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from django.db import connection, transaction


def late(second, *, after):
    """Do `after` in a transaction; before it ends, begin `second` in a connection of its own; return what that gives.

    On PostgreSQL the transaction ends once the other waits for a row of ours, or is through without having waited. On
    SQLite one writer comes after the other: the second begins when the first has ended. Raise what `second` raises.
    """
    backend = SimpleQueue()

    def run():
        try:
            backend.put(_backend())
            return second()
        finally:
            connection.close()  # a thread's own: back to the pool

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            after()
            other = pool.submit(run)
            _until_it_waits(backend.get(), other)
        return other.result()


def _backend():
    """Return the number of the process that serves this connection; None on SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _until_it_waits(backend, other):
    while backend and not other.done():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE pid = %s AND NOT granted", [backend]
            )
            if cursor.fetchone()[0]:
                return

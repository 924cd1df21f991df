"""What a SQLite database needs now and then: its statistics, and a journal without what was erased."""

from django.db import connection, transaction

BUSY_MS = 100  # how long writers may be kept waiting for the journal to be emptied; else the next tick tries


def look_after():
    # In a transaction, so that it takes its turn among the writers: by itself it fails if one writes.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize")  # reads little, and writes only where tables grew
    if connection.in_atomic_block:  # of whoever called this: SQLite empties no journal meanwhile
        return
    with connection.cursor() as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        try:
            # The journal (WAL) holds rows as they were before they were erased, until it is emptied.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")

"""The database as Django's cache, which also counts, many counters in one statement.

Django's own sets each key by itself, in four statements and after a count of the whole table: the counts of
one comment's rate took longer than the comment, and two requests at once counted as one.
"""

from datetime import UTC, datetime

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone


class TableCache(DatabaseCache):
    def count_up(self, counters) -> list:
        """Add one to each counter of {key: (most, when it ends, in Unix seconds)}, all in one statement.

        If any would pass its most, add nothing and return those that would; return [] else. Requests that come at
        once wait for each other's rows. A count is written as digits: `get()` cannot read it.
        """
        using = router.db_for_write(self.cache_model_class)
        connection = connections[using]
        table, rows, names = connection.ops.quote_name(self._table), [], {}
        for key in sorted(counters):
            names[self.make_and_validate_key(key)] = key
            ends = datetime.fromtimestamp(counters[key][1], UTC)
            rows += [list(names)[-1], "1", connection.ops.adapt_datetimefield_value(ends)]
        places = ", ".join(["(%s, %s, %s)"] * len(counters))
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES {places} "  # noqa: S608, our own table
                f"ON CONFLICT (cache_key) DO UPDATE SET value = CAST(CAST({table}.value AS integer) + 1 AS text) "
                "RETURNING cache_key, value",
                rows,
            )
            counts = {names[name]: int(count) for name, count in cursor.fetchall()}
            full = [key for key, count in counts.items() if count > counters[key][0]]
            if full:
                transaction.set_rollback(True, using=using)
        return full

    def forget_expired(self):
        """Delete what has expired: nothing reads it any more."""
        using = router.db_for_write(self.cache_model_class)
        connection = connections[using]
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608

"""The database as Django's cache, which sets many keys in one statement.

Django's own sets each key by itself, in four statements and after a count of the whole table: the counts of
one comment's rate took longer than the comment.
"""

import base64
import pickle
from datetime import UTC, datetime

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone


class TableCache(DatabaseCache):
    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        """Set these keys; return [], for none fails by itself."""
        if not data:
            return []
        using = router.db_for_write(self.cache_model_class)
        connection = connections[using]
        ends = datetime.fromtimestamp(self.get_backend_timeout(timeout), UTC).replace(microsecond=0)
        ends = connection.ops.adapt_datetimefield_value(ends)
        rows = []
        for key in sorted(
            data
        ):  # in one order: two who set the same keys never wait for each other
            value = base64.b64encode(pickle.dumps(data[key], self.pickle_protocol)).decode()
            rows += [self.make_and_validate_key(key, version=version), value, ends]
        table = connection.ops.quote_name(self._table)
        places = ", ".join(["(%s, %s, %s)"] * len(data))
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES {places} "  # noqa: S608, our own table
                "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
                rows,
            )
        return []

    def forget_expired(self):
        """Delete what has expired: nothing reads it any more."""
        using = router.db_for_write(self.cache_model_class)
        connection = connections[using]
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608

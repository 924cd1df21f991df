"""Redis as Django's cache; while it is away or not installed, this process counts by itself.

A reader's text is worth more than an exact count: without the cache nobody could comment or sign in. Each
process then has counts of its own, so that a limit is reached as many times later as there are processes.
"""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
AWAY_SECONDS = 10  # before Redis is asked again: each vain question may cost a second
ENTRIES_MOST = 100_000


class CountingCache(RedisCache):
    away_until = 0.0  # of the whole process, on time.monotonic()

    def __init__(self, server, params):
        super().__init__(server, params)
        self.own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": ENTRIES_MOST}})


def _asked(name):
    """Return the method of that name: it asks Redis, or the memory of this process while Redis is away."""

    def method(self, *arguments, **options):
        if time.monotonic() >= CountingCache.away_until:
            try:
                return getattr(RedisCache, name)(self, *arguments, **options)
            except Exception as error:
                if not _is_away(error):
                    raise
                CountingCache.away_until = time.monotonic() + AWAY_SECONDS
                logger.error("Redis does not answer, this process counts by itself: %s", error)
        return getattr(self.own, name)(*arguments, **options)

    return method


def _is_away(error):
    """Return whether the error says that Redis, or its package, is not there."""
    return isinstance(error, (ImportError, OSError)) or type(error).__module__.startswith("redis.")


for _name in (
    "add", "get", "set", "touch", "delete", "incr", "has_key", "get_many", "set_many", "delete_many", "clear",
):  # fmt: skip
    setattr(CountingCache, _name, _asked(_name))

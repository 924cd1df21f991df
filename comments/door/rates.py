"""The number of forms that one reader, one address, one network may send in a given time."""

from contextlib import suppress
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache, caches
from django.utils.crypto import salted_hmac

from .sender import known_as

# A reader is known by address and browser. An address may be a school's or a carrier's, a prefix a town's:
# they have this many times the rate of one reader, so that people behind them are slowed, never shut out.
SHARED = {"reader": 1, "address": 5, "prefix": 20}


def too_fast(request, now: datetime, act: str = "comment") -> datetime | None:
    """Count one act of this reader; return when to come back if it is one too many, else None.

    Each kind of act (a comment, an alert, an edit) has its own count; settings.COMMENT_RATE is the limit.
    """
    limits = {
        (act, level, who, seconds): (count * SHARED[level], seconds)
        for level, who in known_as(request).items()
        for count, seconds in settings.COMMENT_RATE
    }
    return counted(limits, now)


def counted(limits: dict[tuple, tuple[int, int]], now: datetime) -> datetime | None:
    """Add one to each counter of `limits`, {counter: (most, in how many seconds)}; return None.

    If a counter is full, add nothing, and return when the last full one is free again. Django's cache holds
    the counts per window, under keyed hashes that change every day. Requests that come at once are counted one by one.
    """
    windows, seconds_now = {}, int(now.timestamp())
    for counter, (most, seconds) in limits.items():
        window = seconds_now // seconds
        parts = "\x1f".join(map(str, (*counter, window, now.date())))
        key = salted_hmac("comments.count", parts, algorithm="sha256").hexdigest()
        windows[key] = (most, (window + 1) * seconds)
    if not windows:
        return None
    count_up = _in_the_table if hasattr(caches["default"], "count_up") else _in_any_cache
    full = count_up(windows, seconds_now)
    return datetime.fromtimestamp(max(windows[key][1] for key in full), UTC) if full else None


def _in_the_table(windows, _seconds_now):
    return caches["default"].count_up(windows)


def _in_any_cache(windows, seconds_now):
    """Count by add and incr, which Redis does in one step each; take back what was counted if one is full."""
    full, counted_up = [], []
    for key, (most, end) in windows.items():
        cache.add(key, 0, timeout=max(1, end - seconds_now))
        try:
            count = cache.incr(key)
        except ValueError:  # it lapsed between the two
            continue
        counted_up.append(key)
        if count > most:
            full.append(key)
    if full:
        for key in counted_up:
            with suppress(ValueError):
                cache.decr(key)
    return full

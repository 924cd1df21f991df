"""The number of forms that one reader, one address, one network may send in a given time."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
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
    the counts per window, under keyed hashes that change every day. A burst of parallel requests may slip a
    few past the count; they are moderated like all others.
    """
    windows, seconds_now = {}, int(now.timestamp())
    for counter, (most, seconds) in limits.items():
        window = seconds_now // seconds
        parts = "\x1f".join(map(str, (*counter, window, now.date())))
        key = salted_hmac("comments.rate", parts, algorithm="sha256").hexdigest()
        windows[key] = (most, (window + 1) * seconds)
    if not windows:
        return None
    counts = cache.get_many(windows)
    ends = [end for key, (most, end) in windows.items() if counts.get(key, 0) >= most]
    if ends:
        return datetime.fromtimestamp(max(ends), UTC)
    by_end = {}
    for key, (_most, end) in windows.items():
        by_end.setdefault(end, {})[key] = counts.get(key, 0) + 1
    for end, counted_up in by_end.items():
        cache.set_many(counted_up, timeout=max(1, end - seconds_now))
    return None

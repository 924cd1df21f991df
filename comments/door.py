"""Who may post a form here, without a cookie and without a puzzle.

A page is the same for every reader, so nothing in it is theirs: the request's own Origin says where it
comes from, and a signed stamp of article and time, the same for everyone, says how old the page is.
"""

import time
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

STAMP_HOURS = 24  # a page left open longer asks for one more press of the button

signer = Signer(salt="comments.stamp")


def is_same_origin(request) -> bool:
    """Whether the form was posted from a page of this site.

    Browsers name the origin of a POST by Sec-Fetch-Site (Fetch Metadata), Origin (RFC 6454) or, the old
    ones, Referer. A request with none of them is not a browser's: it carries nobody's cookies either.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return not origin or urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


def stamp_for(article_pk: int, now: float | None = None) -> str:
    """Return the stamp of an article's form: when the page was made, to the second, for whoever reads it."""
    return signer.sign(f"{article_pk}-{int(now or time.time())}")


class Age(StrEnum):
    """What a stamp says of the page it came from."""

    RIPE = "ripe"
    YOUNG = "young"  # nobody has read, let alone written, in so short a time
    STALE = "stale"  # older than a day
    UNKNOWN = "unknown"  # missing, forged, of another article


def age_of(stamp: str, article_pk: int, now: float | None = None) -> Age:
    """Return what the stamp says: STAMP_HOURS at most, settings.COMMENT_LEAST_SECONDS at least."""
    try:
        pk, _dash, made = signer.unsign(stamp).partition("-")
    except BadSignature:
        return Age.UNKNOWN
    seconds = int(now or time.time()) - int(made)
    if pk != str(article_pk) or seconds < 0:
        return Age.UNKNOWN
    if seconds > STAMP_HOURS * 3600:
        return Age.STALE
    return Age.YOUNG if seconds < settings.COMMENT_LEAST_SECONDS else Age.RIPE


def ripe_stamp_for(article_pk: int) -> str:
    """Return a stamp that may be sent back at once: of a page whose text was written before."""
    return stamp_for(article_pk, time.time() - settings.COMMENT_LEAST_SECONDS)


# A reader is known by address and browser. An address may be a school's or a carrier's, a prefix a town's:
# they have this many times the rate of one reader, so that those behind them are slowed, never shut out.
SHARED = {"reader": 1, "address": 5, "prefix": 20}


def too_fast(request, now: datetime, act: str = "comment") -> datetime | None:
    """Count one act of this reader; return when to come back where it is one too many, else None.

    Each kind of act (a comment, an alert, an edit) is counted by itself, at the rate of
    settings.COMMENT_RATE.
    """
    limits = {
        (act, level, who, seconds): (count * SHARED[level], seconds)
        for level, who in known_as(request).items()
        for count, seconds in settings.COMMENT_RATE
    }
    return counted(limits, now)


def counted(limits: dict[tuple, tuple[int, int]], now: datetime) -> datetime | None:
    """Add one to each count of `limits`, {what is counted: (most, in how many seconds)}.

    Return None, or, where one is full, when the last of the full ones is free again; then nothing is
    added. Counted per window in Django's cache, under keyed hashes that change every day. A burst of
    parallel requests may slip a few past the count; they are moderated like all others.
    """
    windows, seconds_now = {}, int(now.timestamp())
    for what, (most, seconds) in limits.items():
        window = seconds_now // seconds
        parts = "\x1f".join(map(str, (*what, window, now.date())))
        key = salted_hmac("comments.rate", parts, algorithm="sha256").hexdigest()
        windows[key] = (most, (window + 1) * seconds)
    if not windows:
        return None
    counts = cache.get_many(windows)
    ends = [end for key, (most, end) in windows.items() if counts.get(key, 0) >= most]
    if ends:
        return datetime.fromtimestamp(max(ends), UTC)
    for key, (_most, end) in windows.items():
        cache.set(key, counts.get(key, 0) + 1, timeout=max(1, end - seconds_now))
    return None


def known_as(request) -> dict[str, str]:
    """Return by what a reader is counted, narrow to wide: a /24 of IPv4, a /48 of IPv6 is the widest."""
    address = client_address(request)
    try:
        ip = ip_address(address)
        if ip.version == 6 and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
            address = str(ip)
        prefix = str(ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
        if ip.version == 6:  # a home has a /64 of its own
            address = str(ip_network(f"{ip}/64", strict=False))
    except ValueError:
        prefix = address
    browser = request.headers.get("User-Agent", "")
    return {"reader": f"{address}\x1f{browser}", "address": address, "prefix": prefix}


def client_address(request) -> str:
    """Return the reader's IP address, past as many of our own proxies as PROXIES says. Never stored."""
    if settings.PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if len(hops) >= settings.PROXIES:
            return hops[-settings.PROXIES].strip()
    return request.META.get("REMOTE_ADDR", "")


SENDER_DAYS = 90  # how long a comment or a notice keeps where it came from, as a hash


def sender_of(request) -> str:
    """Return a keyed hash of one reader, the same from day to day: for records and sanctions.

    Not kept longer than SENDER_DAYS (a sanction's: as long as it runs, SENDER_DAYS at most for a ban).
    """
    return salted_hmac(
        "comments.sender", known_as(request)["reader"], algorithm="sha256"
    ).hexdigest()


def keyed_hash(request, purpose: str, *parts) -> str:
    """Return a hash of who is asking and of `parts`, keyed so that nobody else can recompute it.

    Bound to one purpose and to its parts (a day, a revision), it links a reader's acts no further.
    """
    who = (client_address(request), request.headers.get("User-Agent", ""))
    return salted_hmac(
        f"comments.{purpose}", "\x1f".join(map(str, (*who, *parts))), algorithm="sha256"
    ).hexdigest()

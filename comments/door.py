"""Who may post a form here, without a cookie and without a puzzle.

A page is the same for every reader, so nothing in it is theirs: the request's own Origin says where it
comes from, and a signed stamp of article and hour, the same for everyone, says how old the page is.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
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
    return not origin or urlsplit(origin).netloc == request.get_host()


def stamp_for(article_pk: int, now: float | None = None) -> str:
    """Return the stamp of an article's form, the same for every reader within the hour."""
    return signer.sign(f"{article_pk}-{int((now or time.time()) // 3600)}")


def is_fresh(stamp: str, article_pk: int, now: float | None = None) -> bool:
    """Whether the stamp is ours, of this article, and at most a day old."""
    try:
        pk, _dash, hour = signer.unsign(stamp).partition("-")
    except BadSignature:
        return False
    age_hours = (now or time.time()) // 3600 - int(hour)
    return pk == str(article_pk) and 0 <= age_hours <= STAMP_HOURS


def client_address(request) -> str:
    """Return the reader's IP address, past as many of our own proxies as PROXIES says. Never stored."""
    if settings.PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if len(hops) >= settings.PROXIES:
            return hops[-settings.PROXIES].strip()
    return request.META.get("REMOTE_ADDR", "")


def keyed_hash(request, purpose: str, *parts) -> str:
    """Return a hash of who is asking and of `parts`, keyed so that nobody else can recompute it.

    Bound to one purpose and to its parts (a day, a revision), it links a reader's acts no further.
    """
    who = (client_address(request), request.headers.get("User-Agent", ""))
    return salted_hmac(
        f"comments.{purpose}", "\x1f".join(map(str, (*who, *parts))), algorithm="sha256"
    ).hexdigest()

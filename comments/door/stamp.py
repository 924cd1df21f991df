"""How old the page of a form is: a signed stamp of article and time, the same for everyone."""

import time
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer

STAMP_HOURS = 24  # a page left open longer asks for one more press of the button

signer = Signer(salt="comments.stamp")


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

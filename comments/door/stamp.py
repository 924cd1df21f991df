"""The age of a form's page, by a signed stamp of article and time, the same for everyone."""

import time
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer

STAMP_HOURS = 24  # after this, the reader must press the button once more

signer = Signer(salt="comments.stamp")


def stamp_for(article_pk: int, now: float | None = None) -> str:
    """Return the stamp of an article's form: the time of the page, to the second."""
    return signer.sign(f"{article_pk}-{int(now or time.time())}")


class Age(StrEnum):
    """The age of a page, by its stamp."""

    RIPE = "ripe"
    YOUNG = "young"  # nobody has read, let alone written, in so short a time
    STALE = "stale"  # older than a day
    UNKNOWN = "unknown"  # missing, forged, of another article


def age_of(stamp: str, article_pk: int, now: float | None = None) -> Age:
    """Return the Age by a stamp: settings.COMMENT_LEAST_SECONDS to STAMP_HOURS is ripe."""
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
    """Return a stamp that may be sent back at once, for a text that was written before."""
    return stamp_for(article_pk, time.time() - settings.COMMENT_LEAST_SECONDS)

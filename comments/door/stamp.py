"""The age of a form's page, by a signed stamp of article and hour, the same for everyone who reads in that hour."""

import time
from enum import StrEnum

from django.core.signing import BadSignature, Signer

HOUR = 3600  # seconds
STAMP_HOURS = 24  # after this, the reader must press the button once more
CLOCKS_APART = (
    60  # seconds by which the clock of the machine that made the page may be ahead of ours
)

signer = Signer(salt="comments.stamp")


def stamp_for(article_pk: int, now: float | None = None) -> str:
    """Return the stamp of an article's form: the hour of the page, so that its bytes stay the same."""
    return signer.sign(f"{article_pk}-{int(now or time.time()) // HOUR * HOUR}")


class Age(StrEnum):
    """The age of a page, by its stamp."""

    RIPE = "ripe"
    STALE = "stale"  # older than a day
    UNKNOWN = "unknown"  # missing, forged, of another article


def age_of(stamp: str, article_pk: int, now: float | None = None) -> Age:
    """Return the Age by a stamp: up to STAMP_HOURS is ripe."""
    try:
        pk, _dash, made = signer.unsign(stamp).partition("-")
    except BadSignature:
        return Age.UNKNOWN
    seconds = int(now or time.time()) - int(made)
    if pk != str(article_pk) or seconds < -CLOCKS_APART:
        return Age.UNKNOWN
    return Age.STALE if seconds > STAMP_HOURS * HOUR else Age.RIPE

"""PURE: where a waiting comment stands in the queue: its band, chance for a few, and first of all the promise."""

from datetime import timedelta
from enum import IntEnum
from hashlib import sha256

PATIENCE = (
    0.5  # of the promised time; whoever waited longer stands with the first, whatever the score
)
AT_RANDOM = (
    10  # one in so many stands with the likeliest: so we learn of texts that no model would choose
)
WITHOUT_A_HINT = (
    20  # of one in so many the card hides what the model says, to measure how far it leads
)


LIKELY = (
    0.5  # a text that is refused one time in two stands with the likeliest, however many they are
)


class Rank(IntEnum):
    """The parts of the queue, in order; within each, the oldest comes first."""

    DUE = 0
    HIGH = 1
    MIDDLE = 2  # also what was not read yet
    LOW = 3


def band(score: float, *, high: float, middle: float) -> Rank:
    """Return the band of a score; `high` and `middle` are where they begin, by their share of what is received."""
    if score >= min(high, LIKELY):
        return Rank.HIGH
    return Rank.MIDDLE if score >= middle else Rank.LOW


def rank(of_its_score: Rank, number: int, *, waited: timedelta, promised: timedelta) -> Rank:
    """Return where a comment of this number stands."""
    if waited >= promised * PATIENCE:
        return Rank.DUE
    return Rank.HIGH if is_drawn(number, "order", AT_RANDOM) else of_its_score


def hides_its_hint(number: int) -> bool:
    """Return whether the card of this comment keeps its hint to itself."""
    return is_drawn(number, "hint", WITHOUT_A_HINT)


def is_drawn(number: int, lottery: str, one_in: int) -> bool:
    """Return whether a comment is one of those: always the same ones, and without a pattern."""
    drawn = sha256(f"{lottery} {number}".encode()).digest()
    return int.from_bytes(drawn[:8]) % one_in == 0

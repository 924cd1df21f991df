"""PURE: weigh a notice by the rule it alleges and the fate of the reader's earlier ones.

A weight orders the desk's work; the sum of a comment's notices decides nothing by itself.
"""

from datetime import timedelta

FULL = 10  # the weight of one notice under an ordinary rule, from someone the desk does not know
OTHER = 5  # «Autre chose»: no rule alleged
LEAST, MOST = 1, 100

ENOUGH = 3  # answered notices before a record says anything
FOUNDED = 2 / 3  # from this share of them on, a reader has been of help
UNFOUNDED = 1 / 5  # up to this share, of little

# So many readers within so long, on other comments of the same author or article: they may be one crowd.
BURST, BURST_WITHIN = 5, timedelta(hours=1)
IN_A_BURST = 0.5  # of the weight that hides, for whoever the desk does not know


def weight(gravity: int | None, founded: int = 0, unfounded: int = 0, *, trusted=False) -> int:
    """Return the weight of one notice, LEAST to MOST.

    `gravity` is that of the rule it alleges (1 ordinary, 2 serious, 3 unlawful; None: no rule), `founded`
    and `unfounded` how many of the same reader's notices were answered by a removal, or not. A trusted
    flagger's (DSA art. 22) weighs most.
    """
    if trusted:
        return MOST
    alleged = OTHER if gravity is None else FULL * 2 ** (gravity - 1)
    return max(LEAST, min(MOST, round(alleged * _record_factor(founded, unfounded))))


def in_a_burst(weight: int, answered: int) -> float:
    """Return what a notice of a burst counts for, where weights hide a comment before anybody has looked."""
    return weight if answered >= ENOUGH or weight == MOST else weight * IN_A_BURST


def _record_factor(founded, unfounded):
    answered = founded + unfounded
    if answered < ENOUGH:
        return 1
    share = founded / answered
    if share >= FOUNDED:
        return 1.5
    return 0.5 if share <= UNFOUNDED else 1

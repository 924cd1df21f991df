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

# So many readers within so long, on the comments of one author or under one article: they may be one crowd.
BURST, BURST_WITHIN = 5, timedelta(hours=1)
IN_A_BURST = 0.5  # of the weight, for whoever the desk does not know


def weight(
    gravity: int | None, founded: int = 0, unfounded: int = 0, *, trusted=False, in_a_burst=False
) -> int:
    """Return the weight of one notice, LEAST to MOST.

    `gravity` is that of the rule it alleges (1 ordinary, 2 serious, 3 unlawful; None: no rule), `founded`
    and `unfounded` how many of the same reader's notices were answered by a removal, or not. In a burst, a reader
    without a record weighs half. A trusted flagger's (DSA art. 22) weighs most.
    """
    if trusted:
        return MOST
    alleged = OTHER if gravity is None else FULL * 2 ** (gravity - 1)
    factor = _record_factor(founded, unfounded, IN_A_BURST if in_a_burst else 1)
    return max(LEAST, min(MOST, round(alleged * factor)))


def _record_factor(founded, unfounded, of_the_unknown):
    answered = founded + unfounded
    if answered < ENOUGH:
        return of_the_unknown
    share = founded / answered
    if share >= FOUNDED:
        return 1.5
    return 0.5 if share <= UNFOUNDED else 1

"""PURE: tell when a discussion heats up: of what was decided last, much more is refused than before."""

from dataclasses import dataclass

LAST = 10  # decisions that are looked at
HOT = 0.4  # of them refused, at least
CLIMB = 2.0  # times as many as before


@dataclass(frozen=True)
class Heat:
    """`refused` of the last `LAST`, and the share that was refused before."""

    refused: int
    before: float

    @property
    def percent_before(self) -> int:
        return round(100 * self.before)


def heat(latest_first: list[bool], usual: float) -> Heat | None:
    """Return the heat of a discussion; None if it is calm, or young. True: refused.

    `usual` is the share that the house refuses: it stands in for what was before, while that is less than LAST decisions.
    """
    last, earlier = latest_first[:LAST], latest_first[LAST:]
    if len(last) < LAST:
        return None
    refused = sum(last)
    before = sum(earlier) / len(earlier) if len(earlier) >= LAST else usual
    is_hot = refused / LAST >= max(HOT, CLIMB * before)
    return Heat(refused, before) if is_hot else None

"""PURE: how far two people judge alike, beyond what chance would give (Cohen 1960)."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

FEWEST = 10  # pairs, below which nothing is said
LOW = 0.6  # below which people had better talk (Landis and Koch 1977: «substantial» begins there)
CERTAIN = 1.96  # standard errors on each side: 95 %


@dataclass(frozen=True)
class Agreement:
    """`share` of `pairs` judged alike; `kappa` with its interval, None if too few or if nobody ever differed in kind."""

    pairs: int
    share: float
    kappa: float | None
    least: float | None
    most: float | None

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def is_low(self):
        return self.kappa is not None and self.kappa < LOW


def agreement(judged: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Return how far the first and the second of each pair agree.

    The interval is the large-sample one (Fleiss, Cohen and Everitt 1969, simplified): wide where pairs are few.
    """
    pairs = list(judged)
    number = len(pairs)
    if not number:
        return Agreement(0, 0.0, None, None, None)
    share = sum(one == other for one, other in pairs) / number
    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(firsts[kind] * seconds[kind] for kind in firsts) / number**2
    if number < FEWEST or by_chance == 1:
        return Agreement(number, share, None, None, None)
    kappa = (share - by_chance) / (1 - by_chance)
    error = math.sqrt(share * (1 - share) / number) / (1 - by_chance)
    least, most = max(-1.0, kappa - CERTAIN * error), min(1.0, kappa + CERTAIN * error)
    return Agreement(number, share, kappa, least, most)

"""PURE: the bars of a chart, in units of its own; whoever draws them writes `<rect>` and nothing else."""

from dataclasses import dataclass
from math import floor, log10

STEPS = (1, 2, 2.5, 5, 10)
SHARE = 0.8  # of the width of a group is bars, the rest is space


@dataclass(frozen=True)
class Bar:
    """One bar: of which series (0, 1 …), and its rectangle."""

    series: int
    x: float
    y: float
    width: float
    height: float


def grouped(groups: list[list[int]], *, width: int, height: int, mirrored: bool) -> list[Bar]:
    """Return the bars of groups side by side, each as high as its number; from right to left if mirrored."""
    top, bars = round_top(max((number for group in groups for number in group), default=0)), []
    for place, group in enumerate(groups):
        each = width / len(groups)
        thin = each * SHARE / max(1, len(group))
        for series, number in enumerate(group):
            x = place * each + each * (1 - SHARE) / 2 + series * thin
            tall = height * number / top
            x = width - x - thin if mirrored else x
            bars.append(Bar(series, _short(x), _short(height - tall), _short(thin), _short(tall)))
    return bars


def round_top(most: int) -> int:
    """Return the round number at the top of the scale: 1, 2, 25, 500 …; 1 if there is nothing."""
    if most <= 1:
        return 1
    power = 10 ** floor(log10(most))
    found = next(step * power for step in STEPS if step * power >= most)
    return int(found) if found == int(found) else 5 * power


def share(number: int, most: int) -> int:
    """Return how long a bar is, of 100; 1 at least if there is anything."""
    return max(1, round(100 * number / most)) if number and most else 0


def _short(number):
    return round(number, 1)

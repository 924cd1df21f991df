"""PURE: what is shown of a breakdown whose small counts might let somebody be recognised.

A count of 1 or 2 is «few», and the smallest of the others is «masked» with it, so that the total does not tell. If both
together still leave one possibility alone, or the whole is small, nothing of the breakdown is shown. Zero is zero.

How many counts are hidden does not depend on what they are: else the choice would tell them.
tests/comments/register/test_guard.py tries every small breakdown: whoever knows this rule, the total and what is shown
finds at least two values for each count that is not.
"""

from .figures import ordered

FEW, MASKED = "few", "masked"
LEAST = 3  # a smaller count, but zero, is not shown
ENOUGH = 10  # of a whole with a small count, to be broken down; of durations, to have a median


def shown(cells: dict[str, int]) -> dict[str, int | str] | None:
    """Return the cells with FEW or MASKED in the place of those not to be shown; None if none is to be.

    Everybody knows their sum.
    """
    few = [name for name, number in cells.items() if 0 < number < LEAST]
    if not few:
        return dict(cells)
    others = sorted((name for name in cells if cells[name] >= LEAST), key=cells.get)
    total, most = sum(cells.values()), LEAST - 1
    if total < ENOUGH or total <= most * (len(few) + len(others)) or not others:
        return None
    masked, *rest = others
    hidden = sum(cells[name] for name in [*few, masked])
    below = cells[rest[0]] if rest else hidden + 1  # the masked one is the smallest of the others
    sums = range(len(few), most * len(few) + 1)  # what the small ones may be together
    if sum(LEAST <= hidden - each < below for each in sums) < 2:
        return None
    return {**cells, **dict.fromkeys(few, FEW), masked: MASKED}


def guarded(figures: dict) -> dict:
    """Return a month's figures as the public may have them: totals, guarded breakdowns, times of ENOUGH durations."""
    told = {}
    for figure, parts in ordered(figures).items():
        told[figure] = {
            part: shown(value) if isinstance(value, dict) else value
            for part, value in parts.items()
        }
        if parts.get("count", ENOUGH) < ENOUGH:
            told[figure] |= {"median": None, "p90": None}
    return told

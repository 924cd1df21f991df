"""PURE: how much each decision counts: by how the text was seen, and so that nobody's habits become the house's."""

from collections import defaultdict
from collections.abc import Hashable

LARGEST_SHARE = 1 / 3
HEAVIEST = (
    4  # no decision counts for more: where one person decides nearly all, a third cannot be held
)
HALVINGS = 40  # until how much one person may be is known to a billionth
READ_SECONDS = 2  # in less, a text was hardly read
# What a decision counts for that was taken at a glance or for many texts together, and what one beside a hint: the first
# says less of the text, the second partly repeats what the model said. Both: a quarter, 1 / HEAVIEST at least.
AT_A_GLANCE, BESIDE_A_HINT = 0.5, 0.5


def heed(seconds: int | None, *, beside_a_hint: bool) -> float:
    """Return what a decision counts for by how its text was seen, 0.25 to 1.

    `seconds`: how long it was read by itself; None if it was decided together with others.
    """
    is_read = seconds is not None and seconds >= READ_SECONDS
    return (1 if is_read else AT_A_GLANCE) * (BESIDE_A_HINT if beside_a_hint else 1)


def fair_weights(taken: list[tuple[Hashable, float]]) -> list[float]:
    """Return a weight for each decision by (whoever took it, its heed): one person is at most a third of their sum.

    With fewer than three people that cannot be; then each counts as much as the others. The mean is 1, the heaviest
    HEAVIEST at most: where both cannot be, one person is more than a third.
    """
    if not taken:
        return []
    sums, largest = defaultdict(float), {}
    for person, its_heed in taken:
        sums[person] += its_heed
        largest[person] = max(its_heed, largest.get(person, 0))

    def scales(most):
        """Return what each one's heed is multiplied by, if nobody counts for more than `most`."""
        masses = {person: min(mass, most) for person, mass in sums.items()}
        whole = len(taken) / sum(masses.values())
        return {person: whole * masses[person] / sums[person] for person in sums}

    def is_too_heavy(most):
        chosen = scales(most)
        return max(chosen[person] * largest[person] for person in sums) > HEAVIEST

    counts = sorted(sums.values(), reverse=True)
    low, high = _most(counts), counts[0]
    most = low if not is_too_heavy(low) else high
    if most == high:
        for _half in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if is_too_heavy(middle) else (low, middle)
        most = high
    chosen = scales(most)
    return [chosen[person] * its_heed for person, its_heed in taken]


def _most(counts):
    """Return the mass for which one person counts at most; `counts` are theirs, from the largest on."""
    if len(counts) * LARGEST_SHARE <= 1:
        return counts[-1] if counts else 0
    for cut, count in enumerate(counts):
        # If so many people are cut to `most`, it is a third of (cut × most + the rest).
        most = LARGEST_SHARE * sum(counts[cut:]) / (1 - cut * LARGEST_SHARE)
        if count <= most:
            return most
    return counts[-1]

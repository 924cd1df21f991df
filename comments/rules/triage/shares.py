"""PURE: how much each decision counts, so that nobody's habits become the house's."""

from collections import Counter

LARGEST_SHARE = 1 / 3
HEAVIEST = (
    4  # no decision counts for more: where one person decides nearly all, a third cannot be held
)


def fair_weights(people: list) -> list[float]:
    """Return a weight for each decision by whoever took it: one person is at most a third of their sum.

    With fewer than three people that cannot be; then each counts as much as the others. The mean is 1, the heaviest
    HEAVIEST at most.
    """
    numbers = Counter(people)
    counts = sorted(numbers.values(), reverse=True)
    most = max(_most(counts), _level(counts, len(people) / HEAVIEST))
    masses = {person: min(number, most) for person, number in numbers.items()}
    scale = len(people) / sum(masses.values()) if people else 1.0
    return [scale * masses[person] / numbers[person] for person in people]


def _most(counts):
    """Return for how many decisions one person counts at most; `counts` from the largest on."""
    if len(counts) * LARGEST_SHARE <= 1:
        return counts[-1] if counts else 0
    for cut, count in enumerate(counts):
        # If so many people are cut to `most`, it is a third of (cut × most + the rest).
        most = LARGEST_SHARE * sum(counts[cut:]) / (1 - cut * LARGEST_SHARE)
        if count <= most:
            return most
    return counts[-1]


def _level(counts, mass):
    """Return to how many each person must be cut for `mass` to be left."""
    rest = mass
    for number, count in enumerate(reversed(counts)):  # the smallest first: they are cut last
        level = rest / (len(counts) - number)
        if count >= level:
            return level
        rest -= count
    return 0

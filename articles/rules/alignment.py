"""PURE: align two lists, at a cost that stays near linear whatever they hold.

difflib alone takes the cube of the length: two texts of 800 words with nothing but their spaces in common
cost it 40 s. As in a patience diff, what stands once in both lists holds them together; difflib compares
the short stretches between.
"""

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher

SHORT = 3600  # pairs that difflib compares: 60 by 60
DEEPEST = 8  # times that a stretch is parted; what has no anchor then is replaced as a whole


def matching_runs(old: list, new: list) -> list[tuple[int, int, int]]:
    """Return [(place in old, place in new, length)] of what both hold, in order; the last has length 0."""
    runs = []
    _align(old, new, (0, len(old), 0, len(new)), DEEPEST, runs)
    joined = []
    for run in sorted(runs):
        if joined and run[0] == sum(joined[-1][::2]) and run[1] == sum(joined[-1][1:]):
            joined[-1] = (*joined[-1][:2], joined[-1][2] + run[2])
        else:
            joined.append(run)
    return [*joined, (len(old), len(new), 0)]


def _align(old, new, stretch, depth, runs):
    stretch = _without_common_ends(old, new, stretch, runs)
    first, last, begin, end = stretch
    if first == last or begin == end:
        return
    if (last - first) * (end - begin) <= SHORT:
        matcher = SequenceMatcher(None, old[first:last], new[begin:end], autojunk=False)
        runs += [(first + a, begin + b, n) for a, b, n in matcher.get_matching_blocks() if n]
        return
    anchors = _anchors(old, new, stretch) if depth else []
    for place, other in anchors:
        runs.append((place, other, 1))
        _align(old, new, (first, place, begin, other), depth - 1, runs)
        first, begin = place + 1, other + 1
    if anchors:
        _align(old, new, (first, last, begin, end), depth - 1, runs)


def _without_common_ends(old, new, stretch, runs):
    first, last, begin, end = stretch
    head = first
    while first < last and begin < end and old[first] == new[begin]:
        first, begin = first + 1, begin + 1
    if first > head:
        runs.append((head, begin - (first - head), first - head))
    tail = last
    while first < last and begin < end and old[last - 1] == new[end - 1]:
        last, end = last - 1, end - 1
    if last < tail:
        runs.append((last, end, tail - last))
    return first, last, begin, end


def _anchors(old, new, stretch):
    """Return the places of what stands once in both, as many as keep their order in both."""
    first, last, begin, end = stretch
    in_old, in_new = Counter(old[first:last]), Counter(new[begin:end])
    places = {word: at for at, word in enumerate(new[begin:end], begin) if in_new[word] == 1}
    pairs = [
        (at, places[word])
        for at, word in enumerate(old[first:last], first)
        if in_old[word] == 1 and word in places
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs):
    """Return the longest part of the pairs whose second places rise as the first ones do."""
    ends, before = [], []  # ends[n]: the pair that ends the best row of n + 1 pairs
    for number, (_place, other) in enumerate(pairs):
        length = bisect_left(ends, other, key=lambda at: pairs[at][1])
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [number]
    row, at = [], ends[-1] if ends else None
    while at is not None:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]

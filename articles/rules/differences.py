"""PURE: find the changes between two texts, word by word."""

import re

from .alignment import matching_runs

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
WORD = re.compile(r"\w")
MOST = 3000  # words of each text to compare one by one; a longer text is shown as replaced whole


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the pieces [("same" | "gone" | "new", words)] that lead from `before` to `after`.

    The pieces without "gone" spell `after`; the pieces without "new" spell `before`.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST:
        return [("gone", before), ("new", after)]
    return _readable(_pieces(old, new))


def _pieces(old, new):
    found, at, other = [], 0, 0
    for place, start, length in matching_runs(old, new):
        if at < place:
            found.append(("gone", "".join(old[at:place])))
        if other < start:
            found.append(("new", "".join(new[other:start])))
        at, other = place + length, start + length
        if length:
            found.append(("same", "".join(old[place:at])))
    return found


def _readable(pieces):
    """Join neighbouring changes: a space or comma between two replaced words is replaced too."""
    found = []
    for number, (kind, words) in enumerate(pieces):
        is_between = 0 < number < len(pieces) - 1 and kind == "same"
        if is_between and not WORD.search(words) and "\n" not in words:
            _add(found, "gone", words)
            _add(found, "new", words)
        else:
            _add(found, kind, words)
    return found


def _add(found, kind, words):
    """Add words to the last piece of that kind in this run of changes; the gone precede the new."""
    last = next((n for n in (-1, -2) if len(found) >= -n and found[n][0] == kind), None)
    is_same_run = last == -1 or (last == -2 and "same" not in (found[-1][0], kind))
    if last and is_same_run:
        found[last] = (kind, found[last][1] + words)
    elif kind == "gone" and found and found[-1][0] == "new":
        found.insert(-1, (kind, words))
    else:
        found.append((kind, words))

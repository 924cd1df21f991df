"""Pure: what changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
WORD = re.compile(r"\w")
MOST = 3000  # words of each text compared one by one; beyond, the whole is shown as replaced


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return [("same" | "gone" | "new", words)] that spell `after` without the gone, `before` without the new."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST:
        return [("gone", before), ("new", after)]
    return _readable(_pieces(old, new))


def _pieces(old, new):
    found = []
    for act, start, end, begin, finish in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if act == "equal":
            found.append(("same", "".join(old[start:end])))
            continue
        if start < end:
            found.append(("gone", "".join(old[start:end])))
        if begin < finish:
            found.append(("new", "".join(new[begin:finish])))
    return found


def _readable(pieces):
    """Two words replaced are one change: the space or the comma that stayed between them changes with them."""
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
    """Lengthen the last piece of that kind in this run of changes; the gone comes before the new."""
    last = next((n for n in (-1, -2) if len(found) >= -n and found[n][0] == kind), None)
    is_same_run = last == -1 or (last == -2 and "same" not in (found[-1][0], kind))
    if last and is_same_run:
        found[last] = (kind, found[last][1] + words)
    elif kind == "gone" and found and found[-1][0] == "new":
        found.insert(-1, (kind, words))
    else:
        found.append((kind, words))

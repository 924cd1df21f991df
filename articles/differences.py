"""Pure: what changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
MOST = 3000  # words of each text compared one by one; beyond, the whole is shown as replaced


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return [("same" | "gone" | "new", words)] that spell `after` without the gone, `before` without the new."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST:
        return [("gone", before), ("new", after)]
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

"""PURE: what a newsroom adds to the lists of words and takes from them, as lines: «insult fr +andouille».

They are kept and filed as text, in order, so that a register can be read and two states compared.
"""

import re

from .normal_text import as_compared, without_accents, words_of
from .words import SHORTEST_STEM, WordLists, shipped, word_lists

LANGUAGES = ("fr", "ar", "en")
ADDED, GONE = "+", "-"
LINE = re.compile(rf"(\w+) ({'|'.join(LANGUAGES)}) ([{ADDED}{GONE}])(\S+)")
LONGEST_WORD = 60  # characters, a phrase too


class Unfit(Exception):
    """What was typed is no word that could be found in a text."""


def as_listed(typed: str) -> str:
    """Return a word or phrase as the lists write it: «Gros con» is gros_con, «Idiot*» idiot*; raise Unfit."""
    star = "*" if typed.strip().endswith("*") else ""
    words = words_of(as_compared(typed.strip().rstrip("*").replace("_", " ")))
    listed = "_".join(without_accents(word) for word in words)
    if not listed or len(listed) > LONGEST_WORD or (star and len(words[-1]) < SHORTEST_STEM):
        raise Unfit(typed)
    return f"{listed}{star}"


def read(lines: str) -> dict[tuple[str, str, str], list[str]]:
    """Return {(list, language, ADDED or GONE): words} of what was kept; other lines are left out."""
    changes = {}
    for line in lines.splitlines():
        if found := LINE.fullmatch(line):
            category, language, way, word = found.groups()
            changes.setdefault((category, language, way), []).append(word)
    return changes


def written(changes: dict[tuple[str, str, str], list[str]]) -> str:
    """Return changes as lines, each once and in order."""
    lines = {
        f"{category} {language} {way}{word}"
        for (category, language, way), words in changes.items()
        for word in words
    }
    return "\n".join(sorted(lines))


def lists_with(lines: str) -> WordLists:
    """Return our lists with these changes."""
    changes, lists = read(lines), {}
    for category, texts in shipped().items():
        lists[category] = []
        for language in dict.fromkeys([*texts, *LANGUAGES]):
            gone = set(changes.get((category, language, GONE), ()))
            words = [w for w in texts.get(language, ()) if without_accents(w.lower()) not in gone]
            lists[category] += words + changes.get((category, language, ADDED), [])
    return word_lists(lists)

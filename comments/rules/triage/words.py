"""PURE: the lists of words that triage looks for, and which of them a text has."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .normal_text import as_letters, without_accents

LISTS = Path(__file__).parents[2] / "data" / "triage-words.toml"
LONGEST_PHRASE = 5  # words
SHORTEST_STEM = 3  # letters before a star
DOUBLED = re.compile(r"([aiou])\1|(?<=\w\w)(.)\2$")


@dataclass(frozen=True)
class WordLists:
    """Words, stems («idiot*») and phrases, each with the categories it belongs to."""

    typed: dict[str, list[str]]  # {category: as they were typed}
    whole: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]

    def found(self, words: list[str]) -> list[tuple[int, int, str]]:
        """Return (first word, one past the last, category) of each word and phrase of the lists."""
        plain = [without_accents(word) for word in words]
        there = []
        for start in range(len(plain)):
            phrase = ""
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(plain)) + 1):
                phrase = f"{phrase}_{plain[end - 1]}" if phrase else plain[start]
                there += [(start, end, each) for each in self._categories_of(phrase)]
        return there

    def _categories_of(self, phrase):
        found = self._exact(phrase)
        if not found and "_" not in phrase:
            single = _without_doubles(phrase)
            found = self._exact(single) if single != phrase else found
            letters = as_letters(phrase)
            found = found or (self._exact(letters) if letters != phrase else found)
        return found

    def _exact(self, phrase):
        found = self.whole.get(phrase, frozenset())
        begun = max(
            SHORTEST_STEM, phrase.rfind("_") + 2
        )  # a stem is completed by its last word alone
        for length in range(begun, len(phrase) + 1):
            found |= self.stems.get(phrase[:length], frozenset())
        return found


def word_lists(lists: dict[str, Iterable[str]]) -> WordLists:
    """Return the lists ready to be searched, from {category: words as they are typed}."""
    whole, stems = {}, {}
    for category, words in lists.items():
        for word in words:
            plain = without_accents(word.lower())
            kind, key = (stems, plain.rstrip("*")) if plain.endswith("*") else (whole, plain)
            if kind is whole or len(key) >= SHORTEST_STEM:
                kind[key] = kind.get(key, frozenset()) | {category}
    typed = {category: list(words) for category, words in lists.items()}
    return WordLists(typed, whole, stems)


@cache
def shipped() -> dict[str, dict[str, list[str]]]:
    """Return {list: {language: words}} as this project ships them (comments/data/triage-words.toml)."""
    with LISTS.open("rb") as file:
        listed = tomllib.load(file)
    return {
        category: {language: text.split() for language, text in texts.items()}
        for category, texts in listed.items()
    }


@cache
def ours() -> WordLists:
    """Return the lists that this project ships, ready to be searched."""
    return word_lists(
        {
            category: [word for words in texts.values() for word in words]
            for category, texts in shipped().items()
        }
    )


def _without_doubles(word):
    """Return a word without the letters that are doubled for emphasis: «idioot» is «idiot», «conn» is «con».

    Consonants within a word, and «ee», are doubled by the languages themselves: «ville» is not «vile», nor «année» «âne».
    """
    return DOUBLED.sub(lambda found: found[1] or found[2], word)

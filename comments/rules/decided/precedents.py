"""PURE: tell how much two remarks have in common that were not written in the same words.

By words: their stems (Snowball's, of the text's language), the rare ones above all. By likeness: the pieces of their words,
which see one word in other forms, in another spelling, or compounded.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable

import Stemmer

from ..language import ENGLISH_WORDS, FRENCH_WORDS, language_of
from ..triage.normal_text import as_compared, without_accents, words_of

SHORTEST = 3  # letters of a word that tells of a subject
GRAM = 4  # letters of a piece
SMALL_WORDS = frozenset(without_accents(word) for word in FRENCH_WORDS | ENGLISH_WORDS)
NAMES = {"fr": "french", "en": "english", "ar": "arabic"}  # Snowball's


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words that tell what a text is about, without accents."""
    language = language_of(text, "fr")
    # Snowball knows the endings of Arabic as they are written, not in the form in which triage compares them.
    form = text if language == "ar" else as_compared(text)
    words = [word for word in words_of(form) if len(word) >= SHORTEST]
    # One for each call: it may not be used by two threads.
    cut = Stemmer.Stemmer(NAMES[language], 0).stemWords(words)
    told = zip(words, (without_accents(as_compared(stem)) for stem in cut), strict=True)
    return frozenset(stem for word, stem in told if without_accents(word) not in SMALL_WORDS)


def pieces(text: str) -> Counter:
    """Return how often each piece of four letters stands within a text's words."""
    found = Counter()
    for word in words_of(without_accents(as_compared(text))):
        if len(word) >= SHORTEST and word not in SMALL_WORDS:
            edged = f" {word} "
            found.update(edged[at : at + GRAM] for at in range(max(1, len(edged) - GRAM + 1)))
    return found


def rarity(among: int, texts: int) -> float:
    """Return what a stem weighs that stands in so many texts of `among`."""
    return math.log((among + 1) / (texts + 0.5))


def in_words(mine: Iterable[str], theirs: Iterable[str], weight: Callable[[str], float]) -> float:
    """Return how much of my text's stems another has too, from 0 to 1; each counts by the square of its weight."""
    mine = set(mine)
    both, all_of_mine = (
        sum(weight(stem) ** 2 for stem in some) for some in (mine.intersection(theirs), mine)
    )
    return both / all_of_mine if both else 0.0


def in_pieces(mine: Counter, theirs: Counter) -> float:
    """Return the likeness of two texts' pieces, from 0 to 1: the cosine of their numbers."""
    both = sum(number * theirs[piece] for piece, number in mine.items())
    if not both:
        return 0.0
    one, other = (math.sqrt(sum(n * n for n in some.values())) for some in (mine, theirs))
    return both / (one * other)

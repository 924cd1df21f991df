"""PURE: tell if two texts are the same, or nearly so.

Both look at letters and digits alone, folded: case, accents, spaces and disguises make no difference.
"""

import hashlib
import re
from collections import Counter

from .folding import fold

SHORTEST = 30  # letters; two readers may well both write «Merci pour cet article.»
GRAM = 4  # letters in a row that are compared
NEAR = 11  # of 64 bits may differ: one changed word of sixteen moves ten; strangers differ by 18 and more

SHORT = 12  # words: in fewer, one that differs may change everything
WORDS_TO_ONE = 12  # in a longer text, one word of so many may differ
WORD = re.compile(r"[^\W_]+")
# A text with one of these more or less says the contrary.
TURNS = frozenset(
    """n ne pas plus jamais rien aucun aucune non sans ni contre pour peu guere sauf no not never nothing none nor
    without against t don doesn isn wasn won can cannot ma machi mach mashi mouch walou la bla
    لا ليس ليست لن لم ما غير بدون ضد مع ماشي مش بلا""".split()
)


def essence(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return "".join(character for character in fold(text).plain if character.isalnum())


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text's essence; "" for one too short to tell."""
    letters = essence(text)
    return hashlib.sha256(letters.encode()).hexdigest() if len(letters) >= SHORTEST else ""


def simhash(text: str) -> int | None:
    """Return 64 bits that differ little if two texts do (Charikar 2002); None for a short text.

    Signed, as databases store 64 bits.
    """
    letters = essence(text)
    if len(letters) < SHORTEST:
        return None
    grams = {letters[i : i + GRAM] for i in range(len(letters) - GRAM + 1)}
    weights = [0] * 64
    for gram in grams:
        bits = int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest())
        for place in range(64):
            weights[place] += 1 if bits >> place & 1 else -1
    value = sum(1 << place for place, weight in enumerate(weights) if weight > 0)
    return value - (1 << 64) if value >> 63 else value


def are_near(one: int, other: int) -> bool:
    """Return whether two simhashes differ so little that their texts are variants."""
    return distance(one, other) <= NEAR


def distance(one: int, other: int) -> int:
    """Return the number of bits, of 64, in which two simhashes differ."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def say_the_same(one: str, other: str) -> bool:
    """Return whether two near texts can be decided together: what differs changes no meaning.

    A short text must have the same words in any order; in a longer one, few words may differ. A negation or
    a number among those that differ makes two texts of them.
    """
    words, others = (Counter(WORD.findall(fold(text).plain)) for text in (one, other))
    differing = (words - others) + (others - words)
    if any(word in TURNS or any(c.isdigit() for c in word) for word in differing):
        return False
    length = min(words.total(), others.total())
    allowed = 0 if length < SHORT else length // WORDS_TO_ONE
    return max((words - others).total(), (others - words).total()) <= allowed

"""PURE: text → word stems for the search, alike for articles and for queries.

Accents fall, Arabic letters that writers confuse become one, French endings go: «securite» finds «Sécurités»,
with any database, which only compares these stems.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from .characters import normalized

WORD = re.compile(r"[^\W_]+")
ARABIC = re.compile(r"[\u0600-\u06ff]")

# Vowel signs and the tatweel are ornaments; hamza seats, final yeh and teh marbuta are typed either way.
ARABIC_ORNAMENT = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
ARABIC_LETTERS = str.maketrans("أإآٱؤئىةکی", "ااااوييهكي")
ARABIC_PREFIX = re.compile(r"^(?:[وفبك]?ال|لل)(?=\w{3})")

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
WRITTEN = re.compile(r"[^\W_][\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640’']*")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ](?=\w)", re.IGNORECASE)

# Read after the accents have fallen; the first row that fits is taken, once. Light on purpose: «port» and
# «porte» may meet, «Paris» and «par» must not: four letters stay.
ENDINGS = [
    (re.compile(r"(?<=\w{3})issements?$"), "ir"),
    (re.compile(r"(?<=\w{2})eaux$"), "eau"),
    (re.compile(r"(?<=\w{3})(?:aux|als|ales?)$"), "al"),
    (re.compile(r"(?<=\w{3})(?:eux|euses?)$"), "eu"),
    (re.compile(r"(?<=\w{3})(?:ives?|ifs)$"), "if"),
    (re.compile(r"(?<=\w{2})(?:trices?|teurs)$"), "teur"),
    (re.compile(r"(?<=\w{3})(?:iers|ieres?)$"), "ier"),
    (re.compile(r"(?<=\w{3})(?:aises?|ais)$"), "ais"),
    (re.compile(r"(?<=\w{2})gues?$"), "g"),
    (re.compile(r"(?<=\w{3})(?:ies|ie|y)$"), "i"),
    (re.compile(r"(?<=\w{2})ees?$"), "e"),
    (re.compile(r"(?<=\w{3})(?:es|s|x)$"), ""),
]
LAST_VOWEL = re.compile(r"(?<=\w{4})[ei]$")
DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")


def fold(text: str) -> str:
    """Return the text in lower case without accents or ornaments."""
    text = normalized(ELISION.sub("", text), "NFKD").casefold().translate(LIGATURES)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return ARABIC_ORNAMENT.sub("", text).translate(ARABIC_LETTERS)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the part of a folded word that its forms share."""
    if ARABIC.match(word):
        return ARABIC_PREFIX.sub("", word)
    if not word.isalpha():
        return word
    for ending, instead in ENDINGS:
        word, found = ending.subn(instead, word)
        if found:
            break
    return DOUBLED.sub(r"\1", LAST_VOWEL.sub("", word))


def words_of(text: str) -> list[str]:
    """Return the stems of a text in reading order."""
    return [stem(word) for word in WORD.findall(fold(text))]


def spans_of(text: str, stems, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each word with one of these stems, from `start` on, in code points."""
    wanted = set(stems)
    for found in WRITTEN.finditer(text, start):
        if not wanted.isdisjoint(_stems(found[0])):
            yield found.start(), found.end()


@lru_cache(maxsize=50_000)
def _stems(written: str) -> frozenset[str]:
    return frozenset(words_of(written))

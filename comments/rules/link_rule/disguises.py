"""PURE: find addresses with a disguised dot, «exemple point com», and the facts about each.

The tables of doubtful_links.py judge by these facts; each shape of disguise has its own.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from ..folding import Folded
from ..lexicon import ALWAYS_ADDRESS, is_strong_ending, is_word, tlds
from .doubtful_links import DISGUISES, GLUED_WORDS, NEARBY_TLDS, SPELLED_WWW
from .link_signs import (
    ANNOUNCERS,
    APART,
    ARABIC_TLDS,
    GLUED,
    HOUR_OR_FIGURE,
    MOST_LABELS,
    PATH_BESIDE,
    PUNCTUATION,
    SEPARATOR,
    TWO_LABELS,
    WORD_AFTER,
    WWW,
)
from .looking_back import name_before, words_before
from .verdicts import JudgedSpan, rule_for


def disguises(folded: Folded, is_unspaced=False):
    """Yield the names whose dot is in brackets, in words or beside spaces, each with its rule."""
    plain = folded.plain
    has_www = "www" in plain
    for found in SEPARATOR.finditer(plain):
        right = TWO_LABELS.match(plain, found.end())
        tld = _tld_among(right) if right else None
        if right is None or (tld is None and not has_www):
            continue
        name = name_before(plain, found.start())
        if not name:
            continue
        start = found.start() - len(name)
        if has_www and WWW.fullmatch(name):
            whole = MOST_LABELS.match(plain, found.end())
            end = _end_of_tld(whole, _tld_among(whole)) or whole.end()
            yield JudgedSpan(start, end, "spelled", SPELLED_WWW)
            continue
        if tld is None:
            continue
        end = _end_of_tld(right, tld)
        disguise = Disguise(folded, start, end, name, found, tld)
        disguise.is_unspaced = is_unspaced and disguise.was_spaced
        rule = rule_for(disguise, DISGUISES[found.lastgroup])
        yield JudgedSpan(start, end, "spelled", rule)


def _tld_among(right):
    """Return the first label after the dot that is a top-level domain; None if none is."""
    known = tlds()
    for label in right.group().split("."):
        if label in known or label in ARABIC_TLDS:
            return label
    return None


def _end_of_tld(right, tld):
    return right.start() + len(right.group().split(tld)[0]) + len(tld) if tld else None


class Disguise:
    """A name, a sign that stands for a dot, an ending; and the facts that the rules ask for."""

    def __init__(self, folded, start, end, name, separator, tld):
        self.folded, self.plain, self.start, self.end = folded, folded.plain, start, end
        self.name, self.tld = name, tld
        self.sign = separator.group()

    @property
    def sign_word(self):
        """Return the word that stands for the dot, without the signs around it."""
        return self.sign.strip(" \t.[](){}<>\"'*_~|-")

    @property
    def is_punctuation(self):
        """Return whether the sign is made of hyphens, quotes and the like, as prose has them."""
        return PUNCTUATION.fullmatch(self.sign.replace(",", "")) is not None

    @cached_property
    def has_strong_or_arabic_ending(self):
        """Return whether the ending is strong, or one of those spelled in Arabic: «كوم»."""
        return self.tld in ARABIC_TLDS or is_strong_ending(self.tld)

    @cached_property
    def has_path(self):
        return PATH_BESIDE.match(self.plain[self.end : self.end + 12]) is not None

    @property
    def is_announced(self):
        """Return whether one of the two words before announces an address: «sur», «lien»."""
        return any(word in ANNOUNCERS for word in words_before(self.plain, self.start))

    is_unspaced = False  # whether its own letters stood apart

    @property
    def was_spaced(self):
        """Return whether three letters in a row stood apart as they were typed."""
        return APART.search(self.folded.as_typed(self.start, self.end)) is not None

    @property
    def is_figure(self):
        """Return whether a number, an hour or a figure with its unit stands before the dot."""
        return self.name.isdigit() or HOUR_OR_FIGURE.fullmatch(self.name) is not None

    @property
    def is_odd_name(self):
        """Return whether a hyphen or a figure makes a name of it that no prose has."""
        return not is_word(self.name) and re.search(r"[-_]|[a-z]\d|\d[a-z]", self.name) is not None

    @property
    def is_nearby(self):
        return self.tld in NEARBY_TLDS

    @property
    def has_usual_ending(self):
        usual = self.tld in ALWAYS_ADDRESS or self.tld in NEARBY_TLDS
        return usual and self.has_strong_or_arabic_ending

    @property
    def next_signs(self):
        return self.plain[self.end : self.end + 2]

    @property
    def is_platform(self):
        """Return whether Microsoft's platform is meant: in capitals, or with «Core» or a version."""
        after = self.plain[self.end : self.end + 12].strip()
        in_capitals = self.folded.is_in_capitals(self.end - len(self.tld), self.end)
        return in_capitals or re.match(r"core|framework|\d", after) is not None

    @property
    def word_after(self):
        return WORD_AFTER.match(self.plain, self.end)


@dataclass(frozen=True, slots=True)
class GluedWord:
    """One word with «point» in its midst."""

    is_in_capitals: bool  # of «point» itself


def glued_words(folded: Folded):
    """Yield the words that hold «point» and an ending, «bibliozarPOINTcom», each with its rule."""
    plain = folded.plain
    for found in GLUED.finditer(plain) if "point" in plain or "dot" in plain else ():
        begin = found.start()
        while begin > 0 and found.start() - begin < 40 and plain[begin - 1].isalnum():
            begin -= 1
        if found.start() - begin >= 3:
            typed = folded.as_typed(found.start(), found.start() + 3)
            rule = rule_for(GluedWord(typed.isupper()), GLUED_WORDS)
            yield JudgedSpan(begin, found.end(), "spelled", rule)

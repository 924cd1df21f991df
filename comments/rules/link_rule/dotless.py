"""PURE: find addresses without their dot: «www exemple com», «exemple fr/page», «EXEMPLE FR» in prose."""

import re
from dataclasses import dataclass

from ..folding import Folded
from ..lexicon import is_word
from .doubtful_links import DOTLESS
from .link_signs import LANGUAGE_CODES
from .verdicts import JudgedSpan, rule_for

ENDING = "com|net|org|info|fr|ma|dz|tn|be|ch|ca|sn|ci|eu|io|tv|co|uk|site|online|shop|xyz|club|biz|casino|ly|me|app"
NAME = r"[^\W_](?:[\w-]{1,38}[^\W_])"
AFTER_WWW = re.compile(
    rf"(?<!\w)www[\s_*-]{{1,3}}({NAME}(?:\s{NAME}){{0,3}}?)[\s_-]{{1,2}}({ENDING})(?![^\W_])(/\S*)?"
)
BEFORE_PATH = re.compile(
    rf"(?<![\w.@/-])({NAME})\s({ENDING})(/(?P<first>[\w-]{{2,60}})(?P<more>[/.?=][^\s<>\"|]*)?)"
)
SLASH_FOR_DOT = re.compile(rf"(?<![\w.@/-])([^\W_]\w{{1,20}}-[\w-]{{2,40}})/({ENDING})(?![\w/.])")
TWO_TOKENS = re.compile(rf"(?<![\w.@/-])([^\W_][\w-]{{5,39}})\s({ENDING})(?![\w'-])")
MOSTLY = 0.5  # of the words in capitals: then capitals say nothing


@dataclass(frozen=True, slots=True)
class Dotless:
    """A name and an ending with a space for their dot, and the facts that the rules ask for."""

    shape: str  # www, path, slash or capitals
    name: str
    path: str = ""
    has_more: bool = False  # the path goes on after its first part

    @property
    def is_name(self):
        """Return whether no dictionary holds it, or a hyphen or figure makes it a name."""
        return not any(is_word(word) for word in re.split(r"[\s_]", self.name))

    @property
    def is_pair_of_codes(self):
        """Return whether a code of language follows the slash: «fr/ar»."""
        return self.path in LANGUAGE_CODES or self.path in ENDING.split("|")


def dotless(folded: Folded):
    """Yield the names whose dot was left out, each with its rule."""
    plain = folded.plain
    if "www" in plain:
        for found in AFTER_WWW.finditer(plain):
            yield _judged(found, Dotless("www", found[1], found[3] or ""))
    if "/" in plain:
        for found in BEFORE_PATH.finditer(plain):
            path = Dotless("path", found[1], found["first"], bool(found["more"]))
            yield _judged(found, path)
        for found in SLASH_FOR_DOT.finditer(plain):
            yield _judged(found, Dotless("slash", found[1]))
    yield from _in_capitals(folded)


def _in_capitals(folded):
    """Yield «EXEMPLE FR»: two words in capitals, in prose that is not."""
    found = [
        each
        for each in TWO_TOKENS.finditer(folded.plain)
        if folded.is_in_capitals(*each.span(1)) and folded.is_in_capitals(*each.span(2))
    ]
    if not found:
        return
    words = [word for word in folded.typed.split() if len(word) > 1 and word[0].isalpha()]
    if sum(word.isupper() for word in words) > MOSTLY * len(words):
        return
    for each in found:
        yield _judged(each, Dotless("capitals", each[1]))


def _judged(found, facts):
    return JudgedSpan(*found.span(), "spelled", rule_for(facts, DOTLESS))

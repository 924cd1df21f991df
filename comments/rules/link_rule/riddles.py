"""PURE: find addresses that a reader must rebuild: written backwards, or given with directions."""

import re
from dataclasses import dataclass

from ..lexicon import is_word
from .doubtful_links import DIRECTIONS, REVERSED
from .verdicts import JudgedSpan, rule_for

BACKWARDS = re.compile(
    r"(?<![\w.@-])(?P<ending>moc|gro|ten|rf|ofni|am|zd|nt|hc|eb|ac|vt|oi|ns|ic|enilno|etis|zyx)\."
    r"(?P<name>\w[\w.-]{3,60})"
)
SAYS_SO = re.compile(
    r"l'envers|a l'envers|revers|backward|miroir|mirror|inverse|inversant|retourne|droite a gauche|right to left"
    r"|بالمقلوب|مقلوب|بالعكس|اعكس"
)
# Directions that turn words into an address, in three languages and darija.
PUT_A_DOT = re.compile(
    r"(?<!\w)(?:rempla\w{1,8}|remet\w{0,5}|met(?:s|tez|tre)|ajoute\w{0,2}|put|replace|add|change\w{0,2})\s[^\n]{0,50}?"
    r"\b(?:par|en|with|by|un|le|a|the|,|avec)\s(?:un\s|le\s|a\s)?(?:point|dot)s?\b(?!\sde\s|\sd'|\s(?:final|commun|faible|fort))"
    r"[^\n]{0,12}"
)
TAKE_SPACES_OUT = re.compile(
    r"(?<!\w)(?:enlev\w{1,3}|retir\w{1,3}|supprim\w{1,3}|vire[zr]?|ote[zr]?|sans|remove|delete|without|hayed|7ayed|7iyed|احذف\w?|ازل|حيد)\s"
    r"(?:tous\s|all\s)?(?:les\s|l\s?|the\s|des\s)?(?:espaces?|spaces?|tirets?|الفراغات|المسافات|parentheses|etoiles?|asterisques?)"
)
ARABIC_DOT = re.compile(
    r"(?:عوض|بدل|استبدل|غير)\w{0,3}\s[^\n]{0,30}?(?:ب|ال)?نقط[ةه]|بدل\s\w{2,12}\sبنقط[ةه]|زيد\sنقط[ةه]"
)
# Something that these directions can work on: an ending, or signs amid letters.
MATERIAL = re.compile(
    r"(?<![^\W_])(?:com|net|org|fr|info|ma|dz|tn|be|ch|ca|sn|ci|io|tv|shop|xyz|me)(?![^\W_])"
    r"|\w[*_|~#-]\w|(\w)\1\1|(?<!\w)\w(?:\s[\w.]){3,}|كوم|نت"
)


@dataclass(frozen=True, slots=True)
class Backwards:
    """An ending and a name in mirror writing, and the facts that the rules ask for."""

    ending: str
    name: str
    is_said: bool  # the text tells its reader to turn the letters round

    @property
    def is_no_word(self):
        return not any(is_word(part) for part in self.name.split("."))


@dataclass(frozen=True, slots=True)
class Direction:
    """An instruction, and whether the text holds what it can work on."""

    has_material: bool


def riddles(plain):
    """Yield the addresses written backwards, and the directions to rebuild one, each with its rule."""
    is_said = SAYS_SO.search(plain) is not None
    for found in BACKWARDS.finditer(plain) if "." in plain else ():
        facts = Backwards(found["ending"], found["name"], is_said)
        yield JudgedSpan(*found.span(), "spelled", rule_for(facts, REVERSED))
    direction = Direction(MATERIAL.search(plain) is not None)
    for pattern in (PUT_A_DOT, TAKE_SPACES_OUT, ARABIC_DOT):
        for found in pattern.finditer(plain):
            yield JudgedSpan(*found.span(), "spelled", rule_for(direction, DIRECTIONS))

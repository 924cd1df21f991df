"""Pure: a text as the eye reads it, letter by letter, with the way back to what was typed.

Full-width, mathematical and circled letters, look-alikes of other alphabets (Unicode TR39), zero-width and
bidirectional characters, soft hyphens, accents, HTML entities and percent escapes all fold to plain lower
case; each folded character remembers the span it came from.
"""

import html.entities
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

DOTS = "˙⠁⠂⠄🔴🔵⚪🟢🟠．｡。․‧∙⋅·•・･●⚫⬤◦۔᛫𐩐"
SLASHES = "⁄∕／╱⧸⟋"
OTHERS = {"：": ":", "∶": ":", "ː": ":", "＠": "@", "﹫": "@", "‐": "-", "‑": "-", "‒": "-", "–": "-",
          "—": "-", "−": "-", "［": "[", "］": "]", "（": "(", "）": ")", "｛": "{", "｝": "}", "＜": "<",
          "＞": ">", "，": ",", "،": ",", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "…"}  # fmt: skip
ENTITY = re.compile(
    r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));?|(?:%(?:25)?|\\u00|\\x)([0-9a-fA-F]{2})|\\(?P<dot>\.)"
)
# What TR39 keeps apart and readers do not.
MORE_LOOK_ALIKES = dict(zip("τκιηνχωεαορυσтк", "tkinvxweaopuotk", strict=True))
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
# Scripts whose letters a reader of Latin takes for Latin ones. Arabic and Han are read as themselves.
LOOK_ALIKE_SCRIPTS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LATIN", "LISU", "ROMAN",
                      "MATHEMATICAL", "DESERET", "OSAGE", "CANADIAN", "CARIAN", "LYCIAN", "LYDIAN",
                      "DIGIT", "SMALL", "SCRIPT", "DOUBLE-STRUCK", "BLACK-LETTER")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """`plain[i]` was read from `typed[starts[i]:ends[i]]`, offsets in code points."""

    plain: str
    starts: list[int] | range
    ends: list[int] | range
    typed: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where plain[start:end] stands in what was typed."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the text as it reads; one pass, time linear in its length."""
    if text.isascii() and not ENTITY.search(text):
        return Folded(text.lower(), range(len(text)), range(1, len(text) + 1), text)
    if not ENTITY.search(text):
        letters = [fold_character(character) for character in text]
        plain = "".join(letters)
        if len(plain) == len(text) and "" not in letters:
            return Folded(plain, range(len(text)), range(1, len(text) + 1), text)
    plain, starts, ends = [], [], []
    position = 0
    for escape in ENTITY.finditer(text):
        meant = _unescape(escape)
        if meant is None:
            continue
        _fold_plainly(text, position, escape.start(), plain, starts, ends)
        if meant:
            plain.append(meant)
            starts.append(escape.start())
            ends.append(escape.end())
        position = escape.end()
    _fold_plainly(text, position, len(text), plain, starts, ends)
    return Folded("".join(plain), starts, ends, text)


def _fold_plainly(text, begin, end, plain, starts, ends):
    for index in range(begin, end):
        for character in fold_character(text[index]):
            plain.append(character)
            starts.append(index)
            ends.append(index + 1)


def _unescape(escape: re.Match) -> str | None:
    """Return the one ASCII sign an escape stands for; None for any other."""
    decimal, hexadecimal, name, percent, dot = escape.groups()
    if dot:
        return "."
    if name:
        meant = html.entities.html5.get(f"{name};", "")
    else:
        code = int(decimal) if decimal else int(hexadecimal or percent, 16)
        meant = chr(code) if code < 0x110000 else ""
    if len(meant) != 1 or meant.isspace():
        return None
    read = fold_character(meant)
    return read if read == "" or "!" <= read <= "~" else None


@cache
def fold_character(character: str) -> str:
    """Return what the eye reads in one character: lower-case ASCII where it can, "" where it shows nothing."""
    if character < "\x80":
        return character.lower()
    if character in DOTS:
        return "."
    if character in SLASHES:
        return "/"
    if character in OTHERS:
        return OTHERS[character]
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"} or character in "\u115f\u1160\u3164\uffa0\u0640":
        return ""
    if category in {"Ps", "Pe"}:
        return "(" if category == "Ps" else ")"
    if capital := SMALL_CAPITAL.fullmatch(unicodedata.name(character, "")):
        return capital[1].lower()
    if category == "Zs":
        return " "
    code = ord(character)
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):  # squared, circled, regional letters
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    if letters.isascii():
        return letters.lower()
    return "".join(_look_alikes().get(c, c) for c in letters.lower())


@cache
def _look_alikes() -> dict[str, str]:
    """{character: the ASCII letter or digit it is taken for}, from Unicode TR39 as packaged."""
    source = resources.files("confusable_homoglyphs") / "confusables.json"
    table = dict(MORE_LOOK_ALIKES)
    for character, others in json.loads(source.read_text(encoding="utf-8")).items():
        if len(character) != 1 or character < "\x80":
            continue
        if not unicodedata.name(character, "").startswith(LOOK_ALIKE_SCRIPTS):
            continue
        for other in others:
            if len(other["c"]) == 1 and other["c"].isascii() and other["c"].isalnum():
                table[character] = other["c"].lower()
                break
    return table

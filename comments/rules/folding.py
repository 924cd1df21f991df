"""PURE: fold a text to the letters that the eye reads, with the way back to the typed text.

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

DOTS = "˙⠁⠂⠄🔴🔵⚪🟢🟠．｡。․‧∙⋅·•・･●⚫⬤◦۔᛫𐩐⸱꓿܁𝅭٫⏺✦❖◆"
SLASHES = "⁄∕／╱⧸⟋"
OTHERS = {"：": ":", "∶": ":", "ː": ":", "＠": "@", "﹫": "@", "‐": "-", "‑": "-", "‒": "-", "–": "-",
          "—": "-", "−": "-", "［": "[", "］": "]", "（": "(", "）": ")", "｛": "{", "｝": "}", "＜": "<",
          "＞": ">", "，": ",", "،": ",", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "…", "⠀": " ",
          "ﷺ": "صلى وسلم"}  # fmt: skip
ENTITY = re.compile(
    r"&(?:amp;)?(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-zA-Z]{2,31}));?"
    r"|(?:%(?:25)?|\\u00|\\x|=(?=2[eE]|3[aA]))([0-9a-fA-F]{2})|\\(?P<dot>\.)"
)
# Nothing to the eye: controls (but those that part words), noncharacters, surrogates, unassigned tags.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# TR39 keeps these apart, and readers do not.
MORE_LOOK_ALIKES = dict(zip("τκιηνχωεαορυσςтк¢ᑕᗩᑎᗰᖇჿɔ", "tkinvxweaopuoctkccanmroc", strict=True))
# Letters with a stroke, a hook or a tail, which Unicode does not decompose.
MORE_LOOK_ALIKES |= dict(
    zip("øđłħŧƀɨɇɍȼƒɓɗɠƙɲŋƥƭʋȥɫɵꝑᵽꞓꝁɏ", "odlhtbiercfbdgknnptvzloppcky", strict=True)
)
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
SMALL_CAPITALS = {
    chr(code): capital[1].lower()
    for block in (range(0x250, 0x2B0), range(0x1D00, 0x1D80), range(0xA700, 0xA800))
    for code in block
    if (capital := SMALL_CAPITAL.fullmatch(unicodedata.name(chr(code), "")))
}
# Scripts whose letters a reader of Latin takes for Latin ones. Arabic and Han are read as themselves.
LOOK_ALIKE_SCRIPTS = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LATIN", "LISU", "ROMAN",
                      "MATHEMATICAL", "DESERET", "OSAGE", "CANADIAN", "CARIAN", "LYCIAN", "LYDIAN",
                      "DIGIT", "SMALL", "SCRIPT", "DOUBLE-STRUCK", "BLACK-LETTER")  # fmt: skip

BLOCK = 32  # characters folded at once
# Characters whose folding is remembered: all of Unicode would take 300 MB of each process.
MOST_REMEMBERED = 20_000
ENCLOSED_LETTERS = (0x249C, 0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text: `plain[i]` was read from `typed[starts[i]:ends[i]]`, in code points."""

    plain: str
    starts: list[int] | range
    ends: list[int] | range
    typed: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of plain[start:end] in the typed text."""
        return self.starts[start], self.ends[end - 1]

    def as_typed(self, start: int, end: int) -> str:
        """Return plain[start:end] as it was typed, capitals and disguises included."""
        return self.typed[slice(*self.span(start, end))]

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether plain[start:end] stands in the typed text in one piece."""
        return self.starts[end - 1] - self.starts[start] == end - 1 - start

    def has_capital(self, start: int, end: int) -> bool:
        """Return whether plain[start:end] was typed with a capital first."""
        return self.as_typed(start, end)[:1].isupper()

    def is_in_capitals(self, start: int, end: int) -> bool:
        """Return whether plain[start:end] was typed in capitals, two characters or more."""
        typed = self.as_typed(start, end)
        return len(typed) > 1 and typed.isupper()

    def only(self, kept: list[int]) -> "Folded":
        """Return the text made of these of its characters alone, in order."""
        return Folded(
            "".join([self.plain[index] for index in kept]),
            [self.starts[index] for index in kept],
            [self.ends[index] for index in kept],
            self.typed,
        )


def fold(text: str) -> Folded:
    """Return the text as the eye reads it, in time linear in its length."""
    if text.isascii() and not ENTITY.search(text) and not UNSEEN.search(text):
        return Folded(text.lower(), range(len(text)), range(1, len(text) + 1), text)
    table = _table()
    if not ENTITY.search(text):
        plain = text.translate(table)
        if table.odd.isdisjoint(text):
            return Folded(plain, range(len(text)), range(1, len(text) + 1), text)
    plain, starts, ends = [], [], []
    position = 0
    for escape in ENTITY.finditer(text):
        meant = _unescape(escape)
        if meant is None:
            continue
        _fold_plainly(table, text, position, escape.start(), plain, starts, ends)
        if meant:
            plain += meant
            starts += [escape.start()] * len(meant)
            ends += [escape.end()] * len(meant)
        position = escape.end()
    _fold_plainly(table, text, position, len(text), plain, starts, ends)
    return Folded("".join(plain), starts, ends, text)


def _fold_plainly(table, text, begin, end, plain, starts, ends):
    for start in range(begin, end, BLOCK):
        stop = min(start + BLOCK, end)
        letters = [table[ord(character)] for character in text[start:stop]]
        if len("".join(letters)) == len(letters) and "" not in letters:  # one for one: most blocks
            plain += letters
            starts += range(start, stop)
            ends += range(start + 1, stop + 1)
            continue
        for index, letter in enumerate(letters, start):
            plain += letter
            starts += [index] * len(letter)
            ends += [index + 1] * len(letter)


def _unescape(escape: re.Match) -> str | None:
    """Return the letter that an escape shows, as the eye reads it; None if it is no ASCII."""
    decimal, hexadecimal, name, percent, dot = escape.groups()
    if dot:
        return "."
    if name:
        meant = html.entities.html5.get(f"{name};", "")
    else:
        code = int(decimal) if decimal else int(hexadecimal or percent, 16)
        meant = chr(code) if code < 0x110000 else ""
    if len(meant) != 1 or meant in "\n\r":
        return None
    read = fold_character(meant)
    return read if read.isascii() else None


class _OneByOne(dict):
    """Map each code point to its folding, as characters come; `odd` do not fold to one letter."""

    def __init__(self):
        self.odd = set()

    def __missing__(self, code):
        folded = fold_character(chr(code))
        if len(folded) != 1:
            self.odd.add(chr(code))  # first: other threads read what is kept here
        self[code] = folded
        return folded


_remembered = _OneByOne()


def _table() -> _OneByOne:
    """Return what is remembered of characters; begin anew once it is too much."""
    global _remembered
    if len(_remembered) > MOST_REMEMBERED:
        _remembered = _OneByOne()
    return _remembered


def fold_character(character: str) -> str:
    """Return one character folded: lower-case ASCII if possible, "" if it shows nothing."""
    if UNSEEN.match(character):
        return ""
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
    if character in SMALL_CAPITALS:
        return SMALL_CAPITALS[character]
    if category == "Zs":
        return " "
    code = ord(character)
    for first in ENCLOSED_LETTERS:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    decomposed = unicodedata.normalize("NFKD", character)
    letters = "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    if letters.isascii():
        return letters.lower()
    # A capital by its own shape first: «М» is taken for M, «м» for no Latin letter.
    return "".join(_look_alikes().get(c) or _folded_letter(c.lower()) for c in letters)


def _folded_letter(letters):
    return "".join(_look_alikes().get(letter, letter) for letter in letters)


@cache
def _look_alikes() -> dict[str, str]:
    """Return {character: the ASCII letter or digit it resembles}, from Unicode TR39."""
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

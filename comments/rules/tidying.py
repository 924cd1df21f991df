"""PURE: mend the small faults of a text in silence: spaces, line ends, invisible signs."""

import re

from articles.rules.characters import normalized
from articles.rules.printable import printable

DEEPEST_MARKS = 2  # Arabic stacks a shadda and a vowel; more on one letter hides its neighbours

# Format characters that show nothing: zero-width, bidirectional overrides and isolates, tags, fillers.
# ZWNJ and ZWJ stay: Arabic script and emoji sequences need them.
FLAG = (
    "\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f"  # of Scotland, Wales, England: tags spell it
)
INVISIBLE = re.compile(
    f"(?P<flag>{FLAG})|"
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e007f]"
)
STACKED_MARKS = re.compile(
    r"[\u0300-\u036f\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3,}"
)
SPACES = re.compile(r"(?:[^\S\n]|\u2800)+")  # a braille cell without a dot is a blank too
BLANK_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Return the text in NFC, without invisible or control characters or idle spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n\n")
    text = INVISIBLE.sub(lambda found: found["flag"] or "", printable(text))
    text = STACKED_MARKS.sub(lambda marks: marks[0][:DEEPEST_MARKS], text)
    text = STACKED_MARKS.sub(lambda marks: marks[0][:DEEPEST_MARKS], normalized(text))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def tidy_name(name: str) -> str:
    """Return a display name on one line."""
    return " ".join(tidy(name).split())

"""PURE: the characters that XML, feeds and databases refuse, and text without them.

The one place that cleans text: text fields of models when saved, feeds and site maps when written, bodies, wires.
"""

import re
from dataclasses import fields

# Controls, lone surrogates and noncharacters (XML 1.0, section 2.2), which bleach lets through.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)
# Controls that a word processor puts between two words: line breaks within a paragraph, page breaks.
BETWEEN_WORDS = re.compile(r"[\x0b\x0c\x1c-\x1f\x85]+")


def printable(text: str) -> str:
    """Return the text without unprintable characters; a space stands for those between words."""
    if not UNPRINTABLE.search(text):
        return text
    return UNPRINTABLE.sub("", BETWEEN_WORDS.sub(" ", text))


def make_printable(thing):
    """Clean every text that a dataclass holds, in its lists and tuples too."""
    for field in fields(thing):
        setattr(thing, field.name, _cleaned(getattr(thing, field.name)))


def _cleaned(value):
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_cleaned(each) for each in value)
    return value

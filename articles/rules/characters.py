"""PURE: text composed as Unicode wants it, at a cost that stays linear."""

import html
import re
import unicodedata
from functools import cache

# A character's number of thousands of digits: Python refuses to read it as a number.
LONG_NUMBER = re.compile(r"&#[0-9]{8,}+;?")
LONG = 5000  # characters: below, no run of marks is long enough to cost anything


@cache
def long_run_of_marks():
    """Return the pattern of 30 marks of any script and those after them; made for the first long text.

    Normalising sorts each run of marks, at a cost that grows with its square: UAX 15 section 13 (stream-safe text)
    lets no language need more than 30 in a row.
    """
    letters = map(chr, range(0x300, 0x1F000))
    marks = "".join(
        letter
        for letter in letters
        if unicodedata.combining(unicodedata.normalize("NFD", letter)[0])
    )
    return re.compile(f"([{marks}]{{30}})[{marks}]+")


def normalized(text: str, form: str = "NFC") -> str:
    """Return the text in that form of Unicode; of a run of marks, only as many as languages need."""
    if text.isascii():
        return text
    if len(text) > LONG:
        text = long_run_of_marks().sub(r"\1", text)
    return unicodedata.normalize(form, text)


def unescape(text: str) -> str:
    """Return text with its entities read, whatever numbers they hold."""
    return html.unescape(LONG_NUMBER.sub("\ufffd", text))

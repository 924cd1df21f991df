"""PURE: read what stands before a place in a text, from that place backwards.

A pattern that ends in `$` is tried at each letter before the place; read backwards, the same letters are tried once.
"""

import re

from .link_signs import RIGHT

# The last line feed of what is read is no sign of its own, as for `$`.
WORDS = re.compile(r"\n?\W{1,3}([^\W\d_]+)(?:\W{1,3}([^\W\d_]+))?")
LONGEST_NAME = 64  # characters
NEAR = 40  # characters in which the words before a place are looked for


def name_before(plain: str, place: int) -> str:
    """Return the longest name, dots included, that ends at a place; "" if none does."""
    # A name reads the same in both directions.
    found = RIGHT.match(plain[max(0, place - LONGEST_NAME) : place][::-1])
    return found.group()[::-1] if found else ""


def words_before(plain: str, place: int, near: int = NEAR) -> list[str]:
    """Return the word before a place and the one before it, as far as three signs at most part them."""
    found = WORDS.match(plain[max(0, place - near) : place][::-1])
    return [word[::-1] for word in found.groups() if word] if found else []


def word_before(plain: str, place: int, near: int = NEAR) -> str:
    """Return the word before a place, three signs away at most; "" if there is none."""
    return next(iter(words_before(plain, place, near)), "")

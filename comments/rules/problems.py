"""PURE: find the faults for which the form refuses a text, links apart; count characters."""

import re

from .quoting import excerpt

LONGEST_RUN = 20  # the same character so many times in a row is noise, not emphasis
SHOUT_LETTERS = 50  # fewer make a headline or an acronym
SHOUT_SHARE = 0.8  # of the letters are capitals
SAME_LINES = 3
SHORT_LINE = 10  # characters: as short a line may come again

RUN = re.compile(rf"([^\s])\1{{{LONGEST_RUN - 1},}}")
JOINED = re.compile(
    r"[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|[\u0300-\u036f\u064b-\u065f\u0670]"
)
EMOJI = r"[\u2190-\u2bff\U0001f000-\U0001faff]"
EMOJI_JOINT = re.compile(rf"(?<={EMOJI})[\ufe0f\U0001f3fb-\U0001f3ff]*\u200d{EMOJI}")


def count_characters(text: str) -> int:
    """Return the number of characters that a person would count.

    Accents, joiners and skin tones count for none. An emoji joined to another by a zero-width joiner counts
    once with it (UAX 29, as far as comments go).
    """
    return len(JOINED.sub("", EMOJI_JOINT.sub("", text)))


def problems(text: str) -> list[str]:
    """Return the codes of the rules that a tidied text breaks, in the order of this list:

    empty, shouting, repeated_characters, repeated_lines. The form counts the length, links.py finds links.
    """
    found = []
    if not any(map(str.isalnum, text)):
        found.append("empty")
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    if capitals + small >= SHOUT_LETTERS and capitals > SHOUT_SHARE * (capitals + small):
        found.append("shouting")
    if RUN.search(text):
        found.append("repeated_characters")
    lines = _long_lines(text)
    if len(lines) - len(set(lines)) >= SAME_LINES - 1:
        found.append("repeated_lines")
    return found


def passage(text: str, code: str) -> str:
    """Return the words that broke the rule `code`, cut for a quotation; "" if all of them did."""
    if code == "repeated_characters":
        return RUN.search(text)[0][:5] + "…"
    if code == "repeated_lines":
        lines = _long_lines(text)
        return excerpt(next(line for line in lines if lines.count(line) > 1), 60)
    return ""


def _long_lines(text):
    return [line for line in text.split("\n") if len(line) > SHORT_LINE]

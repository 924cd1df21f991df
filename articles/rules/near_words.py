"""PURE: which known word a reader may have meant: the end is missing, or one letter is wrong."""

from collections.abc import Mapping

LEAST = 4  # letters of a word that may hold a mistake; shorter ones have too many neighbours


def nearest(word: str, known: Mapping[str, int]) -> str:
    """Return the known word that this one begins, or that is one mistake away; returns "" if none is.

    `known` gives for each word how often it is used: the most used one wins. A mistake is a letter too many, too
    few, or another, or two neighbours changed about.
    """
    if len(word) < LEAST:
        return ""
    # A mistake in one half leaves the other as it is: few words share a half, and are compared letter by letter.
    half = len(word) // 2
    start, end = word[:half], word[half + 1 :]
    near = [
        other
        for other in known
        if (other.startswith(start) or other.endswith(end))
        and other != word
        and (other.startswith(word) or is_one_mistake_away(word, other))
    ]
    return max(near, key=lambda other: (known[other], other), default="")


def is_one_mistake_away(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    start = next((at for at, sign in enumerate(shorter) if sign != longer[at]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    rest, other_rest = shorter[start:], longer[start:]
    return rest[1:] == other_rest[1:] or (
        rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
    )

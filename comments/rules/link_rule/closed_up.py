"""PURE: close up s p a c e d letters, or take out tags: links hide in both."""

from collections.abc import Iterator

from ..folding import Folded
from ..lexicon import ALWAYS_ADDRESS
from .link_signs import (
    BEFORE_TLD,
    BRACKETED_LETTERS,
    DOT_APART,
    LETTERS_SPACED,
    RINGED_LETTERS,
    TAG,
    TAG_SIGN,
    TLD_SPACED,
)


def closed_up(folded: Folded) -> Iterator[Folded]:
    """Yield the text closed up, and the text without tags, if they differ from it."""
    if runs := _letters_spaced(folded.plain):
        yield _without_letter_spaces(folded, runs)
    if rings := list(RINGED_LETTERS.finditer(folded.plain)):
        yield _without(
            folded, [place for ring in rings for place in (ring.start(), ring.end() - 1)]
        )
    if TAG_SIGN.search(folded.plain) and TAG.search(folded.plain):
        yield _without_tags(folded)


def _letters_spaced(plain):
    """Return the runs of letters that stand apart, as (start, end) in reading order."""
    runs = [run.span() for run in LETTERS_SPACED.finditer(plain)]
    runs += [run.span() for run in BRACKETED_LETTERS.finditer(plain)]
    runs += [run.span() for run in DOT_APART.finditer(plain)]
    for ending in TLD_SPACED.finditer(plain):
        start, end = ending.span()
        letters = plain[start:end:2]
        is_tld = letters in ALWAYS_ADDRESS or letters in {"ma", "dz", "tn", "be", "ch"}
        if is_tld and BEFORE_TLD.search(plain, max(0, start - 8), start):
            runs.append((start, end))
    return sorted(runs)


def _without_letter_spaces(folded, runs):
    kept, position = [], 0
    for start, end in runs:
        if start >= position:
            kept += (*range(position, start), *range(start, end, 2))
            position = end
    return folded.only([*kept, *range(position, len(folded.plain))])


def _without(folded, places):
    """Return the text without the characters at these places."""
    gone = set(places)
    return folded.only([place for place in range(len(folded.plain)) if place not in gone])


def _without_tags(folded):
    kept, position = [], 0
    for tag in TAG.finditer(folded.plain):
        kept += range(position, tag.start())
        position = tag.end()
    return folded.only([*kept, *range(position, len(folded.plain))])

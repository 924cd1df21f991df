"""PURE: where the words that a model weighed stand in a text as it was typed."""

import re
from dataclasses import dataclass

from .normal_text import HARAKAT, SPACED, as_compared, words_of

# Of «d’idiot», the word without its article; accents and harakat that stand apart are part of it.
PART = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f]|{HARAKAT.pattern})*")


@dataclass(frozen=True)
class Place:
    """A weighed word: [start, end) in code points, and whether it speaks for the text."""

    start: int
    end: int
    is_for_the_text: bool = False

    @property
    def css_class(self):
        return "pese pese--pour" if self.is_for_the_text else "pese"


def places(typed: str, words: list[str], *, are_for_the_text: bool = False) -> list[Place]:
    """Return where these words of `Reading` stand in a text, in order; «c o n n a r d» is one place."""
    sought, found = set(words), []
    for pattern in (SPACED, PART):
        for run in pattern.finditer(typed):
            is_there = not sought.isdisjoint(words_of(as_compared(run[0])))
            if is_there and not any(
                place.start < run.end() and run.start() < place.end for place in found
            ):
                found.append(Place(run.start(), run.end(), are_for_the_text))
    return sorted(found, key=lambda place: place.start)


def apart(spans, others) -> list:
    """Return the spans, and those of `others` that overlap none of them, in reading order."""
    kept = list(spans)
    for other in others:
        if all(other.end <= span.start or span.end <= other.start for span in kept):
            kept.append(other)
    return sorted(kept, key=lambda span: span.start)

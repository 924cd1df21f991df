"""Texts that were judged before: the very same, or nearly the same, is likely to be judged alike."""

from collections import Counter

from comments.rules.likeness import are_near, essence, simhash
from comments.rules.triage.normal_text import as_compared

MOST_NEAR = 2000  # of the latest, that are compared one by one
CERTAIN = 0.97  # as sure as a repeat makes us at most


class Memory:
    """What became of texts, by their letters; the latest also by their likeness."""

    def __init__(self):
        self._same = {}  # letters → Counter of rules
        self._near = []  # (simhash, rule)

    def remember(self, text: str, rule: str | None):
        self._same.setdefault(_letters(text), Counter())[rule] += 1
        if (bits := simhash(text)) is not None:
            self._near = [*self._near[-MOST_NEAR + 1 :], (bits, rule)]

    def recall(self, text: str) -> Counter:
        """Return {rule, None if published: number} of the same texts, else of nearly the same."""
        if there := self._same.get(_letters(text)):
            return there
        bits = simhash(text)
        if bits is None:
            return Counter()
        return Counter(rule for other, rule in self._near if are_near(bits, other))


def moved(score: float, judged: Counter) -> float:
    """Return a score moved towards what became of the same text before."""
    if not judged:
        return score
    refused = sum(number for rule, number in judged.items() if rule is not None)
    share = refused / judged.total()
    sure = CERTAIN * judged.total() / (judged.total() + 1) + (1 - CERTAIN)
    return sure * (share * CERTAIN + (1 - CERTAIN) / 2) + (1 - sure) * score


def _letters(text):
    return essence(text) or as_compared(text)

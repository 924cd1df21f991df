"""PURE: numbers that follow from words, the same on every machine and in every version of Python."""

import hashlib
from itertools import count


class Numbers:
    """Draws numbers from a seed, always in the same order."""

    def __init__(self, seed: str):
        self.seed = seed
        self.turn = count()

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to limit - 1."""
        digest = hashlib.sha256(f"{self.seed} {next(self.turn)}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % limit

    def between(self, least: int, most: int) -> int:
        """Return a whole number from least to most, both included."""
        return least + self.below(most - least + 1)

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def shuffled(self, things):
        """Return the things in another order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

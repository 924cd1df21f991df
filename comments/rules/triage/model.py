"""PURE: a model of triage as numbers, and how it reads a text. No library: a web worker scores in a millisecond.

The model is a logistic regression on the words, the pieces of words and the facts of a text (features.py). Its raw score
becomes a probability by Platt's two numbers (J. Platt, 1999).
"""

import gzip
import json
import math
from dataclasses import asdict, dataclass, field

from .features import HOSTILE, facts, grams, words_and_pairs
from .normal_text import as_compared, without_accents, words_of
from .prior import GUESS, PRIOR
from .words import WordLists, word_lists

FORMAT = 1
MOST_WORDS = 5  # named as reasons
LEAST_SHARE = 0.05  # of a word in the raw score, to be named
TELLING = {
    *HOSTILE,
    "vulgar",
    "accusing",
    "spam",
    "group",
    "courtesy",
}  # lists whose words are shown, however common
RARE_ENOUGH = 4.0  # idf: a word that stands in one text of twenty or more tells nothing by itself


class Unreadable(Exception):
    """The bytes are no model of a format that we know; the words say why."""


@dataclass(frozen=True)
class Reading:
    """What a model says of one text."""

    score: float  # probability that a moderator refuses it, 0 to 1
    rule: str | None  # the rule it is likely to break
    words: list[str]  # with the largest share, as normal_text.py leaves them, the largest first
    against: list[str]  # that speak for the text


@dataclass
class Linear:
    """Weights of features. `table` is {feature: (idf, weight)} of words and grams, `told` {fact: weight}."""

    table: dict[str, tuple[float, float]]
    told: dict[str, float]
    intercept: float = 0.0
    is_named: bool = True  # of a rule: often enough and well enough

    def raw(self, blocks, facts_of_text) -> float:
        total = self.intercept
        total += sum(self.told.get(name, 0.0) * value for name, value in facts_of_text.items())
        for counts in blocks:
            total += sum(self.shares(counts).values())
        return total

    def shares(self, counts) -> dict[str, float]:
        """Return what each feature of a block adds to the raw score: sublinear tf-idf, of length one."""
        parts, square = {}, 0.0
        for name, number in counts.items():
            known = self.table.get(name)
            if known:
                value = (1.0 + math.log(number)) * known[0]
                square += value * value
                parts[name] = value * known[1]
        if not square:
            return parts
        length = math.sqrt(square)
        return {name: part / length for name, part in parts.items()}


@dataclass
class Model:
    """A trained model: the score, the rules, and how good it was on decisions that it had not seen."""

    score: Linear
    platt: tuple[float, float]
    lists: dict[str, list[str]]  # the words of the lists it was trained with
    rules: dict[str, Linear] = field(default_factory=dict)  # {code: its regression}
    figures: dict[str, float] = field(default_factory=dict)

    def __post_init__(self):
        self._lists: WordLists = word_lists(self.lists)

    def read(self, typed: str) -> Reading:
        """Read a text as it was written."""
        text = as_compared(typed)
        blocks = (words_and_pairs(text), grams(text))
        told = facts(typed, text, self._lists)
        words, against = self._words(text, blocks, told)
        score = self.probability(self.score.raw(blocks, told))
        return Reading(
            score=score,
            rule=self._rule(blocks, told) if score >= self.figures.get("middle", 0) else None,
            words=words,
            against=against,
        )

    def probability(self, raw: float) -> float:
        slope, shift = self.platt
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, slope * raw + shift))))

    def _rule(self, blocks, told):
        """Return the likeliest rule, or None if it is one that the model does not name well enough."""
        raw = {rule: linear.raw(blocks, told) for rule, linear in self.rules.items()}
        best = max(raw, key=raw.get, default=None)
        return best if best is not None and self.rules[best].is_named else None

    def _words(self, text, blocks, told):
        """Return the words with the largest share for a refusal, and those with the largest against it."""
        in_order = words_of(text)
        plain = [without_accents(word) for word in in_order]
        share, listed = dict.fromkeys(in_order, 0.0), set()
        of_words, of_grams = (self.score.shares(block) for block in blocks)
        for word, folded in zip(in_order, plain, strict=True):
            share[word] += of_words.get(f"w {word}", 0.0)
            if folded != word:
                share[word] += of_words.get(f"w {folded}", 0.0)
            share[word] += sum(of_grams.get(gram, 0.0) for gram in grams(word))
        for one, other in zip(range(len(plain)), range(1, len(plain)), strict=False):
            half = of_words.get(f"p {plain[one]} {plain[other]}", 0.0) / 2
            share[in_order[one]] += half
            share[in_order[other]] += half
        for start, end, category in self._lists.found(in_order):
            part = self.score.told.get(f"has {category}", 0.0) + self.score.told.get(
                f"many {category}", 0.0
            )
            part += self.score.told.get(GUESS, 0.0) * PRIOR.get(f"has {category}", 0.0)
            if category in TELLING:
                listed.update(in_order[start:end])
            for word in in_order[start:end]:
                share[word] += part / (end - start)
        ordered = sorted(
            (word for word in share if word in listed or self._tells(word)),
            key=share.get,
            reverse=True,
        )
        words = [word for word in ordered if share[word] >= LEAST_SHARE][:MOST_WORDS]
        against = [word for word in reversed(ordered) if share[word] <= -LEAST_SHARE]
        return words, against[:MOST_WORDS]

    def _tells(self, word):
        """Return whether a word is one that a moderator would look at: not «les», not «what»."""
        idf, _weight = self.score.table.get(f"w {without_accents(word)}", (RARE_ENOUGH, 0.0))
        return len(word) > 3 and idf >= RARE_ENOUGH

    # To be kept as numbers and words

    def packed(self) -> bytes:
        """Return the model as gzipped JSON."""
        told = {"format": FORMAT, **asdict(self)}
        return gzip.compress(json.dumps(told, ensure_ascii=False).encode(), 6, mtime=0)

    @classmethod
    def unpacked(cls, content: bytes) -> "Model":
        """Return the model of `packed`; raise Unreadable."""
        try:
            told = json.loads(gzip.decompress(content))
            if told.pop("format") != FORMAT:
                raise Unreadable("it is of another format")
            told["score"] = Linear(**told["score"])
            told["rules"] = {rule: Linear(**linear) for rule, linear in told["rules"].items()}
            return cls(**told)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise Unreadable(str(error)) from error

"""Train a model from decisions. Only this module imports scikit-learn (extra `triage`), and only while it trains.

An L2 logistic regression without class weights, all languages together, trained anew from all decisions. Its
probabilities are calibrated (Platt), and its quality is told, on scores of decisions that the model of that fold had not
seen: contiguous blocks in the order of time.
"""

from array import array
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from comments.rules.triage import features
from comments.rules.triage.model import Linear, Model
from comments.rules.triage.prior import GUESS
from comments.rules.triage.words import WordLists

from . import quality

FOLDS = 4
MOST_FEATURES = 200_000
RARE = 300  # decisions: with fewer, a word that was seen once counts too
LEAST_OF_A_RULE = 15  # decisions, for a rule to be named
LEAST_PRECISION = 0.6  # back-tested, of a rule that is named
STRENGTH, STRENGTH_OF_RULES = 3.0, 10.0  # C of the regressions
# How large the facts stand beside the words, and our own guess beside both: the larger, the sooner they are believed.
SCALES, SCALE_OF_FACTS = {GUESS: 1.5}, 0.6


class NothingToLearn(Exception):
    """There are no decisions of both kinds."""


@dataclass(frozen=True)
class Judged:
    """A decision to learn from: the text, the rule it broke (None: published), and how much it counts."""

    text: str
    rule: str | None
    weight: float = 1.0


def train(decisions: list[Judged], lists: WordLists) -> Model:
    """Return the model of these decisions, in the order of time; raise NothingToLearn."""
    return trained_and_tried(decisions, lists)[0]


def trained_and_tried(decisions, lists) -> tuple[Model, list[float | None]]:
    """Return the model, and of each decision the probability by one that had not seen it, None if there was none."""
    refused = [each.rule is not None for each in decisions]
    if len(set(refused)) < 2:
        raise NothingToLearn
    table = Table([each.text for each in decisions], lists)
    weights = [each.weight for each in decisions]
    raw = _unseen_scores(table, range(len(decisions)), refused, weights, STRENGTH)
    told = [
        (score, is_refused)
        for score, is_refused in zip(raw, refused, strict=True)
        if score is not None
    ]
    platt = quality.platt(told)
    regression = _fitted(table, range(len(decisions)), refused, weights, STRENGTH)
    model = Model(
        score=table.linear(regression),
        platt=platt,
        lists=lists.typed,
        rules=_rules(table, decisions, weights),
        figures=quality.figures(told, platt),
    )
    return model, [None if score is None else model.probability(score) for score in raw]


class Table:
    """The texts as one sparse matrix: words and pairs, and grams, each of length one (sublinear tf-idf); then facts."""

    def __init__(self, texts, lists):
        self.names = {}  # word or gram → number, in the order in which they are met
        self.facts = {}
        read = [self._read(text, lists) for text in texts]
        self.matrix = self._matrix(read)

    def _read(self, text, lists):
        """Return the numbers and counts of both blocks, and the facts: small, for there are many texts."""
        *blocks, facts = features.read(text, lists)
        numbers = [
            (
                array("i", [self.names.setdefault(name, len(self.names)) for name in block]),
                array("H", block.values()),
            )
            for block in blocks
        ]
        of_facts = array("i", [self.facts.setdefault(name, len(self.facts)) for name in facts])
        scaled = [value * SCALES.get(name, SCALE_OF_FACTS) for name, value in facts.items()]
        return *numbers, (of_facts, array("f", scaled))

    def _matrix(self, read):
        import numpy
        from scipy.sparse import csr_matrix, hstack

        total = len(self.names)
        found = numpy.zeros(total, dtype=numpy.int32)
        for row in read:
            for numbers, _counts in row[:2]:
                found[numbers] += 1  # a word and a gram have names of their own
        least = 1 if len(read) < RARE else 2
        kept = numpy.flatnonzero(found >= least)
        kept = kept[numpy.argsort(-found[kept], kind="stable")[:MOST_FEATURES]]
        column = numpy.full(total, -1, dtype=numpy.int32)
        column[kept] = numpy.arange(len(kept), dtype=numpy.int32)
        idf = numpy.log((1 + len(read)) / (1 + found[kept])) + 1
        self.idf = idf.astype(numpy.float32)
        self.names = {
            name: at for name, number in self.names.items() if (at := int(column[number])) >= 0
        }
        parts = []
        for block in (0, 1):
            values, places, starts = [], [], [0]
            for row in read:
                numbers, counts = (numpy.asarray(each) for each in row[block])
                at = column[numbers]
                value = (1 + numpy.log(counts[at >= 0])) * self.idf[at[at >= 0]]
                places.append(at[at >= 0])
                values.append(
                    (value / max(1e-9, float(numpy.sqrt(value @ value)))).astype(numpy.float32)
                )
                starts.append(starts[-1] + len(value))
            parts.append(
                csr_matrix(
                    (numpy.concatenate(values), numpy.concatenate(places), starts),
                    shape=(len(read), len(kept)),
                )
            )
        starts = numpy.cumsum([0, *(len(row[2][0]) for row in read)])
        facts = csr_matrix(
            (
                numpy.concatenate([numpy.asarray(row[2][1]) for row in read]),
                numpy.concatenate([numpy.asarray(row[2][0]) for row in read]),
                starts,
            ),
            shape=(len(read), len(self.facts)),
        )
        return hstack([parts[0] + parts[1], facts], format="csr")

    def linear(self, regression) -> Linear:
        """Return a fitted regression as numbers and names."""
        weight = regression.coef_[0]
        width = len(self.names)
        return Linear(
            table={
                name: (round(float(self.idf[at]), 4), round(float(weight[at]), 5))
                for name, at in self.names.items()
            },
            told={
                name: round(float(weight[width + at]) * SCALES.get(name, SCALE_OF_FACTS), 5)
                for name, at in self.facts.items()
            },
            intercept=float(regression.intercept_[0]),
        )


def _fitted(table, rows, targets, weights, strength):
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(
        C=strength, solver="liblinear", dual=True, max_iter=1000, tol=1e-3
    )
    return regression.fit(
        table.matrix[list(rows)], [targets[row] for row in rows], [weights[row] for row in rows]
    )


def _blocks(rows):
    """Return these rows in folds: contiguous, in the order of time."""
    edges = [len(rows) * fold // FOLDS for fold in range(FOLDS + 1)]
    return [rows[start:end] for start, end in pairwise(edges)]


def _unseen_scores(table, rows, targets, weights, strength):
    """Return the raw score of each row by a model that had not seen its decision; None if that had only one kind.

    What it knew of the text is how rare its words are: that is counted once, in all texts.
    """
    scores = []
    for block in _blocks(rows):
        there = set(block)
        others = [row for row in rows if row not in there]
        if len(block) and len({targets[row] for row in others}) == 2:
            regression = _fitted(table, others, targets, weights, strength)
            scores += map(float, regression.decision_function(table.matrix[list(block)]))
        else:
            scores += [None] * len(block)
    return scores


def _rules(table, decisions, weights):
    """Return {rule: Linear} of the rules that are decided often enough; each knows if it may be named."""
    rows = [row for row, each in enumerate(decisions) if each.rule is not None]
    numbers = Counter(decisions[row].rule for row in rows)
    often = [rule for rule, number in numbers.items() if number >= LEAST_OF_A_RULE]
    if len(often) < 2:
        return {}
    targets = {rule: [each.rule == rule for each in decisions] for rule in often}
    strength = STRENGTH_OF_RULES
    unseen = {rule: _unseen_scores(table, rows, targets[rule], weights, strength) for rule in often}
    named, right = Counter(), Counter()
    for at, row in enumerate(rows):
        scored = {rule: scores[at] for rule, scores in unseen.items() if scores[at] is not None}
        if scored:
            best = max(scored, key=scored.get)
            named[best] += 1
            right[best] += decisions[row].rule == best
    linears = {}
    for rule in often:
        linears[rule] = table.linear(_fitted(table, rows, targets[rule], weights, strength))
        linears[rule].is_named = named[rule] > 0 and right[rule] / named[rule] >= LEAST_PRECISION
    return linears

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
FORGOTTEN_AFTER = (
    4000  # texts: a word that came once among so many, or twice as many, and in none since
)
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
        self._found = array("I")  # of each number: in how many texts
        read, met = [], [0]
        for number, text in enumerate(texts, start=1):
            read.append(self._read(text, lists))
            if number % FORGOTTEN_AFTER == 0:
                self._forget(met[-2:][0])
                met.append(len(self._found))
        self.matrix = self._matrix(read)

    def _read(self, text, lists):
        """Return the numbers and counts of both blocks, and the facts: small, for there are many texts."""
        *blocks, facts = features.read(text, lists)
        numbers = [
            (array("i", map(self._number, block)), array("H", block.values())) for block in blocks
        ]
        of_facts = array("i", [self.facts.setdefault(name, len(self.facts)) for name in facts])
        scaled = [value * SCALES.get(name, SCALE_OF_FACTS) for name, value in facts.items()]
        return *numbers, (of_facts, array("f", scaled))

    def _number(self, name):
        """Return the number of a word or gram, and count that a text has it; both have names of their own."""
        at = self.names.setdefault(name, len(self._found))
        if at == len(self._found):
            self._found.append(0)
        self._found[at] += 1
        return at

    def _forget(self, until):
        """Forget the names met before this number and only once since: they were half of the memory."""
        self.names = {
            name: at for name, at in self.names.items() if at >= until or self._found[at] > 1
        }

    def _matrix(self, read):
        import numpy

        total = len(self._found)
        found = numpy.asarray(self._found, dtype=numpy.int32)
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
        return self._written(read, column)

    def _written(self, read, column):
        """Return the rows as one matrix, written in place: put together from parts it took twice the memory."""
        import numpy
        from scipy.sparse import csr_matrix

        width, starts = len(self.idf), numpy.zeros(len(read) + 1, dtype=numpy.int32)
        for at, (*blocks, facts) in enumerate(read):
            there = sum(int((column[numbers] >= 0).sum()) for numbers, _counts in blocks)
            starts[at + 1] = starts[at] + there + len(facts[0])
        columns = numpy.empty(starts[-1], dtype=numpy.int32)
        values = numpy.empty(starts[-1], dtype=numpy.float32)
        for row, (*blocks, facts) in enumerate(read):
            at = starts[row]
            for numbers, counts in blocks:
                places = column[numbers]
                there = places >= 0
                value = (1 + numpy.log(numpy.asarray(counts)[there])) * self.idf[places[there]]
                end = at + len(value)
                columns[at:end] = places[there]
                values[at:end] = value / max(1e-9, float(numpy.sqrt(value @ value)))
                at = end
            columns[at : starts[row + 1]] = numpy.asarray(facts[0]) + width
            values[at : starts[row + 1]] = facts[1]
        shape = (len(read), width + len(self.facts))
        matrix = csr_matrix((values, columns, starts), shape=shape)
        matrix.sort_indices()
        return matrix

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
    there = list(rows)
    matrix = table.matrix if len(there) == table.matrix.shape[0] else table.matrix[there]
    return regression.fit(matrix, [targets[row] for row in there], [weights[row] for row in there])


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

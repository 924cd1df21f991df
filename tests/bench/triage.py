"""Measure triage: `python -m tests.bench.triage [--orders 4]`.

It learns from the decisions of tests/corpus/triage in random orders, as a newsroom would make them, and scores the rest: AUC
by language after 200, 600 and 1,000; how far the probabilities are from what happened; how many kind or neutral mentions of
a group (comments/data/triage-mentions.jsonl) score one half or more, by kind and group; the time and memory of 20,000 decisions, and of one score.
"""

import argparse
import json
import random
import resource
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean

from comments.rules.triage import mentions
from comments.rules.triage.words import ours
from comments.triage import quality
from comments.triage.training import Judged, train

CORPUS = Path(__file__).parent.parent / "corpus" / "triage"
SIZES = (200, 600, 1000)
MANY, FOLDS = 20_000, 5
LANGUAGES = ("fr", "ar", "en")


def lines(name):
    return [json.loads(line) for line in (CORPUS / f"{name}.jsonl").open(encoding="utf-8")]


def judged(rows):
    return [Judged(row["text"], row["rule"]) for row in rows]


def learn_and_score(rows, orders):
    """Print the AUC of each language and the calibration error after so many decisions; return the last model."""
    print(
        f"{'decisions':>9} "
        + " ".join(f"{f'AUC {language}':>7}" for language in LANGUAGES)
        + "  calibration error"
    )
    for size in SIZES:
        areas, errors = defaultdict(list), []
        for order in range(orders):
            some = random.Random(order).sample(rows, len(rows))
            model = train(judged(some[:size]), ours())
            told = [
                (model.read(row["text"]).score, row["rule"] is not None, row["lang"])
                for row in some[size:]
            ]
            errors.append(quality.calibration_error([each[:2] for each in told]))
            for language in LANGUAGES:
                areas[language].append(
                    quality.auc([each[:2] for each in told if each[2] == language])
                )
        shown = " ".join(f"{mean(areas[language]):>7.3f}" for language in LANGUAGES)
        print(f"{size:>9,} {shown} {mean(errors):>18.3f}")


def calibration(rows):
    """Print how far the probabilities are from what happened, in all texts, each scored by a model of four fifths of the others.

    And how far those of somebody who knows the true chances would seem to be, by luck alone: in few texts, that is much.
    """
    some, told = random.Random(0).sample(rows, len(rows)), []
    for fold in range(FOLDS):
        model = train(judged(row for n, row in enumerate(some) if n % FOLDS != fold), ours())
        told += [
            (model.read(row["text"]).score, row["rule"] is not None) for row in some[fold::FOLDS]
        ]
    chance = random.Random(1)
    lucky = [
        quality.calibration_error([(score, chance.random() < score) for score, _refused in told])
        for _time in range(50)
    ]
    print(
        f"calibration error in all {len(told):,}, each unseen: {quality.calibration_error(told):.3f}; "
        f"of the true chances: {mean(lucky):.3f}"
    )


def fairness(rows):
    """Print how many kind or neutral mentions of a group score one half or more, by a model of all decisions."""
    model = train(judged(rows), ours())
    told = mentions.fairness(lambda text: model.read(text).score)
    flagged, of = told["all"].flagged, told["all"].of
    print(f"of {of} kind or neutral mentions of a group, {flagged} score one half or more")
    for name in ("group", "kind", "lang"):
        shares = (
            f"{each.name} {each.flagged}/{each.of}{' (above)' if each.is_above else ''}"
            for each in told[name]
        )
        print(f"  by {name}: {', '.join(shares)}")


def many(rows):
    """Print what learning MANY decisions takes: mixed from the words of these, no two alike."""
    chance = random.Random(1)
    mixed = []
    for _each in range(MANY):
        one, other = chance.choice(rows), chance.choice(rows)
        words = [
            *one["text"].split(),
            *other["text"].split()[: chance.randrange(12)],
            f"{chance.random():.6f}",
        ]
        mixed.append(Judged(" ".join(words), one["rule"]))
    begun = time.process_time()
    model = train(mixed, ours())
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{MANY:,} decisions: {time.process_time() - begun:.0f} s of processor, {most} MB at most"
    )
    begun = time.process_time()
    for row in rows[:500]:
        model.read(row["text"])
    print(f"a score: {(time.process_time() - begun) * 2:.1f} ms of processor")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=4, help="random orders of the decisions")
    rows = lines("tweets") + lines("letters")
    orders = parser.parse_args().orders
    many(rows)  # first: the memory told is the most that the process ever had
    learn_and_score(rows, orders)
    calibration(rows)
    fairness(rows)


if __name__ == "__main__":
    main()

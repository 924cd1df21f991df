"""What is shown of small counts: nobody can reckon one that is hidden, nor is anybody recognised by it."""

from collections import defaultdict

import pytest

from comments.rules.register.guard import ENOUGH, FEW, MASKED, shown

pytestmark = pytest.mark.once


def breakdowns(total, cells):
    """Every way in which a total can be broken down into so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in breakdowns(total - first, cells - 1):
            yield (first, *others)


# Cells, and totals up to which every breakdown is tried: some ten thousand of them.
TRIED = [(2, 30), (3, 24), (4, 17), (5, 13)]


@pytest.mark.parametrize(("cells", "most"), TRIED)
def test_whoever_knows_the_rule_and_the_total_finds_no_hidden_count(cells, most):
    for total in range(1, most + 1):
        possible = defaultdict(list)  # what is shown → the breakdowns that look so
        for numbers in breakdowns(total, cells):
            seen = shown(dict(enumerate(numbers)))
            possible[seen and tuple(seen.values())].append(numbers)
        for seen, numbers in possible.items():
            for cell in range(cells):
                if seen is None or isinstance(seen[cell], str):
                    assert len({each[cell] for each in numbers}) > 1, (seen, numbers[0])


def test_a_count_of_one_or_two_is_few_and_the_next_smallest_is_masked_with_it():
    assert shown({"fr": 40, "ar": 2, "en": 7}) == {"fr": 40, "ar": FEW, "en": MASKED}
    assert shown({"fr": 40, "ar": 3, "en": 7}) == {"fr": 40, "ar": 3, "en": 7}


def test_zero_is_zero():
    assert shown({"fr": 0, "ar": 0}) == {"fr": 0, "ar": 0}
    assert shown({"fr": 40, "ar": 1, "en": 9, "unknown": 0})["unknown"] == 0


def test_of_a_small_whole_nothing_is_broken_down():
    assert shown({"fr": ENOUGH - 2, "ar": 1}) is None
    assert shown({"racisme": 2, "lien": 0}) is None, "its total would tell"
    assert shown(dict.fromkeys("abcdefg", 2)) is None

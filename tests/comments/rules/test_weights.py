"""The weight of a notice: the rule it alleges, and the reader's record."""

import pytest

from comments.rules.weights import LEAST, MOST, in_a_burst, weight

pytestmark = pytest.mark.once

KNOWN = [
    # gravity, founded, unfounded, weight
    (None, 0, 0, 5),
    (1, 0, 0, 10),
    (2, 0, 0, 20),
    (3, 0, 0, 40),
    (1, 2, 0, 10),  # two answers say nothing yet
    (1, 3, 0, 15),
    (2, 8, 2, 30),
    (1, 1, 1, 10),
    (1, 0, 3, 5),
    (3, 1, 9, 20),
    (None, 0, 50, 2),
]


@pytest.mark.parametrize(("gravity", "founded", "unfounded", "expected"), KNOWN)
def test_a_notice_weighs_by_its_rule_and_its_readers_record(gravity, founded, unfounded, expected):
    assert weight(gravity, founded, unfounded) == expected


def test_a_trusted_flagger_weighs_most_and_nobody_weighs_nothing():
    assert weight(1, trusted=True) == MOST
    assert weight(3, 1000, 0) < MOST
    assert weight(None, 0, 1000) >= LEAST


@pytest.mark.parametrize(
    ("founded", "unfounded", "expected"), [(2, 1, 15), (5, 2, 15), (1, 4, 5), (2, 7, 10)]
)
def test_the_weight_follows_from_the_shares_to_the_notice(founded, unfounded, expected):
    assert weight(1, founded, unfounded) == expected


def test_an_address_that_is_often_wrong_still_weighs_something():
    assert weight(None, 0, 50) == 2
    assert LEAST == 1


@pytest.mark.parametrize(
    ("heft", "answered", "counts"), [(10, 0, 5), (10, 2, 5), (15, 3, 15), (5, 3, 5), (MOST, 0, MOST)]
)  # fmt: skip
def test_in_a_burst_whoever_is_unknown_counts_half_to_hide(heft, answered, counts):
    assert in_a_burst(heft, answered) == counts

"""Cohen's kappa, against figures worked by hand."""

import pytest

from comments.rules.decided.agreement import FEWEST, agreement

pytestmark = pytest.mark.once


def test_the_example_of_two_readers_of_fifty_proposals():
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: 0.70 agreed, 0.50 by chance, so kappa 0.40."""
    told = agreement([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15)
    assert (told.pairs, told.share, told.kappa) == (50, 0.7, pytest.approx(0.4))
    # 1.96 times the root of 0.7 · 0.3 / 50, over 0.5.
    assert told.most - told.kappa == pytest.approx(0.254, abs=0.001)
    assert told.kappa - told.least == pytest.approx(0.254, abs=0.001)
    assert told.is_low


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(0, 0)] * 10 + [(1, 1)] * 10, 1),
        ([(0, 1)] * 10 + [(1, 0)] * 10, -1),
        ([(0, 0), (0, 1), (1, 0), (1, 1)] * 5, 0),
    ],
)
def test_always_never_and_as_by_chance(pairs, kappa):
    assert agreement(pairs).kappa == pytest.approx(kappa)


@pytest.mark.parametrize("pairs", [[], [(0, 1)] * (FEWEST - 1), [(0, 0)] * 50])
def test_of_too_few_or_of_one_kind_alone_nothing_is_said(pairs):
    told = agreement(pairs)
    assert told.kappa is told.least is told.most is None
    assert not told.is_low

"""When a discussion heats up, by what was refused of it."""

import pytest

from comments.rules.decided.heat import heat

pytestmark = pytest.mark.once
YES, NO = True, False


@pytest.mark.parametrize(
    ("latest_first", "usual", "refused"),
    [
        ([YES] * 5 + [NO] * 5 + [NO] * 10, 0.1, 5),
        ([YES] * 4 + [NO] * 6, 0.2, 4),  # young: the house's share stands for what was before
    ],
)
def test_it_heats_up_when_twice_as_much_is_refused_as_before(latest_first, usual, refused):
    assert heat(latest_first, usual).refused == refused


@pytest.mark.parametrize(
    ("latest_first", "usual"),
    [
        ([YES] * 9, 0.0),  # too young
        ([YES] * 3 + [NO] * 27, 0.0),  # not much
        ([YES] * 5 + [NO] * 5 + [YES] * 3 + [NO] * 7, 0.0),  # it was so before
        ([YES] * 4 + [NO] * 6, 0.21),  # it is so in the house
    ],
)
def test_else_it_is_calm(latest_first, usual):
    assert heat(latest_first, usual) is None

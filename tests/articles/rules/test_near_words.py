"""What a reader may have meant: a word begun, or with one mistake."""

import pytest

from articles.rules.near_words import is_one_mistake_away, nearest

pytestmark = pytest.mark.once
KNOWN = {"bibliotheque": 3, "bibliotheques": 9, "securite": 4, "port": 2, "porte": 8, "مكتبة": 2}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("biblioth", "bibliotheques"),  # begun: the most used of those that go on so
        ("bibliotheqe", "bibliotheque"),  # a letter too few
        ("securitee", "securite"),  # too many
        ("sekurite", "securite"),  # another
        ("secruite", "securite"),  # two changed about
        ("مكتية", "مكتبة"),
        ("por", ""),  # too short to guess
        ("parlement", ""),
    ],
)
def test_the_nearest_known_word(typed, meant):
    assert nearest(typed, KNOWN) == meant


@pytest.mark.parametrize(
    ("one", "other"), [("abcd", "abdd"), ("abcd", "bacd"), ("abcd", "abcde"), ("abcd", "bcd")]
)
def test_one_mistake_counts_both_ways(one, other):
    assert is_one_mistake_away(one, other)
    assert is_one_mistake_away(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("abcd", "abee"), ("abcd", "dbca"), ("abcd", "abcdef"), ("abcd", "badc")]
)
def test_two_mistakes_are_another_word(one, other):
    assert not is_one_mistake_away(one, other)
    assert not is_one_mistake_away(other, one)


def test_a_mistake_is_found_wherever_it_stands():
    word = "biblique"
    signs = "abeiq"
    changed = {word[:at] + sign + word[at + 1 :] for at in range(8) for sign in signs}
    longer = {word[:at] + sign + word[at:] for at in range(9) for sign in signs}
    shorter = {word[:at] + word[at + 1 :] for at in range(8)}
    turned = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(7)}
    for other in (changed | longer | shorter | turned) - {word}:
        assert nearest(word, {other: 1}) == other

"""What a newsroom adds to the lists of words and takes from them."""

import pytest

from comments.rules.triage.edited_words import (
    ADDED,
    GONE,
    Unfit,
    as_listed,
    lists_with,
    read,
    written,
)
from comments.rules.triage.normal_text import as_compared, words_of
from comments.rules.triage.words import ours

pytestmark = pytest.mark.once


def categories(lists, text):
    return {category for _start, _end, category in lists.found(words_of(as_compared(text)))}


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("Andouille", "andouille"), ("Gros  NIGAUD", "gros_nigaud"), ("Tête d’âne", "tete_d_ane"), ("Nigaud*", "nigaud*"),
     ("أحمقٌ", "احمق"), ("gros_nigaud", "gros_nigaud")],
)  # fmt: skip
def test_a_word_is_listed_as_texts_are_compared(typed, listed):
    assert as_listed(typed) == listed
    lists = lists_with(written({("insult", "fr", ADDED): [as_listed(typed)]}))
    assert "insult" in categories(lists, typed.rstrip("*").replace("_", " "))


@pytest.mark.parametrize("typed", ["", "*", "!!!", "ab*", "ab" * 31, "https://exemple.org"])
def test_what_no_text_could_hold_is_refused(typed):
    with pytest.raises(Unfit):
        as_listed(typed)


def test_a_word_taken_away_is_found_no_more_and_the_others_stay():
    assert "insult" in categories(ours(), "bouffon")
    without = lists_with("insult fr -bouffon*\ninsult fr -bouffon")
    assert "insult" not in categories(without, "bouffon")
    assert "insult" in categories(without, "abruti")
    assert lists_with("").typed == ours().typed


def test_changes_are_written_each_once_in_order_and_read_again():
    changes = {("insult", "fr", GONE): ["b", "a", "a"], ("group", "ar", ADDED): ["ناس"]}
    lines = written(changes)
    assert lines.splitlines() == ["group ar +ناس", "insult fr -a", "insult fr -b"]
    assert written(read(f"{lines}\nnonsense")) == lines

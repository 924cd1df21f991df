"""Two lists laid side by side, for differences and merges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rules.alignment import matching_runs
from articles.rules.differences import difference
from articles.rules.merge import merge
from tests.articles.rules.lines_run import lines_run

pytestmark = pytest.mark.once

FEW = st.lists(st.sampled_from("abcd"), max_size=90)


@pytest.mark.slow
@given(FEW, FEW)
def test_what_is_matched_stands_in_both_lists_in_order(old, new):
    at, other = 0, 0
    for place, start, length in matching_runs(old, new):
        assert place >= at
        assert start >= other
        assert old[place : place + length] == new[start : start + length]
        at, other = place + length, start + length
    assert (at, other) == (len(old), len(new))


def test_a_word_changed_in_a_long_text_is_found_alone():
    words = [f"mot{number % 400}" for number in range(1200)]
    changed = [*words[:600], "autre", *words[601:]]
    assert difference(" ".join(words), " ".join(changed))[1:3] == [
        ("gone", words[600]),
        ("new", "autre"),
    ]


def rewritten(times):
    return difference(*(" ".join(f"{who}{n}" for n in range(times)) for who in "xy"))


def repeated(times):
    return difference("a " * times, ("b a " * times)[: 2 * times])


def paragraphs(times):
    ours, theirs = (
        [words for n in range(times) for words in ("<p>x</p>", f"<p>{who}{n}</p>")] for who in "xy"
    )
    return merge(["<p>x</p>"] * times, ours, theirs)


@pytest.mark.parametrize("compare", [rewritten, repeated, paragraphs])
def test_comparing_twice_as_much_is_twice_the_work(compare):
    compare(3)
    assert lines_run(compare, 280) < 2.5 * lines_run(compare, 140)

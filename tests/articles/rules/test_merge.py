"""Three texts become one: who changed what, and what nobody may decide alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rules.merge import blocks, merge, merge_content, merge_value

pytestmark = pytest.mark.once
BASE = ["1", "2", "3", "4", "5"]


def kinds(pieces):
    return [piece.kind for piece in pieces]


def merged(pieces):
    return [block for piece in pieces for block in piece.merged]


def test_what_each_changed_in_a_place_of_its_own_is_kept():
    pieces = merge(BASE, ["1", "deux", "3", "4", "5"], ["1", "2", "3", "5", "6"])
    assert kinds(pieces) == ["same", "ours", "same", "theirs", "same", "theirs"]
    assert merged(pieces) == ["1", "deux", "3", "5", "6"]


def test_what_both_changed_in_one_place_is_a_conflict_and_holds_both():
    pieces = merge(BASE, ["1", "X", "3", "4", "5"], ["1", "Y", "3", "4", "5"])
    (clash,) = (piece for piece in pieces if piece.kind == "conflict")
    assert (clash.base, clash.ours, clash.theirs) == (("2",), ("X",), ("Y",))


def test_two_neighbours_changed_by_two_do_not_clash():
    pieces = merge(BASE, ["1", "deux", "3", "4", "5"], ["1", "2", "trois", "4", "5"])
    assert kinds(pieces) == ["same", "ours", "theirs", "same"]


def test_the_same_change_twice_is_no_conflict():
    assert kinds(merge(BASE, [*BASE, "6"], [*BASE, "6"])) == ["same", "both"]


texts = st.lists(st.sampled_from("abcd"), max_size=8)


@pytest.mark.slow
@given(texts, texts, texts)
def test_the_pieces_spell_each_of_the_three_texts(base, ours, theirs):
    pieces = merge(base, ours, theirs)
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        assert [block for piece in pieces for block in getattr(piece, name)] == text


@pytest.mark.slow
@given(texts, texts)
def test_where_one_side_changed_nothing_the_other_wins_whole(base, theirs):
    assert merged(merge(base, base, theirs)) == theirs
    assert merged(merge(base, theirs, base)) == theirs


@pytest.mark.parametrize(
    ("values", "kind"),
    [(("a", "a", "a"), "same"), (("a", "b", "a"), "ours"), (("a", "a", "b"), "theirs"), (("a", "b", "b"), "both"), (("a", "b", "c"), "conflict")],
)  # fmt: skip
def test_a_value_is_changed_whole(values, kind):
    assert merge_value(*values) == kind


def test_of_topics_what_either_put_in_or_took_out_counts():
    (field,) = merge_content({"topics": [1, 2]}, {"topics": [2, 3]}, {"topics": [1, 2, 4]})
    assert (field.kind, field.merged) == ("merged", [2, 3, 4])


def test_a_body_is_cut_where_its_paragraphs_and_lists_end():
    body = "<p>Un <em>mot</em></p>\n<ul><li>x<ul><li>y</li></ul></li></ul><hr><h2>T</h2>reste"
    assert blocks(body) == ["<p>Un <em>mot</em></p>", "<ul><li>x<ul><li>y</li></ul></li></ul>", "<hr>", "<h2>T</h2>", "reste"]  # fmt: skip

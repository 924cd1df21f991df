"""What changed between two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rules.differences import difference

pytestmark = pytest.mark.once


def test_a_word_changed_is_one_word_gone_and_one_new():
    assert difference("Le maire a tort.", "Le maire a raison.") == [
        ("same", "Le maire a "), ("gone", "tort"), ("new", "raison"), ("same", "."),
    ]  # fmt: skip


@pytest.mark.slow
@given(st.text(), st.text())
def test_the_pieces_spell_both_texts(before, after):
    pieces = difference(before, after)
    assert "".join(words for kind, words in pieces if kind != "new") == before
    assert "".join(words for kind, words in pieces if kind != "gone") == after

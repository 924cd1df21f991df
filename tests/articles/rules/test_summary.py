"""The start of a text stands for it where there is no standfirst."""

import pytest

from articles.rules.summary import start_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Une phrase. Une autre, plus longue que le reste.", "Une phrase."),
        ("Il a dit : « Non ! » Puis il est parti bien loin.", "Il a dit : « Non ! »"),
        ("هل نُشر؟ نعم نُشر بعد ساعة كاملة من الوقت.", "هل نُشر؟"),
        ("Une seule phrase bien trop longue pour tenir ici", "Une seule phrase bien trop…"),
        ("Courte", "Courte"),
        ("Deux\n\nlignes", "Deux lignes"),
        ("", ""),
        ("M" * 40, "M" * 29 + "…"),
    ],
)
def test_it_is_cut_where_a_sentence_ends(text, told):
    assert start_of(text, 30) == told
    assert len(start_of(text, 30)) <= 30

"""Where the words that a model weighed stand in a text as it was typed."""

import pytest

from comments.rules.quoting import marked
from comments.rules.triage.places import Place, apart, places

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "words", "there"),
    [
        ("Quel IDIOT !", ["idiot"], ["IDIOT"]),
        ("Espèce d’idiot, idiote.", ["idiot"], ["idiot"]),
        ("Un i d i o t fini", ["idiot"], ["i d i o t"]),
        ("Quel idiooooot", ["idioot"], ["idiooooot"]),
        ("يا حِمـــار", ["حمار"], ["حِمـــار"]),
        ("Merci, merci", ["merci"], ["Merci", "merci"]),
        ("Rien à dire", ["idiot"], []),
        ("", ["idiot"], []),
    ],
)
def test_a_weighed_word_is_found_as_it_was_typed(typed, words, there):
    assert [typed[place.start : place.end] for place in places(typed, words)] == there


def test_a_flagged_link_keeps_its_own_mark():
    link, inside, beyond = Place(0, 5), Place(2, 4), Place(6, 8, True)
    assert apart([link], [beyond, inside]) == [link, beyond]


def test_marks_say_for_or_against_and_the_text_stays_text():
    html = marked("<b> & cie", [Place(0, 3), Place(6, 9, True)])
    assert (
        html == '<mark class="pese">&lt;b&gt;</mark> &amp; <mark class="pese pese--pour">cie</mark>'
    )

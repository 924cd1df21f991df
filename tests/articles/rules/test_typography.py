"""Text as its language prints it; what is stored stays as it came."""

import pytest

from articles.rules.typography import typeset, typeset_html

pytestmark = pytest.mark.once


def seen(text):
    """Narrow and full no-break spaces made visible: _ and ~."""
    return text.replace("\u202f", "_").replace("\u00a0", "~")


FRENCH = [
    ("Vraiment ? Oui !", "Vraiment_? Oui_!"),
    ("Vraiment? Oui!", "Vraiment_? Oui_!"),
    ("Il dit : « Oui ; non »", "Il dit~: «_Oui_; non_»"),
    ("«Oui»", "«_Oui_»"),
    ('Il a dit "oui" puis "non"', "Il a dit «_oui_» puis «_non_»"),
    ("L'eau, aujourd'hui...", "L’eau, aujourd’hui…"),
    ("12 500 km et 1 200 000 €", "12_500~km et 1_200_000~€"),
    ("45 % des voix", "45~% des voix"),
    ("le 2 janvier 2021", "le 2~janvier 2021"),
    ("le 1er mai", "le 1er~mai"),
    ("M. Dupuy et Mme El Idrissi", "M.~Dupuy et Mme~El Idrissi"),
    ("A la une", "À la une"),
    ("Paris. A Rabat aussi", "Paris. À Rabat aussi"),
    ("il - lui - dort", "il – lui – dort"),
    ("A Star Is Born sort", "A Star Is Born sort"),
    ("A Coruña", "A Coruña"),
    ("« A Paris »", "«_À Paris_»"),
    ('"A Paris", dit-il', "«_À Paris_», dit-il"),
    ("A noter : A ce jour", "À noter~: A ce jour"),
    ("En 2024 300 personnes", "En 2024 300 personnes"),
    ("Titre: sous-titre", "Titre~: sous-titre"),
    ("25% et n°5", "25~% et n°~5"),
    ("11:43", "11:43"),
    ("https://exemple.org/?a=1", "https://exemple.org/?a=1"),
    ("un écran de 19\"", "un écran de 19\""),
    ("Oui\u00a0!", "Oui_!"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "printed"), FRENCH)
def test_french(typed, printed):
    assert seen(typeset(typed, "fr")) == printed


@pytest.mark.parametrize(("typed", "printed"), FRENCH)
def test_setting_twice_changes_nothing(typed, printed):
    once = typeset(typed, "fr")
    assert typeset(once, "fr") == once


def test_english_takes_curved_marks_and_no_french_space():
    assert typeset('He said "no" -- it\'s "fine"...', "en") == "He said “no” – it’s “fine”…"
    assert typeset("Really? Yes!", "en") == "Really? Yes!"


def test_arabic_takes_guillemets_without_spaces():
    assert typeset('قال "نعم" ثم ذهب', "ar") == "قال «نعم» ثم ذهب"


def test_tags_attributes_and_entities_are_left_alone():
    markup = '<p>Voir <a href="/a?b=c;d&amp;e">l\'<em>eau</em></a> &amp; "le sel" !</p>'
    expected = '<p>Voir <a href="/a?b=c;d&amp;e">l\'<em>eau</em></a> &amp; «_le sel_»_!</p>'
    assert seen(typeset_html(markup, "fr")) == expected


def test_a_quotation_may_hold_markup():
    assert seen(typeset_html('<p>"Un <em>mot</em>" dit</p>', "fr")) == (
        "<p>«_Un <em>mot</em>_» dit</p>"
    )


def test_a_mark_forgotten_turns_no_other_paragraph_round():
    set_ = typeset_html('<p>"Ouvert</p><p>"Un" mot</p>', "fr")
    assert seen(set_) == "<p>«_Ouvert</p><p>«_Un_» mot</p>"


def test_a_mark_curved_already_says_which_it_is():
    assert typeset('a “major ally outside NATO" and a “partner”', "en") == (
        "a “major ally outside NATO” and a “partner”"
    )


@pytest.mark.slow
def test_thousands_of_spaces_cost_no_more_than_as_many_letters():
    """Twice as long takes about twice the steps: counted, not timed."""
    assert len(typeset(" " * 200_000 + "!", "fr")) <= 200_001
    assert len(typeset_html("<p>" + "\u00a0 " * 50_000 + ":</p>", "fr")) <= 100_008


def test_a_comment_of_another_language_is_set_plainly():
    assert typeset('dijo "si"', "es") == "dijo “si”"

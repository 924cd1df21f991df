"""By which words an article is found: what is written and what is asked come to the same."""

import pytest

from articles.rules.word_stems import fold, spans_of, stem, words_of

pytestmark = pytest.mark.once

SAME = [
    ("sécurité", "securite"),
    ("Sécurités", "securite"),
    ("SÉCURITÉ", "sécurité"),
    ("l’élection", "elections"),
    ("nationaux", "nationale"),
    ("Nationales", "national"),
    ("œuvre", "oeuvres"),
    ("directrice", "directeurs"),
    ("jeux", "jeu"),
    ("première", "premiers"),
    ("heureuse", "heureux"),
    ("bibliothèques", "bibliotheque"),
    ("library", "libraries"),
    ("الأمن", "أمن"),
    ("للأمن", "الامن"),
    ("مدرسة", "المدرسه"),
    ("مُعَلِّم", "معلم"),
    ("القدس", "قدس"),
    ("café", "cafe\u0301"),
    ("bureaux", "bureau"),
    ("réseaux", "reseau"),
    ("nouveaux", "nouveau"),
    ("français", "françaises"),
    ("longue", "long"),
    ("langues", "langue"),
    ("actrice", "acteurs"),
    ("années", "annee"),
    ("économies", "economie"),
    ("cities", "city"),
]
DIFFERENT = [
    ("port", "portrait"),
    ("nation", "notion"),
    ("pays", "paysan"),
    ("2020", "2021"),
    ("Paris", "par"),
    ("Mali", "mal"),
    ("Tunis", "tun"),
    ("أمن", "يمن"),
    ("mer", "mère-patrie"),
]


@pytest.mark.parametrize(("written", "asked"), SAME)
def test_these_are_found_by_each_other(written, asked):
    assert words_of(written) == words_of(asked) != []


@pytest.mark.parametrize(("written", "asked"), DIFFERENT)
def test_these_are_not(written, asked):
    assert words_of(written) != words_of(asked)


def test_figures_and_acronyms_stay_whole():
    assert words_of("Le G4, 12 500 km, IPSE") == ["le", "g4", "12", "500", "km", "ipse"]


def test_signs_are_no_words():
    assert words_of("« … » — !?") == []


def test_a_word_of_two_letters_loses_nothing():
    assert [stem(word) for word in ("os", "as", "ne", "me")] == ["os", "as", "ne", "me"]


def test_folding_leaves_no_accent_and_no_capital():
    assert fold("Çà et Là, Œdipe") == "ca et la, oedipe"


def test_found_words_are_shown_where_they_stand():
    text = "La sécurité des Sécurités, et l’insécurité."
    found = [text[start:end] for start, end in spans_of(text, words_of("securite"))]
    assert found == ["sécurité", "Sécurités"]
    arabic = "قال إنّ الأمْنَ أولًا"
    assert [arabic[s:e] for s, e in spans_of(arabic, words_of("أمن"))] == ["الأمْنَ"]

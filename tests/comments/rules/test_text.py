"""A reader's plain text: its faults mended in silence, its words printed as text."""

import json
import re
from html import unescape
from pathlib import Path
from unittest import mock

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.rules.language import language_of
from comments.rules.links import find_links
from comments.rules.problems import count_characters, problems
from comments.rules.quoting import excerpt, marked
from comments.rules.rendering import PIECE, render
from comments.rules.staff_names import imitates_staff, skeletons
from comments.rules.tidying import tidy, tidy_name

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bonjour   à tous  ", "Bonjour à tous"),
        ("Un\r\n\r\n\r\n\r\ndeux\rtrois", "Un\n\ndeux\ntrois"),
        ("e\u0301te\u0301", "été"),
        ("pay\u200bpal \u202egnirts\u202c \u2066x\u2069", "paypal gnirts x"),
        ("a\x00b\x07c\ufffed\ud800e", "abcde"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍🔬", "👩‍🔬"),
        (
            "Vive le rugby \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "Vive le rugby \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
        ("hidden\U000e0067\U000e0062 tags", "hidden tags"),
        ("un\x0bdeux", "un deux"),
        ("un\u00a0deux\u3000trois", "un deux trois"),
        ("\u2028ligne\u2029", "ligne"),
        ("", ""),
    ],
)
def test_harmless_faults_are_mended(typed, kept):
    assert tidy(typed) == kept


def test_a_name_stands_on_one_line():
    assert tidy_name(" Nadia\n\n B. ") == "Nadia B."


def test_paragraphs_and_line_breaks_are_kept_and_nothing_else():
    assert render("Un <b>mot</b>\nici\n\nDeux & trois") == (
        "<p>Un &lt;b&gt;mot&lt;/b&gt;<br>\nici</p>\n<p>Deux &amp; trois</p>"
    )


@given(st.text())
def test_whatever_is_typed_comes_out_as_text(typed):
    kept = tidy(typed)
    assert tidy(kept) == kept
    html = render(kept)
    assert html.replace("<p>", "").replace("</p>", "").replace("<br>", "").count("<") == 0
    assert nh3.clean(html, tags={"p", "br"}).count("<") == html.count("<")


def test_the_language_of_a_text_is_told_by_its_letters_and_its_small_words():
    assert language_of("Merci pour cet article", default="fr") == "fr"
    assert language_of("Xyz", default="en") == "en"
    assert language_of("A graceful piece, and a comfortable one for the reader.", "fr") == "en"
    assert language_of("Je ne suis pas d’accord avec cette tribune.", "en") == "fr"
    assert language_of("شكرا على المقال", default="fr") == "ar"
    assert language_of("Merci", default="ar") == "fr"
    assert language_of("!!!", default="ar") == "ar"


def test_an_excerpt_ends_at_a_word():
    assert excerpt("Un deux trois", 9) == "Un deux…"
    assert excerpt("Ils mentent partout. Un mot de plus", 21) == "Ils mentent partout…", (
        "no four dots"
    )
    assert excerpt("Il le dit : payé, et rien de plus", 12) == "Il le dit…"
    assert excerpt("Un\ndeux", 20) == "Un deux"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Un commentaire ordinaire.", []),
        ("", ["empty"]),
        ("?!... :-)", ["empty"]),
        ("BRAVO à la rédaction de la MAP", []),
        ("VOUS RACONTEZ N’IMPORTE QUOI, COMME TOUJOURS, ET PERSONNE NE LE DIT", ["shouting"]),
        ("Noooon, vraiment !!!!!", []),
        ("N" + "o" * 30, ["repeated_characters"]),
        ("Achetez ici.\nAchetez ici.\nAchetez ici.", ["repeated_lines"]),
        ("شكرا جزيلا على هذا المقال الممتاز", []),
    ],
)
def test_a_text_is_told_the_rules_it_breaks(text, codes):
    assert problems(text) == codes


def test_characters_are_counted_as_a_person_would():
    assert count_characters("été") == 3
    assert count_characters("e\u0301te\u0301") == 3
    assert count_characters("👩‍🔬") == 1
    assert count_characters("👍🏽") == 1
    assert count_characters("مُحَمَّد") == 4


def test_stacked_diacritics_are_cut_down():
    assert len(tidy("z" + "\u0300" * 40)) <= 3
    assert tidy("مُحَمَّد") == "مُحَمَّد"


@pytest.mark.parametrize(
    "name",
    ["Modération", "La Rédaction", "M0dération", "Le Portail", "LePortail", "Аdmin", "ｍｏｄｅｒａｔｅｕｒ",
     "L’équipe du Portail", "Rédacteur en chef", "المشرف", "M\u200bodération",
     "هيئة التحرير", "فريق الإشراف", "رئيس التحرير", "المحرر", "إدارة الموقع", "Modo", "Webmestre",
     "Directeur de la publication", "Service des commentaires", "Modération n° 3", "Modération 3",
     "Sofia, modératrice", "Sofia (modération)", "Anne de la rédaction", "La rédac", "Compte officiel",
     "Mоdération", "مدير الموقع", "Moderateur2", "M0derat10n", "Sofia modo"],
)  # fmt: skip
def test_a_name_that_passes_for_the_staff_is_known_by_its_skeleton(name):
    assert imitates_staff(name, "Le Portail")


@pytest.mark.parametrize(
    "name",
    [
        "Nadia B.",
        "Paul Portail",
        "Modeste",
        "Karim, ancien rédacteur",
        "L. de la Tour",
        "د. سعاد",
        "رئيسة سابقة",
        "Directeur",
        "Publicain",
        "Modou",
        "L’Officiel",
        "Redouane",
        "Portal, Anne",
        "Vive la modération en tout",
        "Marc, ex-modérateur",
    ],
)
def test_an_honest_name_is_taken(name):
    assert not imitates_staff(name, "Le Portail")


@pytest.mark.parametrize("name", ["MAP", "М.А.Р", "AFP", "A F P", "Agence France-Presse", "Ａfp2"])
def test_the_name_of_an_agency_is_refused(name):
    agencies = skeletons("MAP") | skeletons("AFP") | skeletons("Agence France-Presse")
    assert imitates_staff(name, "Le Portail", agencies)
    assert not imitates_staff("Mapi", "Le Portail", agencies)


def test_marked_words_come_out_as_text():
    typed = "Un <b> là : exemple.org/x & fin"
    assert marked(typed, find_links(typed)) == (
        "Un &lt;b&gt; là : <mark>exemple.org/x</mark> &amp; fin"
    )


def test_what_nobody_sees_does_not_make_a_text_shorter():
    assert count_characters("a\u200d" * 500) == 500
    assert count_characters("👩‍🔬👨‍👩‍👧") == 2


def test_a_quotation_is_cut_at_spaces_and_never_for_a_few_letters():
    typed = "Bien avant les travaux de la gare de Casablanca, voyez exemple.org/x pour la suite du dossier complet."
    quoted = marked(typed, find_links(typed), context=30)
    assert (
        quoted
        == "…de la gare de Casablanca, voyez <mark>exemple.org/x</mark> pour la suite du dossier complet."
    )


def test_what_looks_like_an_entity_or_a_comment_is_printed_as_it_was_typed():
    """Else the page would show words, even an address, that nobody had judged."""
    typed, printed = "&#101;xample <!-- x -->", "&amp;#101;xample &lt;!-- x --&gt;"
    assert render(typed) == f"<p>{printed}</p>"
    assert marked(typed, []) == printed


ATTACKS = (Path(__file__).parents[2] / "corpus" / "xss.jsonl").read_text().splitlines()


def test_the_attack_list_is_there():
    assert len(ATTACKS) > 200


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_comes_out_as_the_text_it_is(attack):
    kept = tidy(json.loads(attack))
    for printed in (render(kept), marked(kept, find_links(kept))):
        assert nh3.clean(printed, tags={"p", "br", "mark"}, attributes={}) == printed
        words = re.sub(r"</?(?:p|br|mark)>", "", printed)
        assert unescape(words).split() == kept.split()
        assert not re.search(
            r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\U0001fffe\U0010ffff]", printed
        )


@given(st.text())
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["&", "<", "&amp", "a&b ", "é<"])
def test_printing_costs_no_more_than_the_length_of_a_text(shape):
    """Work is counted, not timed: the sanitizer gets pieces of one size, however long the text."""
    seen = []
    with mock.patch(
        "comments.rules.rendering.sanitize", side_effect=lambda piece: seen.append(len(piece)) or ""
    ):
        render(shape * 100_000)
    assert max(seen) <= 5 * PIECE

"""A reader's plain text: what is mended without a word, and how it is printed."""

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.text import excerpt, language_of, render, tidy, tidy_name


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
    assert excerpt("Un\ndeux", 20) == "Un deux"

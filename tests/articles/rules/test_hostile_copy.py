"""Copy made to break the cleaning of bodies: each of these once raised, swallowed words or grew too fast."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rules.annotations import date_the_lead
from articles.rules.body import (
    PRINTED_ATTRIBUTES,
    PRINTED_TAGS,
    clean_body,
    plain_text,
    sanitize,
)
from tests.articles.rules.lines_run import lines_run

pytestmark = pytest.mark.once

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", '<a href="https://x.example/?a=1&copy=2">', "</a>", "<ul>", "</ul>",
    "<a href=javascript:x>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<h1>", "</h3>", "<br>", "<hr/>", "<",
    "<script>", "</script>", '<iframe src="//a.example/c">', "</iframe>", "<!--", "-->", "<!", ">", '"', "'", "=",
    "&amp;", "&AMP;", "lt;", "&lt;", "&", "&nbsp;", "&#60;", "&#x81;", "&nvlt;", "\u0338", "e\u0301", "•", "· ", " ",
    "\n", "mot", "İ", "ſ", "<İ>", "<td>", "</td>", "<tr>", "<section>", "<svg>", "<math>", "<title>", "<plaintext>",
    "\ufffe", "<a ", "<em", "</em", "&colon;", "/", "<style", "<template>",
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<p>Un</p><İ>", "<p>Un</p>&lt;İ&gt;"),
        ("<p>&#" + "9" * 5000 + ";</p>", "<p>&amp;#" + "9" * 5000 + ";</p>"),
        ("&#" + "9" * 5000 + ";", "<p>\ufffd</p>"),
        ("<p>&AMP;lt;</p>", "<p>&amp;lt;</p>"),
        ("<p>\u0338x</p>", "<p>\u0338x</p>"),
        ('<embed src="//a.example"><p>Mot.</p><iframe src="//b.example"></iframe>',
         '<p><a href="https://a.example">https://a.example</a></p><p>Mot.</p>'
         '<p><a href="https://b.example">https://b.example</a></p>'),
        ("<p>a<iframe>b</p>", "<p>ab</p>"),
        ("<p>x <b y", "<p>x &lt;b y</p>"),
        ("<ul>" * 40 + "<li>mot" + "</ul>" * 40, "<ul>" * 12 + "\nmot" + "</ul>" * 12),
        ("Un <span>mot</span>", "<p>Un mot</p>"),
        ('<a href="/x"><h3>Titre</h3><p>Mot</p></a>',
         '<h3><a href="/x">Titre</a></h3><p><a href="/x">Mot</a></p>'),
    ],
)  # fmt: skip
def test_odd_markup_is_cleaned_and_no_word_of_it_is_lost(markup, printed):
    assert clean_body(markup) == printed


HOSTILE = [
    "<ul>", "<ul><li>x", "<b>", "<b>x<p>", "<i><b>x</i></b>", "<li>", "<p>x", "<a href=x>y", "<a", '<a "="', "<a '=\"'=",
    '<iframe src="//a" ', "<script", "</script ", "<!--", "<!", "</ ", "<p>•\n", "<p><br>", "<td>x</td>", "&amp;", "(",
    "\u200b", ".  ", "a\u0301\u0316", "<blockquote>x", f'<a href="/{"x" * 500}">y' + "<p>z" * 50,
]  # fmt: skip


@pytest.mark.slow
def test_twice_the_copy_is_twice_the_work():
    def work(piece, times):
        return lines_run(clean_body, "<p>" + piece * times)

    work("<ul>", 3)  # what is read once, at the first call, is read now
    grown = {piece: work(piece, 600) / work(piece, 300) for piece in HOSTILE}
    assert {piece: growth for piece, growth in grown.items() if growth > 2.2} == {}


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_other_parsers_find_nothing_to_remove_from_a_cleaned_body(markup):
    printed = clean_body(markup)
    assert sanitize(printed, tags=PRINTED_TAGS, attributes=PRINTED_ATTRIBUTES).count(
        "<"
    ) == printed.count("<")
    assert clean_body(clean_body(printed)) == clean_body(printed)


def test_text_is_taken_from_markup_that_has_no_end():
    assert plain_text("<<<a") == "<<<a"
    assert plain_text("&#" + "9" * 5000 + ";") == "\ufffd"


def test_letters_that_only_look_like_those_of_a_weekday_break_no_page():
    for day in ("Frıday", "ſunday"):
        lead = f"<p>He said on {day}</p>"
        assert date_the_lead(lead, "en", date(2021, 1, 2), str) == lead

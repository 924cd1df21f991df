"""What comes in as HTML or glued text, and what is printed of it."""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rules.body import PRINTED_TAGS, clean_body, sanitize, split_dateline, text_to_body

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("copy", "place", "rest"),
    [
        ("Paris -Morocco, which has paid", "Paris", "Morocco, which has paid"),
        ("RABAT – Le Conseil", "RABAT", "Le Conseil"),
        ("Rabat (MAP) - Le Conseil", "Rabat", "Le Conseil"),
        ("Aix-en-Provence — Les élèves", "Aix-en-Provence", "Les élèves"),
        ("Saint-Louis, Sénégal – Les pêcheurs", "Saint-Louis, Sénégal", "Les pêcheurs"),
        ("الرباط – أعلن المجلس", "الرباط", "أعلن المجلس"),
        ("Les bibliothèques partagent leurs catalogues.", "", "Les bibliothèques partagent leurs catalogues."),
        ("Un porte-parole a parlé", "", "Un porte-parole a parlé"),
        ("le maire – qui parlait hier – a dit", "", "le maire – qui parlait hier – a dit"),
    ],
)  # fmt: skip
def test_the_dateline_is_split_off_the_copy(copy, place, rest):
    assert split_dateline(copy) == (place, rest)


def test_glued_paragraphs_come_apart():
    assert text_to_body("Une phrase.  Une autre.\n\nUne  troisième <ici>.") == (
        "<p>Une phrase.</p>\n<p>Une autre.</p>\n<p>Une troisième &lt;ici&gt;.</p>"
    )


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<p>Un</p><script>alert(1)</script><p>deux</p>", "<p>Un</p><p>deux</p>"),
        ("<p>Un<style>p{color:red}</style></p>", "<p>Un</p>"),
        ('<p onclick="x()" style="color:red" class="a">Un</p>', "<p>Un</p>"),
        ('<p><a href="javascript:x()">ici</a></p>', "<p><a>ici</a></p>"),
        ('<p><a href="https://a.example/">ici</a></p>', '<p><a href="https://a.example/">ici</a></p>'),
        ("<div>Un <b>mot</b> et <i>un autre</i></div>", "<p>Un <strong>mot</strong> et <em>un autre</em></p>"),
        ("<h1>Titre</h1><p>&nbsp;</p><p>Un</p>", "<h2>Titre</h2><p>Un</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_the_tags_we_print_are_kept(markup, printed):
    assert clean_body(markup) == printed


def test_what_is_pasted_from_word_is_clean_and_its_drawn_bullets_are_a_list():
    pasted = (
        "<p class=MsoNormal style='margin:0cm'><b><span style='font-size:14pt'>Gras</span></b><o:p></o:p></p>"
        "<!--[if !supportLists]--><p class=MsoListParagraph style='mso-list:l0'>"
        "<span style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span></span>Un point</p>"
        "<p class=MsoListParagraph>•&nbsp;Un <i>autre</i></p><p>Suite.</p>"
    )
    assert clean_body(pasted) == (
        "<p><strong>Gras</strong></p><ul><li>Un point</li><li>Un <em>autre</em></li></ul>\n<p>Suite.</p>"
    )
    assert clean_body("<p>• Un seul n’est pas une liste.</p>").startswith("<p>•")


def test_what_is_embedded_comes_as_a_link():
    frame = '<p>Avant.</p><iframe width="560" src="//www.video.example/embed/7?a=1&amp;b=2" allowfullscreen>x</iframe><p>Après.</p>'
    assert clean_body(frame) == (
        '<p>Avant.</p><p><a href="https://www.video.example/embed/7?a=1&amp;b=2">https://www.video.example/embed/7?a=1&amp;b=2</a></p><p>Après.</p>'
    )
    assert clean_body('<p>x</p><iframe src="javascript:alert(1)"></iframe>') == "<p>x</p>"


def test_cleaning_twice_changes_nothing():
    once = clean_body("<div>Un <b>mot</b><p>et l'autre & la <u>suite</u></p></div>")
    assert clean_body(once) == once


def test_copy_without_tags_becomes_paragraphs():
    assert clean_body("Un.\n\nDeux & trois.") == "<p>Un.</p>\n<p>Deux &amp; trois.</p>"


@pytest.mark.slow
@given(st.text())
def test_text_comes_out_as_text(typed):
    """Whatever is typed, a second parser finds no tag in it."""
    printed = sanitize(typed)
    assert "<" not in printed
    assert nh3.clean(printed, tags=set()).count("<") == 0


@pytest.mark.slow
@given(st.text(alphabet="<>/=\"' ap!-scrit\u0000\ufffe:jhefonlimgbv"))
def test_a_second_parser_finds_nothing_more_to_remove(markup):
    printed = clean_body(markup)
    judged = nh3.clean(printed, tags=set(PRINTED_TAGS), attributes={"a": {"href"}}, link_rel=None)
    assert nh3.clean(judged, tags=set(), attributes={}) == nh3.clean(
        printed, tags=set(), attributes={}
    )
    assert "\ufffe" not in printed
    opened = {tag.split()[0].strip("<>/") for tag in re.findall(r"</?[a-z][^>]*>", printed)}
    assert opened <= set(PRINTED_TAGS)


def test_entities_become_the_characters_they_stand_for_but_those_of_markup():
    assert clean_body(
        "<p>«&nbsp;Oui&nbsp;» L&#39;eau &amp; le sel &lt;b&gt; &laquo;x&raquo;</p>"
    ) == ("<p>«\u00a0Oui\u00a0» L'eau &amp; le sel &lt;b&gt; «x»</p>")
    assert "<script" not in clean_body("<p>&#60;script&#62; &#x3c;script&#x3E;</p>")


def test_runs_of_spaces_become_one():
    assert clean_body("<p>a" + " " * 5000 + "b</p>") == "<p>a b</p>"


def test_a_form_that_sends_its_line_ends_as_cr_lf_changes_nothing():
    assert clean_body("<p>Un.</p>\r\n<p>Deux.</p>") == "<p>Un.</p>\n<p>Deux.</p>"


@pytest.mark.parametrize("copy", ["a&#11;b", "<p>a&#1;b</p>", "<p>a&#xFFFE;b</p>", "<p>a\x0bb</p>"])
def test_no_sign_that_breaks_a_feed_is_left_however_it_is_written(copy):
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", clean_body(copy))

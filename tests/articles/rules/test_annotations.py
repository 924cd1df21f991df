"""Names that lead on, days that say their date: added at display, once each."""

from datetime import date

import pytest

from articles.rules.annotations import date_the_lead, mark_names

pytestmark = pytest.mark.once

IPSE = (["IPSE"], "", "Institut Prospective et Sécurité en Europe")
NATO = (["NATO", "OTAN"], "/themes/4-otan/", "")
G4 = (["G4 terrorism"], "/themes/5-g4/", "Groupe")


def test_a_name_leads_to_its_page_the_first_time_only():
    marked = mark_names("<p>NATO said.</p><p>NATO again, OTAN too.</p>", [NATO])
    assert marked == '<p><a href="/themes/4-otan/">NATO</a> said.</p><p>NATO again, OTAN too.</p>'


def test_an_acronym_tells_what_it_stands_for():
    assert mark_names("<p>(IPSE)</p>", [IPSE]) == (
        '<p>(<abbr title="Institut Prospective et Sécurité en Europe">IPSE</abbr>)</p>'
    )


def test_with_an_address_and_an_expansion_it_does_both():
    assert mark_names("<p>the “G4 terrorism”</p>", [G4]) == (
        '<p>the “<a href="/themes/5-g4/"><abbr title="Groupe">G4 terrorism</abbr></a>”</p>'
    )


def test_links_and_headings_are_left_alone():
    markup = '<h2>NATO</h2><p><a href="/x">NATO</a></p>'
    assert mark_names(markup, [NATO]) == markup
    assert mark_names(f"{markup}<p>NATO</p>", [NATO]).endswith(
        '<p><a href="/themes/4-otan/">NATO</a></p>'
    )


def test_a_name_inside_a_word_is_not_one():
    assert mark_names("<p>NATOs, anti-NATO, SENATOR</p>", [NATO]) == (
        "<p>NATOs, anti-NATO, SENATOR</p>"
    )


def test_a_name_with_an_ampersand_is_found_as_it_is_written():
    marked = mark_names("<p>R&amp;D ici</p>", [(["R&D"], "/themes/1-rd/", "")])
    assert marked == '<p><a href="/themes/1-rd/">R&amp;D</a> ici</p>'


def test_a_sign_in_a_name_stands_for_itself():
    one, odd = (["T.V.5"], "/themes/2-tv/", ""), (["Cité (la"], "/themes/3-cite/", "")
    marked = mark_names("<p>TAVA5, T.V.5, Cité (la</p>", [one, odd])
    assert marked == (
        '<p>TAVA5, <a href="/themes/2-tv/">T.V.5</a>, <a href="/themes/3-cite/">Cité (la</a></p>'
    )


def test_an_expansion_cannot_leave_its_attribute():
    marked = mark_names("<p>IPSE</p>", [(["IPSE"], "", '"><script>')])
    assert marked == '<p><abbr title="&quot;&gt;&lt;script&gt;">IPSE</abbr></p>'


SATURDAY = date(2021, 1, 2)


@pytest.mark.parametrize(
    ("language", "lead", "day"),
    [
        ("en", "<p>said on Thursday Mr X</p>", "2020-12-31"),
        ("en", "<p>said on Saturday</p>", "2021-01-02"),
        ("en", "<p>reported on Sunday</p>", "2020-12-27"),
        ("fr", "<p>a indiqué jeudi le ministère</p>", "2020-12-31"),
    ],
)
def test_the_day_of_a_dispatchs_lead_says_its_date(language, lead, day):
    assert f'<time datetime="{day}" title="{day}">' in date_the_lead(lead, language, SATURDAY, str)


@pytest.mark.parametrize(
    ("language", "copy"),
    [
        ("en", "<p>nothing here</p><p>said on Thursday</p>"),
        ("en", "<p>on Thursday next week</p>"),
        ("fr", "<p>ouvert jeudi prochain</p>"),
        ("fr", "<p>fermé les lundis</p>"),
        ("ar", "<p>قال يوم الخميس</p>"),
        ("fr", "<p>Le roi est attendu vendredi à Rabat</p>"),
        ("fr", "<p>d’ici vendredi, avant vendredi, chaque vendredi</p>"),
        ("fr", "<p>a annoncé vendredi dernier</p>"),
        ("en", "<p>will visit on Friday</p>"),
        ("en", '<p><a title="said on Friday">here</a></p>'),
    ],
)
def test_what_is_not_sure_is_not_dated(language, copy):
    assert date_the_lead(copy, language, SATURDAY, str) == copy


def test_what_is_too_long_to_be_a_name_is_not_sought_and_the_others_are():
    long = "Ligue " * 40
    marked = mark_names(f"<p>{long} et NATO.</p>", [([long.strip()], "/themes/1-ligue/", ""), NATO])
    assert "/themes/1-ligue/" not in marked
    assert "/themes/4-otan/" in marked

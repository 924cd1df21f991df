"""The front page as editors make it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Pick
from portal.pages import front
from tests import cast


def headlines(articles):
    return [article.headline for article in articles]


def a_day(*, picked=()):
    """Five pieces, the newest last."""
    now = timezone.now()
    articles = [
        cast.an_article(
            headline=f"Récit {n}", standfirst="Un chapô.", published_at=now - timedelta(hours=9 - n)
        )
        for n in range(5)
    ]
    for number, place in picked:
        Pick.objects.create(article=articles[number], place=place)
    return articles


def test_without_a_pick_the_newest_leads(db):
    a_day()
    page = front.page("fr")
    assert page["lead"].headline == "Récit 4"
    assert headlines(page["seconds"]) == ["Récit 3", "Récit 2", "Récit 1"]


def test_what_an_editor_puts_first_leads_and_the_rest_follows_by_date(db):
    a_day(picked=[(0, Pick.Place.LEAD)])
    page = front.page("fr")
    assert page["lead"].headline == "Récit 0"
    assert headlines(page["seconds"]) == ["Récit 4", "Récit 3", "Récit 2"]


def test_a_pick_beneath_the_lead_stands_beneath_it(db):
    a_day(picked=[(1, Pick.Place.SECOND)])
    page = front.page("fr")
    assert page["lead"].headline == "Récit 4"
    assert headlines(page["seconds"]) == ["Récit 1", "Récit 3", "Récit 2"]


def test_of_two_leads_the_second_goes_on_beneath_the_first(db):
    a_day(picked=[(0, Pick.Place.LEAD), (1, Pick.Place.LEAD)])
    page = front.page("fr")
    assert page["lead"].headline == "Récit 0"
    assert headlines(page["seconds"]) == ["Récit 1", "Récit 4", "Récit 3"]


def test_a_picked_wire_or_opinion_is_not_told_again_in_its_column(client, db):
    wire = cast.an_article(section=cast.le_fil(), headline="Une dépêche")
    opinion = cast.an_article(section=cast.tribune(), headline="Une tribune")
    Pick.objects.create(article=wire)
    Pick.objects.create(article=opinion, place=Pick.Place.SECOND)
    page = client.get("/").text
    for article in (wire, opinion):
        assert page.count(f'href="{article.get_absolute_url()}"') == 1


@pytest.mark.slow
def test_a_pick_ends_at_its_time_and_with_its_article(db):
    articles = a_day(picked=[(0, Pick.Place.LEAD)])
    Pick.objects.update(until=timezone.now() + timedelta(hours=1))
    assert front.page("fr")["lead"].headline == "Récit 0"
    Pick.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert front.page("fr")["lead"].headline == "Récit 4"
    Pick.objects.update(until=None)
    articles[0].return_to_draft()
    assert front.page("fr")["lead"].headline == "Récit 4"


@pytest.mark.slow
def test_no_story_stands_twice_on_the_whole_page(client, db):
    articles = a_day(picked=[(2, Pick.Place.LEAD), (4, Pick.Place.SECOND)])
    page = client.get("/").text
    for article in articles:
        assert page.count(f'href="{article.get_absolute_url()}"') == 1, article.headline


@pytest.mark.slow
def test_a_section_shows_as_many_as_fill_its_rows(db):
    for number in range(8):
        cast.an_article(headline=f"Récit {number}")
    page = front.page("fr")
    ((_section, articles),) = page["columns"]
    assert len(page["seconds"]) == 0, "nothing here has a standfirst"
    assert len(articles) == 5
    cast.an_article(headline="Ailleurs", section=cast.tribune())
    assert {len(found) for _section, found in front.page("fr")["columns"]} <= {1, 2, 3, 5}


@pytest.mark.slow
def test_a_story_in_two_languages_is_one_card_that_names_the_other(client, db):
    original = cast.an_article(headline="Le câble")
    cast.an_article(headline="The cable", language="en", translation_of=original)
    page = client.get("/").text
    assert "Le câble" in page
    assert "The cable" not in page
    assert "aussi en anglais" in page
    assert "also in French" in client.get("/en/").text

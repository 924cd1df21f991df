"""The search in the order that a reader asks for, and what a result shows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from portal.search import query as search
from portal.search.query import Query
from tests import cast


def found(client, text, **filters):
    """The headlines of a page of results, as they stand."""
    page = client.get("/recherche/", {"q": text, **filters})
    return [article.headline for article in page.context["articles"]]


@pytest.mark.slow
@pytest.mark.both
def test_the_most_relevant_come_first_if_the_reader_asks(client, db):
    now = timezone.now()
    for days, words in enumerate(
        (
            {"headline": "Une brève", "body": "<p>Des zinnias.</p>"},
            {"headline": "Une serre", "standfirst": "Des zinnias sous verre."},
            {"headline": "Un marché", "kicker": "Zinnia"},
            {"headline": "Le zinnia refleurit"},
            {"headline": "Le zinnia fleurit"},
        )
    ):
        cast.an_article(published_at=now - timedelta(days=days + 1), **words)
    by_date = ["Une brève", "Une serre", "Un marché", "Le zinnia refleurit", "Le zinnia fleurit"]
    assert found(client, "zinnia") == by_date
    told = found(client, "zinnia", tri="pertinents")
    assert told == [*by_date[3:], "Un marché", "Une serre", "Une brève"], "equals by date"
    page = client.get("/recherche/?q=zinnia&tri=pertinents").text
    assert "du plus pertinent au moins pertinent" in page
    assert '<option value="pertinents" selected>' in page


@pytest.mark.slow
def test_the_order_is_kept_from_page_to_page(client, db, monkeypatch):
    monkeypatch.setattr(search, "PER_PAGE", 3)
    for number in range(8):
        cast.an_article(headline=f"Autre {number}", body="<p>Zinnia.</p>")
    oldest = timezone.now() - timedelta(days=9)
    cast.an_article(headline="Le zinnia", published_at=oldest)
    told, address = [], "/recherche/?q=zinnia&tri=pertinents"
    titles = set()
    while address:
        page = client.get(address)
        told += [article.headline for article in page.context["articles"]]
        titles.add(page.text.split("</title>")[0])
        parts = page.text.split('rel="next"')
        address = parts[0].rpartition('href="')[2].split('"')[0] if len(parts) > 1 else ""
        address = address.replace("&amp;", "&")
    assert told[0] == "Le zinnia"
    assert len(told) == len(set(told)) == 9
    assert len(titles) == 3, "a title for each page"


def test_only_the_newest_are_ordered_and_the_page_says_so(client, db, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    monkeypatch.setattr("portal.search.page.COUNTED", 2)
    monkeypatch.setattr(search, "PER_PAGE", 1)
    now = timezone.now()
    for days in range(8):
        cast.an_article(headline=f"Zinnia {days}", published_at=now - timedelta(days=days + 1))
    first, second = Article.objects.latest_first()[:2]
    assert Query("zinnia", by_relevance=True).ranked() == [first.pk, second.pk]
    page = client.get("/recherche/?q=zinnia&tri=pertinents").text
    assert "les 2 plus récents, du plus pertinent au moins pertinent" in page


@pytest.mark.slow
def test_a_result_says_its_section_kicker_and_time_and_shows_its_picture(client, db):
    at = timezone.now() - timedelta(days=1)
    article = cast.an_article(headline="Les zinnias d’hier", kicker="Jardins", published_at=at)
    page = client.get("/recherche/?q=zinnia").text
    for words in ("Société", "Jardins", "hier à", "Les <mark>zinnias</mark> d’hier", article.drawing_url):  # fmt: skip
        assert words in page, words
    photographed = cast.an_article(
        headline="Zinnia", lead_image=cast.an_image(), lead_image_is_decorative=True
    )
    assert photographed.lead_image.card["src"] in client.get("/recherche/?q=zinnia").text

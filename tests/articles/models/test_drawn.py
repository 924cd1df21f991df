"""The drawn picture of an article: given once, kept as a file, never drawn anew."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Article
from tests import cast

pytestmark = pytest.mark.django_db


def test_an_article_has_its_picture_from_its_first_publication_and_keeps_it():
    article = cast.an_article(is_draft=True, headline="Un pont rouvre", kicker="Europe")
    assert article.drawing == ""
    article.publish()
    drawn = Article.objects.get(pk=article.pk).drawing
    assert drawn.startswith("viaduct-")
    assert default_storage.exists(f"dessins/{drawn}.svg")
    article.return_to_draft()
    Article.objects.filter(pk=article.pk).update(headline="Un autre titre")
    article = Article.objects.get(pk=article.pk)
    article.publish()
    assert article.drawing == drawn


def test_an_opinion_has_none():
    article = cast.an_article(is_draft=True, section=cast.tribune())
    article.publish()
    assert article.drawing == article.drawing_url == ""


def test_articles_that_stand_near_each_other_in_a_section_share_no_ground():
    """Whatever the order in which they came: an import begins with the oldest, or with the newest."""
    now = timezone.now()
    for number in [5, 0, 7, 2, 9, 1, 8, 3, 6, 4]:
        at = now - timedelta(hours=number + 1)
        cast.an_article(
            is_draft=True, headline=f"Titre {number}", kicker="Monde", published_at=at
        ).publish()
    grounds = [
        name.split("-")[1]
        for name in Article.objects.latest_first().values_list("drawing", flat=True)
    ]
    for place, ground in enumerate(grounds):
        assert ground not in grounds[place + 1 : place + 4]


def test_a_lost_file_is_drawn_again_and_a_name_of_nothing_is_404(client):
    article = cast.an_article(is_draft=True, kicker="Europe")
    article.publish()
    kept = client.get(article.drawing_url)
    first = b"".join(kept.streaming_content)
    assert kept["Content-Type"] == "image/svg+xml; charset=utf-8"
    default_storage.delete(f"dessins/{article.drawing}.svg")
    again = client.get(article.drawing_url)
    assert again.content == first
    assert "immutable" in again["Cache-Control"]
    assert client.get("/media/dessins/arcade-1-xyz.svg").status_code == 404
    assert client.get("/media/dessins/../images/x.svg").status_code == 404


@pytest.mark.slow
def test_pages_and_cards_show_it_where_there_is_no_photograph(client):
    article = cast.an_article(is_draft=True, kicker="Europe")
    article.publish()
    for address in ("/", article.section.get_absolute_url(), article.get_absolute_url()):
        assert article.drawing_url in client.get(address).text, address
    with_photograph = article.card_url
    Article.objects.filter(pk=article.pk).update(drawing="arcade-1-0123456789abcdef")
    assert Article.objects.get(pk=article.pk).card_url != with_photograph

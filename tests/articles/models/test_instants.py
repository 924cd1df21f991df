"""An article appears at its instant: not a second before, and not one after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests import cast

SECOND = timedelta(seconds=1)


def test_an_article_is_on_line_from_its_date_to_the_second(db):
    at = timezone.now() + timedelta(hours=3)
    article = cast.an_article(published_at=at)
    assert not Article.objects.visible(at - SECOND).filter(pk=article.pk).exists()
    assert Article.objects.visible(at).filter(pk=article.pk).exists()


@pytest.mark.parametrize("name", ["published_at", "embargo_until"])
def test_an_article_stands_in_one_way_to_the_second(db, monkeypatch, name):
    at = timezone.now() + timedelta(hours=3)
    article = cast.an_article(**{name: at})
    for now, is_on_line in ((at - SECOND, False), (at, True)):
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        assert (article.standing == "on_line") is is_on_line
        here = Article.objects.filter(pk=article.pk)
        found = [s for s in ("scheduled", "embargoed", "on_line") if here.standing(s, now).exists()]
        assert found == [str(article.standing)]


def test_scheduled_and_under_embargo_at_once_is_under_embargo(db):
    at = timezone.now() + timedelta(hours=3)
    article = cast.an_article(published_at=at, embargo_until=at)
    here = Article.objects.filter(pk=article.pk)
    found = [s for s in ("scheduled", "embargoed", "on_line") if here.standing(s).exists()]
    assert found == [str(article.standing)] == ["embargoed"]

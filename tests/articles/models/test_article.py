"""Articles: what readers may see, and the address that never dies."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from articles.models import Article, Section
from tests import cast

pytestmark = pytest.mark.both


def test_only_what_is_published_and_due_and_under_no_embargo_is_visible(db):
    now = timezone.now()
    shown = cast.an_article()
    cast.an_article(is_draft=True)
    cast.an_article(published_at=now + timedelta(minutes=1))
    cast.an_article(embargo_until=now + timedelta(minutes=1))
    lifted = cast.an_article(embargo_until=now - timedelta(seconds=1))
    assert set(Article.objects.visible()) == {shown, lifted}


def test_an_embargo_lifts_at_its_instant(db):
    at = timezone.now() + timedelta(hours=3)
    article = cast.an_article(embargo_until=at)
    assert not Article.objects.visible(at - timedelta(seconds=1)).filter(pk=article.pk).exists()
    assert Article.objects.visible(at).filter(pk=article.pk).exists()


def test_publishing_twice_changes_nothing(db):
    article = cast.an_article(is_draft=True, published_at=None)
    assert article.publish()
    first = article.published_at
    assert first is not None
    assert not article.publish()
    article.refresh_from_db()
    assert article.published_at == first


def test_back_to_draft_keeps_the_date_of_first_publication(client, db):
    article = cast.an_article()
    first = article.published_at
    article.return_to_draft()
    assert client.get(article.get_absolute_url()).status_code == 404
    article.publish()
    assert article.published_at == first


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "published", "published_at": None},
        {"status": "somewhere"},
        {"language": "xx"},
        {"updated_at": timezone.now() - timedelta(days=9)},
    ],
)
def test_the_database_keeps_the_promises_too(db, broken):
    article = cast.an_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**broken)


def test_the_same_dispatch_is_not_stored_twice(db):
    cast.an_article(source=cast.map_agency(), origin_id="map:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.an_article(source=cast.map_agency(), origin_id="map:1")


def test_a_body_is_cleaned_whichever_way_it_is_written(db):
    article = cast.an_article(body='<p onclick="x()">Un</p><script>x()</script>')
    assert article.body == "<p>Un</p>"
    Article.objects.filter(pk=article.pk).update(body="<p>Deux<iframe src=x></iframe></p>")
    article.refresh_from_db()
    assert article.body == "<p>Deux</p>"


@pytest.mark.slow
def test_an_old_slug_or_section_answers_one_301_straight_to_the_newest(client, db):
    article = cast.an_article(headline="Un titre")
    newest = f"/societe/{article.pk}-un-titre/"
    assert client.get(newest).status_code == 200
    for old in (
        f"/societe/{article.pk}-ancien-titre/",
        f"/societe/{article.pk}-ancien-titre",
        f"/le-fil/{article.pk}-un-titre/",
        f"/societe/{article.pk}",
        f"/societe/{article.pk}/",
        f"/ar-chives/{article.pk}-x",
    ):
        response = client.get(old)
        assert response.status_code == 301, old
        assert response["Location"] == newest, old


@pytest.mark.slow
def test_an_arabic_piece_has_its_home_under_ar(client, db):
    article = cast.an_article(headline="أن نترجم يعني أن نتحاور", language="ar")
    assert article.home_url.startswith("/ar/societe/")
    response = client.get(f"/societe/{article.pk}/")
    assert response.status_code == 301
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page.text
    with translation.override("en"):
        assert article.get_absolute_url().startswith("/en/")


def test_a_section_cannot_take_an_address_of_the_site(db):
    from django.core.exceptions import ValidationError

    for slug in ("admin", "charte", "suivi", "ar"):
        with pytest.raises(ValidationError):
            Section(name="Piège", slug=slug).full_clean()


def test_comments_are_open_for_the_days_of_the_section(db):
    section = cast.societe()
    section.comment_days = 14
    section.save()
    article = cast.an_article(section=section, published_at=timezone.now() - timedelta(days=13))
    assert article.takes_comments()
    assert not article.takes_comments(timezone.now() + timedelta(days=1))
    article.comment_policy = "open"
    assert article.takes_comments(timezone.now() + timedelta(days=1))
    article.comment_policy = "closed"
    assert not article.takes_comments()


@pytest.mark.slow
def test_translations_are_looked_for_one_by_one_and_the_archive_is_never_read_whole(db):
    """Each database had its way to read every visible article for the few on a page; its own plan says whether."""
    original = cast.an_article()
    cast.an_article(language="ar", translation_of=original)
    for _each in range(40):
        cast.an_article(section=original.section)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Article.objects.visible().read_in("fr").latest_first()[:50].explain()
    if connection.vendor == "sqlite":
        assert "USING INDEX article_translations" in plan.replace("COVERING ", "")
    else:
        assert "SubPlan" in plan
        assert "hashed" not in plan


def test_a_headline_of_signs_alone_has_an_address_all_the_same(client, db):
    article = cast.an_article(headline="? !")
    assert article.slug == "article"
    assert client.get(article.get_absolute_url()).status_code == 200

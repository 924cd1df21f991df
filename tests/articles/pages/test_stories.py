"""A story and its translations are one card in every list, whatever the list and the reader's language."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.pages.articles import ON_A_LATER_PAGE, ON_THE_FIRST_PAGE
from portal.search import query as search
from portal.search.query import Query
from tests import cast

HEADLINES = {"fr": "Le câble", "en": "The cable", "ar": "الكابل"}


def a_story(*languages, number="", topic=None, **words):
    """A story in these languages, the original first; its versions are an hour apart."""
    original, at = None, words.pop("at", timezone.now() - timedelta(hours=5))
    for language in languages:
        article = cast.an_article(
            headline=f"{HEADLINES[language]} {number}".strip(), language=language, translation_of=original,
            published_at=at, body="<p>Zinnia.</p>", **words,
        )  # fmt: skip
        original, at = original or article, at + timedelta(minutes=5)
        cast.an_author(article)
        cast.a_topic(article)
        article.reindex()
    return original


def headlines(client, address):
    return [article.headline for article in client.get(address).context["articles"]]


@pytest.fixture
def lists(db):
    """The addresses of every list that tells the one story there is, in English and in Arabic."""
    story = a_story("en", "ar")
    day = timezone.localtime(story.published_at)
    return [
        story.section.get_absolute_url(),
        story.source.get_absolute_url(),
        cast.a_topic().get_absolute_url(),
        cast.an_author().get_absolute_url(),
        f"/archives/{day.year}/{day.month}/{day.day}/",
        "/recherche/?q=zinnia",
    ]


@pytest.mark.slow
@pytest.mark.both
def test_a_story_is_one_card_of_the_readers_language_in_every_list(client, lists):
    for address in lists:
        assert headlines(client, address) == ["The cable"], f"{address}: no French, so the original"
        assert "aussi en arabe" in client.get(address).text, address
        assert headlines(client, f"/ar{address}") == ["الكابل"], address
        assert "بالإنجليزية أيضًا" in client.get(f"/ar{address}").text, address


@pytest.mark.slow
def test_a_translation_that_stands_alone_in_a_list_is_told_there(client, db):
    original = cast.an_article(headline="Le câble", body="<p>Dahlia.</p>")
    twin = cast.an_article(
        headline="The cable", language="en", translation_of=original, body="<p>Zinnia.</p>"
    )
    topic = cast.a_topic(twin)
    assert headlines(client, topic.get_absolute_url()) == ["The cable"], "the original lacks it"
    assert headlines(client, "/recherche/?q=zinnia") == ["The cable"], "found by its own word"
    assert headlines(client, "/recherche/?q=dahlia") == ["Le câble"]
    assert headlines(client, "/en/recherche/?q=dahlia") == ["Le câble"]


def test_without_its_original_a_story_is_still_told_once(db):
    original = a_story("fr", "en", "ar")
    original.kill(notice="Annulé.")
    told = Article.objects.visible().read_in("fr").with_languages()
    assert [(article.headline, article.also) for article in told] == [("The cable", ["ar"])]
    assert [article.headline for article in Article.objects.visible().read_in("ar")] == ["الكابل"]


def test_a_language_that_readers_may_not_see_yet_is_not_announced(client, db):
    original = a_story("fr")
    later = timezone.now() + timedelta(hours=1)
    cast.an_article(
        headline="The cable", language="en", translation_of=original, embargo_until=later
    )
    page = client.get("/societe/").text
    assert "Le câble" in page
    assert "aussi en anglais" not in page


@pytest.mark.slow
def test_pages_keep_their_number_of_cards_and_lose_or_repeat_nothing(client, db):
    """Each story's two versions stand apart in time: a page may end between them."""
    now = timezone.now()
    stories = ON_THE_FIRST_PAGE + ON_A_LATER_PAGE + 3
    for number in range(stories):
        a_story("en", "fr", number=number, at=now - timedelta(hours=9, minutes=3 * number))
    told, address = [], "/societe/"
    sizes = []
    while address:
        page = client.get(address)
        sizes.append(len(page.context["articles"]))
        told += [article.headline for article in page.context["articles"]]
        before = page.context["next_before"]
        address = f"/societe/?avant={before}" if before else None
    assert sizes == [ON_THE_FIRST_PAGE, ON_A_LATER_PAGE, 3]
    assert sorted(told) == sorted(f"Le câble {number}" for number in range(stories))


@pytest.mark.slow
@pytest.mark.both
def test_a_page_of_results_is_full_though_versions_were_left_out(db, monkeypatch):
    monkeypatch.setattr(search, "PER_PAGE", 4)
    now = timezone.now()
    for number in range(10):
        a_story("en", "fr", number=number, at=now - timedelta(hours=9, minutes=3 * number))
    query = Query("zinnia")
    told, sizes, (page, has_more) = [], [], query.page()
    while page:
        told += [article.headline for article in page]
        sizes.append(len(page))
        page, has_more = query.page(after=page[-1]) if has_more else ([], False)
    assert sizes == [4, 4, 2]
    assert told == [f"Le câble {number}" for number in range(10)]
    assert query.count() == 10


@pytest.mark.slow
def test_archives_and_topics_count_stories(client, db):
    story = a_story("en", "fr", "ar")
    day = timezone.localtime(story.published_at)
    assert "1 article" in client.get(f"/archives/{day.year}/").text
    assert "1 article" in client.get("/themes/").text


@pytest.mark.slow
def test_the_feed_of_a_section_tells_a_story_once(client, db):
    a_story("en", "fr")
    items = client.get("/societe/flux/feed.json").json()["items"]
    assert [item["title"] for item in items] == ["Le câble"]
    items = client.get("/en/societe/flux/feed.json").json()["items"]
    assert [item["title"] for item in items] == ["The cable"]

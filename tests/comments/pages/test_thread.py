"""A discussion in pages: whatever there are, each comment stands on one, and every one can be reached."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.pages import thread
from comments.pages.thread import bounds
from tests import cast
from tests.portal.cache.queries import asked


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(bounds, "CONVERSATIONS", 3)
    monkeypatch.setattr(bounds, "COMMENTS", 4)
    monkeypatch.setattr(bounds, "ANSWERS", 2)
    monkeypatch.setattr(bounds, "FEW_ANSWERS", 1)


def a_discussion(conversations, answers=0, article=None):
    """Published comments, a minute apart; return (article, the opening comments, the answers to the first)."""
    article = article or cast.an_article(published_at=timezone.now() - timedelta(days=1))
    start = article.published_at
    opening = [
        cast.a_published_comment(article=article, name=f"Nom {n}", at=start + timedelta(minutes=n))
        for n in range(conversations)
    ]
    replies = [
        cast.a_published_comment(
            article=article, name=f"Réponse {n}", parent=opening[0], at=start + timedelta(hours=5, minutes=n)
        )
        for n in range(answers)
    ]  # fmt: skip
    return article, opening, replies


def shown(page):
    """The comments of a page, in its order."""
    return [int(pk) for pk in re.findall(r'<li class="com[^"]*" id="commentaire-(\d+)"', page)]


def keys(comments):
    return [comment.pk for comment in comments]


def following(page):
    """The address of the page that follows, where there is one."""
    found = re.search(r'<a href="([^"]+)" rel="next">(?:<[^>]*>)?(?:\S+ )?[Cc]ommentaires', page)
    return found and found[1].replace("&amp;", "&")


@pytest.mark.slow
def test_an_article_shows_its_first_conversations_and_leads_to_the_others(client, db, small_pages):
    article, opening, _answers = a_discussion(7)
    page = client.get(article.get_absolute_url()).text
    told = shown(page)
    assert told == keys(opening[:3])
    while address := following(page):
        page = client.get(address).text
        told += shown(page)
    assert told == keys(opening), "each once, in order, none lost"


@pytest.mark.slow
def test_the_newest_may_come_first(client, db, small_pages):
    article, opening, _answers = a_discussion(7)
    page = client.get(f"{thread.discussion_url(article)}?tri=recents").text
    told = shown(page)
    while address := following(page):
        page = client.get(address).text
        told += shown(page)
    assert told == keys(reversed(opening))


@pytest.mark.slow
def test_a_long_conversation_shows_its_first_answers_and_leads_to_the_rest(client, db, small_pages):
    article, opening, answers = a_discussion(2, answers=6)
    page = client.get(article.get_absolute_url()).text
    assert shown(page) == [opening[0].pk, *keys(answers[:2]), opening[1].pk]
    more = f"?fil={opening[0].pk}&amp;apres={answers[1].pk}"
    assert more in page, "the answers that stand here are not told again"
    onward = client.get(f"{thread.discussion_url(article)}{unescape(more)}").text
    assert shown(onward) == [opening[0].pk, *keys(answers[2:5])]
    alone = client.get(f"{thread.discussion_url(article)}?fil={opening[0].pk}").text
    assert shown(alone) == [opening[0].pk, *keys(answers[:3])]
    rest = client.get(following(alone)).text
    assert shown(rest) == [opening[0].pk, *keys(answers[3:])]


@pytest.mark.slow
@pytest.mark.parametrize("place", range(7))
def test_a_permalink_lands_where_the_comment_stands(client, db, small_pages, place):
    _article, opening, _answers = a_discussion(7)
    comment = opening[place]
    landed = client.get(comment.get_absolute_url())
    assert landed.status_code == 302
    assert landed["Location"].endswith(f"#{comment.anchor}")
    assert comment.pk in shown(client.get(landed["Location"]).text)


@pytest.mark.slow
@pytest.mark.parametrize("place", range(6))
def test_a_permalink_lands_on_an_answer_however_deep(client, db, small_pages, place):
    _article, _opening, answers = a_discussion(5, answers=6)
    landed = client.get(answers[place].get_absolute_url())
    assert answers[place].pk in shown(client.get(landed["Location"]).text)


def test_a_comment_that_waits_or_was_refused_has_no_permalink(client, db):
    waiting, refused = cast.a_comment(), cast.a_rejected_comment()
    for comment in (waiting, refused):
        assert client.get(comment.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_a_stone_keeps_its_permalink(client, db):
    comment = cast.a_published_comment()
    comment.remove(by=cast.paul(), **cast.against(1))
    landed = client.get(comment.get_absolute_url())
    assert landed.status_code == 302
    assert "a été retiré après publication" in client.get(landed["Location"]).text


@pytest.mark.slow
def test_nothing_of_an_article_off_line_is_told(client, db):
    comment = cast.a_published_comment()
    address, count = (
        comment.get_absolute_url(),
        f"/articles/{comment.article_id}/commentaires/nombre",
    )
    where = thread.discussion_url(comment.article)
    assert client.get(count).json() == {"count": 1}
    Article.objects.get(pk=comment.article_id).return_to_draft()
    for gone in (address, count, where):
        assert client.get(gone).status_code == 404, gone


@pytest.mark.parametrize("query", ["?apres=abc", "?apres=999999", "?depuis=%D9%A1", "?fil=0", "?tri=autre"])  # fmt: skip
def test_an_address_that_names_no_comment_of_it_is_not_found(client, db, query):
    article, _opening, _answers = a_discussion(1)
    assert client.get(thread.discussion_url(article) + query).status_code == 404


def test_a_comment_of_another_article_opens_no_page_of_this_one(client, db):
    article, _opening, _answers = a_discussion(1)
    other = cast.a_published_comment()
    assert client.get(f"{thread.discussion_url(article)}?depuis={other.pk}").status_code == 404


@pytest.mark.slow
def test_two_of_the_same_instant_are_both_shown_once(client, db, small_pages):
    article = cast.an_article()
    at = timezone.now()
    opening = [cast.a_published_comment(article=article, at=at) for _each in range(5)]
    page = client.get(article.get_absolute_url()).text
    told = shown(page) + shown(client.get(following(page)).text)
    assert told == keys(opening)


@pytest.mark.slow
def test_the_number_of_queries_is_the_same_for_any_number_of_comments(client, db):
    article, _opening, _answers = a_discussion(2, answers=2)
    address = article.get_absolute_url()
    few = len(asked(client, address))
    a_discussion(12, answers=9, article=article)
    assert len(asked(client, address)) == few


@pytest.mark.slow
def test_whom_an_answer_answers_is_told_even_across_pages(client, db, small_pages):
    article, opening, answers = a_discussion(1, answers=4)
    cast.a_published_comment(article=article, name="Le dernier", parent=answers[0])
    rest = client.get(
        f"{thread.discussion_url(article)}?fil={opening[0].pk}&depuis={answers[3].pk}"
    )
    assert "en réponse à <bdi>Réponse 0</bdi>" in rest.text


def test_no_address_of_a_commenter_is_read_for_a_page(db):
    article, _opening, _answers = a_discussion(1, answers=1)
    page = thread.page_of(article)
    for comment in [*page.conversations, *page.conversations[0].answers]:
        assert "email" in comment.get_deferred_fields()
    assert Comment.objects.count() == 2


@pytest.mark.slow
def test_one_language_of_a_discussion_can_be_read_alone(client, db):
    article = cast.an_article()
    french = cast.a_published_comment(article=article)
    arabic = cast.a_published_comment(article=article, text="في مدينتي تفتح المكتبة يوما واحدا")
    type(arabic).objects.filter(pk=arabic.pk).update(language="ar")
    page = client.get(article.get_absolute_url()).text
    address = f"{thread.discussion_url(article)}?langue=ar"
    assert f'href="{address}"' in page
    alone = client.get(address).text
    assert arabic.anchor in alone
    assert french.anchor not in alone
    assert client.get(f"{thread.discussion_url(article)}?langue=de").status_code == 404


@pytest.mark.slow
def test_a_discussion_in_one_language_offers_no_choice_of_languages(client, db):
    article = cast.an_article()
    cast.a_published_comment(article=article)
    assert "?langue=" not in client.get(article.get_absolute_url()).text


@pytest.mark.slow
def test_an_answer_leads_to_the_comment_that_it_answers(client, db):
    article = cast.an_article()
    root = cast.a_published_comment(article=article)
    first = cast.a_published_comment(article=article, parent=root)
    cast.a_published_comment(article=article, parent=first)
    assert f'href="#{first.anchor}"' in client.get(article.get_absolute_url()).text

"""A page put together from pieces in memory says what its templates say, letter for letter."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from articles.freshness import making
from comments.models import Comment
from comments.pages import thread
from comments.pages.thread import counts, frame
from portal.pages import dates
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.once]

HOSTILE = "<b>\"Zoë\" & 'co'</b> \ue000name\ue001 8111111111111111"


@pytest.fixture
def article(db):
    article = cast.an_article(
        headline="L’eau & le « pont »",
        kicker='<i>"Ponts"</i>',
        section=cast.societe(),
        standfirst="Oui.",
    )
    article.topics.add(cast.a_topic(name="Ponts & chaussées"))
    first = cast.a_published_comment(
        article=article, name=HOSTILE, text=f"Dire {HOSTILE} : oui ! Non ?"
    )
    answer = cast.a_published_comment(article=article, parent=first, name="Lina")
    cast.a_published_comment(
        article=article, parent=answer, name="نادية", text="شكرا جزيلا على هذا المقال."
    )
    cast.a_published_comment(article=article, name="Ali").remove(by=cast.sofia(), **cast.against(1))
    cast.an_article(
        headline="The bridge", language="en", translation_of=article, section=cast.societe()
    )
    return article


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("takes_comments", [True, False])
def test_each_comment_is_written_as_its_template_writes_it(article, language, takes_comments):
    first = Comment.objects.order_by("pk").first()
    gone = cast.a_published_comment(article=article, parent=first, text="Je retire ceci.")
    cast.a_published_comment(article=article, parent=gone, name="Rim", text="Je réponds.")
    gone.withdraw()
    with translation.override(language):
        page = thread.page_of(article)
        seen = [c for root in page.conversations for c in (root, *root.answers) if c.is_visible]
        assert len(seen) == 4
        for comment in seen:
            about = {
                "when": dates.as_time_element(comment.created_at, "short"),
                "article_url": article.get_absolute_url(),
                "takes_comments": takes_comments,
            }
            by_template = render_to_string(
                "comments/thread/comment.html", {"comment": comment, **about}
            )
            assert frame.write(comment, **about) == by_template


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/societe/",
        "{article}",
        "{article}commentaires/",
        "/recherche/?q=pont",
        "/themes/",
        "/charte/",
    ],
)
def test_a_page_of_pieces_is_the_page_of_its_templates(
    client, article, language, page, monkeypatch
):
    with translation.override(language.strip("/") or "fr"):
        own = article.get_absolute_url()
    address = own + page.removeprefix("{article}") if "{article}" in page else language + page
    client.get(address)
    kept = client.get(address).content
    monkeypatch.setattr("articles.freshness.pieces.is_making", lambda: False)
    assert client.get(address).content == kept


def test_pieces_never_hold_what_is_not_saved(client, article):
    """A preview shows unsaved words, a refused form what was typed: neither is kept for readers."""
    address = article.get_absolute_url()
    client.get(address)
    refused = client.post(
        f"/articles/{article.pk}/commentaires/", {"name": "Typo", "text": "http://exemple.org"}
    )
    assert "http://exemple.org" in refused.text
    assert "http://exemple.org" not in client.get(address).text
    reply = Comment.objects.visible().filter(article=article).first()
    assert "reponse-a" in client.get(f"{address}?repondre={reply.pk}").text
    assert "reponse-a" not in client.get(address).text


def test_numbers_of_comments_are_said_in_the_language_of_the_page(client, article):
    # In the list of its section its English version would be told in its place.
    topic = article.topics.get().get_absolute_url()
    for language, words in (("", "3 commentaires"), ("/en", "3 comments"), ("/ar", "3 تعليقات")):
        assert words in client.get(f"{language}{topic}").text
        with translation.override(language.strip("/") or "fr"):
            assert words in client.get(article.get_absolute_url()).text


def test_a_number_of_comments_is_put_where_its_mark_stands(article):
    marked = "".join(counts.mark(article, form) for form in ("words", "digits", "card", "line"))
    page = f'<p data-n="{counts.mark(article, "digits")}">{marked}</p> {{"n": "{counts.mark(article, "json")}"}}'
    with making():
        filled = counts.fill(page.encode()).decode()
    assert filled.startswith('<p data-n="3">3 commentaires3<span>')
    assert filled.endswith('{"n": 3}')
    assert counts.fill("rien à mettre".encode()) == "rien à mettre".encode()

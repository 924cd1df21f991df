"""What stands around a comment on its card: what it answers, its thread, what it quotes."""

import re
from html import unescape

import pytest

from comments.admin.around import AFTER_MOST, BEFORE_MOST, quoted_passages
from comments.models import Comment
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"
LONG = " ".join(f"mot{n}" for n in range(150)) + " et sa toute fin."


def card(desk, comment):
    return unescape(desk.get(f"{QUEUE}{comment.pk}/change/").text)


def thread(desk, comment, **headers):
    return unescape(desk.get(f"{QUEUE}{comment.pk}/fil/", headers=headers).text)


@pytest.mark.slow
def test_the_card_shows_the_whole_parent(desk):
    parent = cast.a_published_comment(text=LONG)
    assert "et sa toute fin." in card(desk, cast.a_comment(article=parent.article, parent=parent))


@pytest.mark.slow
def test_a_parent_taken_down_for_hate_is_veiled_and_says_so(desk):
    parent = cast.a_published_comment(name="Karim L.")
    reply = cast.a_comment(article=parent.article, parent=parent)
    hateful = next(c for c in cast.clause(1).charter.clauses.all() if c.is_hateful)
    parent.remove(by=cast.paul(), clause=hateful, reasons="Une injure.")
    page = card(desk, reply)
    context = page[page.index('id="contexte"') : page.index('class="mod__cote"')]
    assert "<strong>Retiré</strong>" in context
    assert "Ces mots peuvent être durs à lire" in context


@pytest.mark.slow
def test_the_thread_is_a_page_and_a_part_of_the_card(desk):
    root = cast.a_published_comment(text="Le premier du fil.")
    waiting = cast.a_comment(article=root.article, parent=root, text="Une réponse qui attend.")
    gone = cast.a_published_comment(article=root.article, parent=root, text="Parole retirée.")
    gone.remove(by=cast.sofia(), **cast.against(1))
    address = f"{QUEUE}{waiting.pk}/fil/"
    page = card(desk, waiting)
    assert f'data-thread="{address}"' in page
    assert f'<a href="{address}" target="_blank" rel="noopener"' in page, "without scripts"
    for shown in (thread(desk, waiting), thread(desk, waiting, accept="text/x-fragment")):
        order = [shown.index(c.text) for c in (root, waiting, gone)]
        assert order == sorted(order)
        assert shown.count('<li aria-current="true">') == 1
    assert "<html" not in thread(desk, waiting, accept="text/x-fragment")


@pytest.mark.slow
def test_a_comment_alone_offers_no_thread(desk):
    assert "data-thread" not in card(desk, cast.a_comment())
    assert "data-thread" not in card(desk, cast.a_published_comment())


@pytest.mark.slow
def test_a_long_thread_is_shown_around_the_comment(desk):
    root = cast.a_published_comment(text="Le premier du fil.")
    replies = [
        cast.a_comment(article=root.article, parent=root, text=f"Réponse numéro {n} sur {n}.")
        for n in range(BEFORE_MOST + AFTER_MOST + 5)
    ]
    here = replies[BEFORE_MOST + 1]
    page = thread(desk, here)
    assert root.text in page
    assert "2 autres" not in page
    assert "1 autre avant ceux qui suivent" in page
    assert "3 autres ensuite" in page
    assert page.count("Réponse numéro") == BEFORE_MOST + 1 + AFTER_MOST


def test_the_thread_is_for_who_reads_the_queue(client, db):
    client.force_login(cast.hicham())
    assert client.get(f"{QUEUE}{cast.a_comment().pk}/fil/").status_code == 403


def test_reading_a_thread_takes_no_lease_and_writes_nothing(desk):
    root = cast.a_published_comment()
    reply = cast.a_comment(article=root.article, parent=root)
    thread(desk, reply)
    assert not hasattr(Comment.objects.get(pk=reply.pk), "lease")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Vous écrivez « partagent leurs  catalogues » : lesquels ?",
        "“Partagent leurs catalogues” sounds odd.",
        'Pourquoi "partagent leurs catalogues" ?',
        "> partagent leurs catalogues\n\nLesquels ?",
    ],
)
def test_the_card_shows_the_passage_of_the_article_that_is_quoted(desk, text):
    body = "<p>Vingt-deux établissements partagent leurs catalogues.</p><p>Suite.</p>"
    comment = cast.a_comment(article=cast.an_article(body=body), text=text)
    page = card(desk, comment)
    assert "établissements <mark>partagent leurs catalogues</mark>." in page


def test_only_what_the_article_says_counts_as_quoted():
    body = "<p>Vingt-deux établissements partagent leurs catalogues &lt;b&gt;.</p>"
    assert quoted_passages("« partagent tous leurs catalogues »", body) == []
    assert quoted_passages("« leurs catalogues »", body) == [], "two words are anybody's"
    assert quoted_passages("partagent leurs catalogues", body) == [], "without marks"
    (passage,) = quoted_passages("« partagent leurs catalogues » " * 3, body)
    assert "&lt;b&gt;" in passage


@pytest.mark.slow
def test_links_of_the_card_that_lead_elsewhere_open_beside(desk):
    other = cast.a_published_comment(email="lina@exemple.org")
    comment = cast.a_comment(article=other.article, email="lina@exemple.org")
    page = card(desk, comment)
    centre = page[page.index('class="mod__centre') : page.index('class="mod__cote"')]
    links = re.findall(r"<a\s[^>]*>", centre)
    assert len(links) >= 3
    for link in links:
        assert 'target="_blank"' in link, link
        assert 'rel="noopener"' in link, link

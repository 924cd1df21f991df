"""A person's page: everything the desk knows of them, but never by what it knows them."""

import re
from html import unescape

import pytest

from comments.models import Comment
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"
ADDRESS, SENDER = "lina@exemple.org", "5e" * 32


def page(desk, comment, query=""):
    return unescape(desk.get(f"{QUEUE}{comment.pk}/personne/{query}").text)


@pytest.mark.slow
def test_the_page_holds_all_their_comments_notices_sanctions_and_notes(desk):
    first = cast.a_published_comment(name="Lina", email=ADDRESS, text="Le premier texte.")
    cast.a_notice(first, explanation="")
    second = cast.a_rejected_comment(name="Lina B.", sender=SENDER, email=ADDRESS)
    cast.a_suspension(second)
    by_sender = cast.a_comment(name="Autre nom", sender=SENDER, text="Du même navigateur.")
    by_sender.note("Se calme le matin.", by=cast.paul())
    stranger = cast.a_comment(text="De quelqu’un d’autre.")
    shown = page(desk, second)
    for words in (first.text, second.text, by_sender.text, "Se calme le matin.", "Suspension"):
        assert words in shown, words
    assert "3 commentaires" in shown
    assert "Deux insultes en une heure." in shown
    assert "sans réponse" in shown
    for name in ("Lina", "Lina B.", "Autre nom"):
        assert f"<bdi>{name}</bdi>" in shown
    assert stranger.text not in shown


@pytest.mark.slow
def test_neither_address_nor_sender_hash_is_in_the_page_whoever_reads_it(desk):
    comment = cast.a_published_comment(email=ADDRESS, sender=SENDER)
    cast.a_notice(comment, email="zele@exemple.org", sender="7a" * 32)
    cast.a_suspension(comment)
    for colleague in (cast.sofia(), cast.zoe(), cast.nora()):
        desk.force_login(colleague)
        shown = page(desk, comment)
        for secret in (ADDRESS, SENDER, "zele@exemple.org", "7a" * 32, comment.follow_key):
            assert secret not in shown


@pytest.mark.slow
def test_the_comments_are_paged_and_none_is_lost(desk):
    article = cast.an_article()
    for n in range(30):
        cast.a_comment(article=article, email=ADDRESS, text=f"Un avis de plus, le {n}e sur trente.")
    comment = Comment.objects.first()
    shown = page(desk, comment)
    following = re.search(r'href="(\?apres=[^"]+)" rel="next"', shown)[1]
    assert ADDRESS not in following
    rest = page(desk, comment, following)
    seen = {n for n in range(30) for part in (shown, rest) if f"le {n}e sur trente." in part}
    assert len(seen) == 30
    assert 'rel="next"' not in rest
    assert "Première page" in rest


@pytest.mark.slow
def test_many_comments_need_no_more_queries_than_few(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    article = cast.an_article()
    comment = cast.a_published_comment(article=article, email=ADDRESS)
    cast.a_published_comment(article=article, email=ADDRESS)
    page(desk, comment)
    with CaptureQueriesContext(connection) as captured:
        page(desk, comment)
    for _each in range(10):
        cast.a_published_comment(article=article, email=ADDRESS)
    with django_assert_num_queries(len(captured)):
        page(desk, comment)


@pytest.mark.slow
def test_words_taken_down_for_hate_are_veiled_there_too(desk):
    comment = cast.a_published_comment(email=ADDRESS)
    hateful = next(c for c in cast.clause(1).charter.clauses.all() if c.is_hateful)
    comment.remove(by=cast.paul(), clause=hateful, reasons="Une injure.")
    assert "Ces mots peuvent être durs à lire" in page(desk, comment)


def test_nobody_known_is_told_plainly(desk):
    comment = cast.a_comment()
    cast.a_comment(text="D’un autre inconnu.")
    shown = page(desk, comment)
    assert "Rien ne dit plus qui a écrit ce commentaire" in shown
    assert comment.text in shown
    assert "D’un autre inconnu." not in shown


@pytest.mark.slow
def test_the_card_leads_there_and_only_readers_of_the_queue_get_in(desk, client):
    comment = cast.a_comment(email=ADDRESS)
    shown = desk.get(f"{QUEUE}{comment.pk}/change/").text
    assert f'href="{QUEUE}{comment.pk}/personne/" target="_blank"' in shown
    client.force_login(cast.hicham())
    assert client.get(f"{QUEUE}{comment.pk}/personne/").status_code == 403
    assert client.get(f"{QUEUE}999999/personne/").status_code == 403

"""Private pages and the card say in words what went at its term, and what stays."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments import address_retention
from comments.models import Comment
from tests import cast

pytestmark = [pytest.mark.once, pytest.mark.slow]
A_YEAR = timedelta(days=366)


def words_of(client, address):
    return " ".join(unescape(client.get(address).text).replace("\u202f", " ").split())


def test_the_author_reads_that_the_words_went_and_why_the_decision_stays(client, db):
    comment = cast.a_rejected_comment(text="Un mot introuvable.", name="Zénobie")
    cast.uphold(cast.an_appeal(comment), by=cast.zoe(), reasons="La règle tient.")
    address_retention.forget_words(at=timezone.now() + A_YEAR)
    page = words_of(client, f"/suivi/{comment.follow_key}/")
    assert "Votre texte, votre nom et votre adresse ont été effacés de nos données le" in page
    assert "le délai pour contester est passé" in page
    assert "Texte et nom effacés à leur terme" in page, "among the steps"
    assert "Ce passage vise une personne" in page
    assert "introuvable" not in page
    assert "Zénobie" not in page
    assert "<blockquote" not in page, "no empty quotation"
    proof = client.get(f"/suivi/{comment.follow_key}/preuve.json").json()
    assert proof["texts"] == []
    assert proof["links"]


def test_an_arabic_page_sets_its_own_marks(client, db):
    comment = cast.a_comment()
    comment.reject(by=cast.sofia(), law="Loi de 1881", **cast.against(1))
    address_retention.forget_words(at=timezone.now() + A_YEAR)
    page = words_of(client, f"/ar/suivi/{comment.follow_key}/")
    assert "؛ Loi de 1881" in page
    assert "</time>: انقضت" in page
    assert " :" not in page.partition("<main")[2].partition("</main>")[0]


def test_whoever_alerted_reads_that_their_words_went_and_the_answer_stays(client, db):
    appeal = cast.a_contested_answer(cast.a_published_comment(), text="Une plainte introuvable.")
    notice = appeal.notice
    cast.uphold(appeal, by=cast.zoe(), reasons="Relu : il reste.")
    assert "La fin vise une personne." in words_of(client, f"/alertes/{notice.follow_key}/")
    address_retention.forget_words(at=timezone.now() + A_YEAR)
    page = words_of(client, f"/alertes/{notice.follow_key}/")
    assert "Vos mots, votre nom et votre adresse ont été effacés" in page
    assert "Réponse à votre alerte" in page
    assert "Relu : il reste." in page
    assert "introuvable" not in page
    assert "La fin vise une personne." not in page
    assert "<blockquote" in page, "the comment itself is on line"


def test_the_card_offers_to_publish_nothing_whose_words_went(desk, db):
    comment = cast.a_rejected_comment()
    card = f"/admin/comments/comment/{comment.pk}/change/"
    assert "Rétablir et publier" in words_of(desk, card)
    address_retention.forget_words(at=timezone.now() + A_YEAR)
    page = words_of(desk, card)
    assert "Rétablir et publier" not in page
    assert "Ses mots ont été effacés à leur terme" in page
    seen = Comment.objects.get(pk=comment.pk).version
    answer = desk.post(
        f"/admin/comments/comment/{comment.pk}/decisions/",
        {
            "kind": "restore",
            "reasons": "Une erreur.",
            "seen": seen,
            "revision": comment.revision_id,
        },
    )
    assert answer.status_code == 409


def test_a_comment_taken_down_leaves_its_place_without_a_name(client, db):
    article = cast.an_article()
    comment = cast.a_published_comment(article=article, name="Zénobie")
    cast.a_published_comment(article=article, parent=comment, text="Je vous réponds.")
    comment.remove(by=cast.sofia(), **cast.against(1))
    assert "Zénobie" in words_of(client, article.home_url)
    address_retention.forget_words(at=timezone.now() + A_YEAR)
    page = words_of(client, article.home_url)
    assert "Zénobie" not in page
    assert "Je vous réponds." in page

"""The newsroom replies under its badge: only a colleague with the right, read by another before readers see it."""

import pytest

from comments.log.audit import broken_links
from comments.models import Comment, NotYours
from tests import cast

pytestmark = pytest.mark.once

QUEUE = "/admin/comments/comment/"
BADGE = "pastille--redaction"
WORDS = "Un comité de six personnes, trois par rive."


@pytest.fixture
def comment(db):
    return cast.a_published_comment(name="Claire M.", text="Qui décidera de la notice ?")


def send(client, colleague, comment, text=WORDS):
    client.force_login(colleague)
    return client.post(f"{QUEUE}{comment.pk}/reponse/", {"text": text})


def test_an_editors_reply_waits_for_a_colleague_then_bears_the_badge(client, comment):
    assert send(client, cast.hicham(), comment).status_code == 302
    reply = Comment.objects.get(parent=comment)
    assert (reply.state, reply.name, reply.newsroom_by) == (
        "pending",
        "Le Portail",
        cast.hicham(),
    )
    address = comment.article.get_absolute_url()
    assert BADGE not in client.get(address).text
    reply.approve(by=cast.sofia())
    page = client.get(address).text
    assert page.count(BADGE) == 1
    assert "com--redaction" in page
    assert "Hicham" not in page


def test_the_same_words_pressed_twice_are_one_reply(client, comment):
    for _each in range(2):
        assert send(client, cast.hicham(), comment).status_code == 302
    assert Comment.objects.filter(parent=comment).count() == 1


def test_nobody_publishes_or_chooses_their_own_reply(comment):
    reply, _is_new = comment.answer_as_newsroom(WORDS, by=cast.zoe())
    assert reply not in Comment.objects.pending().decidable_by(cast.zoe())
    assert reply in Comment.objects.pending().decidable_by(cast.sofia())
    with pytest.raises(NotYours):
        reply.approve(by=cast.zoe())
    reply.approve(by=cast.sofia())
    with pytest.raises(NotYours):
        reply.pick_out(by=cast.zoe())


@pytest.mark.parametrize("colleague", ["sofia", "ines", "nora"])
def test_a_colleague_without_the_right_does_not_speak_for_the_newsroom(client, comment, colleague):
    assert send(client, getattr(cast, colleague)(), comment).status_code == 403
    assert not Comment.objects.filter(parent=comment).exists()


def test_a_reader_neither_takes_the_name_nor_the_badge(client, comment):
    address = f"/articles/{comment.article_id}/commentaires/"
    for name in ("Le Portail", "La rédaction"):
        sent = {"name": name, "text": WORDS, "newsroom_by": cast.zoe().pk}
        answer = client.post(address, sent, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 422
    cast.a_published_comment(article=comment.article, name="Rédaction (lecteur)")
    assert BADGE not in client.get(comment.article.get_absolute_url()).text


def test_the_charter_binds_the_newsroom_too(client, comment):
    answer = send(client, cast.hicham(), comment, "Voyez www.exemple.org pour la suite.")
    assert answer.status_code == 422
    assert "ne publie pas de commentaires avec des liens" in answer.text
    assert "Voyez www.exemple.org" in answer.text


def test_what_readers_do_not_see_takes_no_reply_and_is_not_shown(client, comment):
    comment.remove(by=cast.sofia(), **cast.against(1))
    client.force_login(cast.hicham())
    assert client.get(f"{QUEUE}{comment.pk}/reponse/").status_code == 404
    answer = send(client, cast.hicham(), comment)
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert "Qui décidera" not in answer.text


def test_moderators_see_on_the_card_who_wrote_it(client, comment):
    reply, _is_new = comment.answer_as_newsroom(WORDS, by=cast.hicham())
    client.force_login(cast.sofia())
    card = client.get(f"{QUEUE}{reply.pk}/change/").text
    assert BADGE in card
    assert "écrit par <bdi>Hicham" in card


def test_an_erased_reply_names_no_colleague(comment):
    reply, _is_new = comment.answer_as_newsroom(WORDS, by=cast.hicham())
    reply.erase(by=cast.nora())
    assert Comment.objects.get(pk=reply.pk).newsroom_by is None
    assert list(broken_links()) == []

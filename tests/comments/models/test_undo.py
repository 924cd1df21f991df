"""A decision taken back: within half a minute, by whoever took it, and as if nobody had been told."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments.log.audit import broken_links
from comments.models import Appeal, Comment, Conflict, Decision, Notice, NotYours
from tests import cast

pytestmark = pytest.mark.both


def undo(comment, by=None, **more):
    comment.refresh_from_db()
    return comment.undo(comment.last_decision, by=by or cast.sofia(), **more)


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_a_first_decision_taken_back_lets_the_comment_wait_again(client, db, verb):
    comment = cast.a_comment()
    getattr(comment, verb)(by=cast.sofia(), **(cast.against(1) if verb == "reject" else {}))
    undoing = undo(comment)
    assert (comment.state, comment.published_at, comment.html) == ("pending", None, "")
    assert comment.last_decision is None
    assert undoing.supersedes.kind == verb
    assert list(Comment.objects.pending()) == [comment]
    assert comment.text not in client.get(comment.article.get_absolute_url()).text
    page = unescape(client.get(f"/suivi/{comment.follow_key}/").text)
    assert "attend sa relecture" in page
    assert "Refusé" not in page
    assert "Publié :" not in page
    assert list(broken_links()) == [], "the log tells both"


@pytest.mark.slow
def test_a_removal_taken_back_puts_the_comment_back_as_it_was(client, db):
    comment = cast.a_published_comment()
    published_at, notice = comment.published_at, cast.a_notice(comment)
    comment.remove(by=cast.sofia(), **cast.against(1))
    undo(comment)
    assert comment.is_visible
    assert comment.published_at == published_at
    assert comment.text in unescape(client.get(comment.article.get_absolute_url()).text)
    assert list(Notice.objects.open()) == [notice], "whoever alerted waits for an answer again"
    assert list(broken_links()) == []


@pytest.mark.slow
def test_several_decisions_are_taken_back_one_by_one(db):
    comment = cast.a_published_comment()
    comment.remove(by=cast.sofia(), **cast.against(1))
    comment.restore(by=cast.sofia(), reasons="À la relecture, rien à redire.")
    for state in ("removed", "published", "pending"):
        undo(comment)
        assert comment.state == state
    assert list(broken_links()) == []


@pytest.mark.slow
def test_an_answer_to_an_appeal_taken_back_lets_the_appeal_wait_again(db):
    comment = cast.a_rejected_comment()
    appeal = cast.an_appeal(comment)
    cast.reverse(appeal, by=cast.zoe(), reasons="Rien n’y vise une personne.")
    undo(comment, by=cast.zoe())
    assert comment.state == "rejected"
    assert list(Appeal.objects.open()) == [appeal]
    assert comment.last_decision.kind == "reject"
    assert list(broken_links()) == []


@pytest.mark.slow
def test_nobody_takes_back_a_colleagues_decision(db):
    comment = cast.a_published_comment(by=cast.paul())
    with pytest.raises(NotYours):
        undo(comment, by=cast.sofia())


def test_after_half_a_minute_it_is_too_late(db):
    comment = cast.a_published_comment()
    with pytest.raises(Conflict):
        undo(comment, at=timezone.now() + timedelta(seconds=31))
    assert comment.is_visible


@pytest.mark.slow
def test_what_moved_on_is_not_taken_back(db):
    comment = cast.a_published_comment()
    decision = comment.last_decision
    comment.withdraw()
    with pytest.raises(Conflict):
        comment.undo(decision, by=cast.sofia())
    other = cast.a_rejected_comment()
    cast.an_appeal(other)
    with pytest.raises(Conflict):
        undo(other)


def test_taking_back_twice_is_once(db):
    comment = cast.a_published_comment()
    decision = comment.last_decision
    comment.undo(decision, by=cast.sofia())
    with pytest.raises(Conflict):
        Comment.objects.get(pk=comment.pk).undo(decision, by=cast.sofia())
    assert Decision.objects.filter(kind="undo").count() == 1


@pytest.mark.slow
def test_a_decision_taken_back_counts_for_no_delay_and_leaves_no_stone(client, db):
    comment = cast.a_published_comment()
    undo(comment)
    comment.reject(by=cast.sofia(), **cast.against(2))
    assert "Commentaire retiré" not in unescape(client.get(comment.article.get_absolute_url()).text)

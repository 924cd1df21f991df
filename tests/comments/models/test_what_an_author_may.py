"""What an author may contest or send again, and what a reader may contest: each limit by itself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles.models import Article
from comments.models import Appeal, ChangedMeanwhile, Comment, DiscussionClosed, Letter
from tests import cast

pytestmark = pytest.mark.both


def past_the_term():
    return timezone.now() + timedelta(days=settings.APPEAL_WINDOW_DAYS, minutes=1)


def test_a_refused_text_is_sent_again_within_the_term_of_an_appeal(db):
    comment = cast.a_rejected_comment()
    Article.objects.filter(pk=comment.article_id).update(comment_policy="open")
    comment = Comment.objects.get(pk=comment.pk)
    assert comment.can_mend()
    assert not comment.can_mend(past_the_term())


def test_a_refused_text_is_not_sent_again_to_a_discussion_that_closed(db):
    comment = cast.a_rejected_comment()
    Article.objects.filter(pk=comment.article_id).update(comment_policy="closed")
    comment = Comment.objects.get(pk=comment.pk)
    assert not comment.can_mend()
    with pytest.raises(ChangedMeanwhile):
        comment.mend("Le passage se lit mieux ainsi.")


@pytest.mark.parametrize("act", ["return_to_draft", "take_down"])
def test_an_article_off_line_takes_no_text_again(db, act):
    comment = cast.a_rejected_comment()
    assert comment.can_mend()
    getattr(comment.article, act)(by=cast.hicham())
    comment = Comment.objects.get(pk=comment.pk)
    assert not comment.can_mend()
    with pytest.raises(DiscussionClosed):
        cast.a_comment(article=comment.article)


@pytest.mark.slow
def test_an_author_contests_the_last_decision_and_no_earlier_one(db):
    comment = cast.a_published_comment()
    first = comment.remove(by=cast.sofia(), **cast.against(1))
    assert comment.can_appeal(first)
    comment.restore(by=cast.paul(), reasons="À la relecture, rien à redire.")
    last = comment.remove(by=cast.sofia(), **cast.against(2))
    assert not comment.can_appeal(first)
    assert comment.can_appeal(last)


def test_a_refusal_is_not_contested_while_its_mended_text_waits(db):
    comment = cast.a_rejected_comment()
    refusal = comment.last_decision
    comment.mend("Le passage se lit mieux ainsi.")
    assert comment.last_decision == refusal
    assert not comment.can_appeal(refusal)


@pytest.mark.slow
def test_a_reader_contests_an_answer_within_its_term_of_what_is_on_line(db):
    comment = cast.a_published_comment()
    notice = cast.a_notice(comment)
    comment.keep(by=cast.paul())
    notice.refresh_from_db()
    assert notice.can_appeal()
    assert not notice.can_appeal(past_the_term())
    comment.withdraw()
    notice.refresh_from_db()
    assert not notice.can_appeal()


@pytest.mark.slow
def test_a_reader_told_that_it_was_taken_down_has_nothing_to_contest(db):
    comment = cast.a_published_comment()
    notice = cast.a_notice(comment)
    comment.remove(by=cast.paul(), **cast.against(1))
    comment.restore(by=cast.sofia(), reasons="À la relecture, rien à redire.")
    notice.refresh_from_db()
    assert notice.outcome.kind == "remove"
    with pytest.raises(ChangedMeanwhile):
        Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")


@pytest.mark.slow
def test_a_reply_taken_down_before_it_was_told_is_told_to_nobody_and_nothing_else_is_lost(db):
    parent = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
    parent.subscription.confirm()
    reply = cast.a_published_comment(
        article=parent.article, parent=parent, name="Karim", email="karim@exemple.org"
    )
    waiting = Letter.objects.filter(comment=reply, state="waiting")
    assert {letter.kind for letter in waiting} >= {"reply", "decision"}
    before = set(waiting.exclude(kind="reply"))
    reply.withdraw()
    assert not waiting.filter(kind="reply").exists()
    assert set(waiting.all()) == before

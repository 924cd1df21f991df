"""What is taken back is the latest decision, in its half minute; the comment is as it was before."""

from datetime import timedelta

import pytest
from django.conf import settings

from comments.models import Comment, Conflict, Thresholds
from tests import cast

pytestmark = pytest.mark.both


@pytest.mark.slow
def test_only_the_latest_decision_is_taken_back(db):
    comment = cast.a_published_comment()
    first = comment.last_decision
    cast.a_notice(comment)
    comment.keep(by=cast.sofia())
    with pytest.raises(Conflict):
        comment.undo(first, by=cast.sofia())
    assert Comment.objects.get(pk=comment.pk).is_visible


def test_the_half_minute_ends_when_the_letters_leave(db):
    comment = cast.a_published_comment()
    decision = comment.last_decision
    end = decision.at + timedelta(seconds=settings.UNDO_SECONDS)
    with pytest.raises(Conflict):
        comment.undo(decision, by=cast.sofia(), at=end)
    assert comment.undo(decision, by=cast.sofia(), at=end - timedelta(microseconds=1))


@pytest.mark.slow
def test_what_somebody_has_looked_at_is_not_hidden_again_by_an_undo(db):
    Thresholds.objects.create(pk=1, hide_at_weight=20)
    comment = cast.a_published_comment()
    cast.a_notice(comment, clause=cast.clause(2))
    comment.refresh_from_db()
    assert comment.hidden_at
    comment.keep(by=cast.sofia())
    comment.undo(comment.remove(by=cast.sofia(), **cast.against(1)), by=cast.sofia())
    assert comment.is_visible


@pytest.mark.slow
def test_a_removal_taken_back_leaves_the_day_of_the_first_publication(db):
    comment = cast.a_published_comment()
    published_at = comment.published_at
    comment.remove(by=cast.sofia(), **cast.against(1))
    comment.restore(by=cast.sofia(), reasons="À la relecture, rien à redire.")
    comment.undo(comment.remove(by=cast.sofia(), **cast.against(1)), by=cast.sofia())
    assert comment.published_at == published_at


@pytest.mark.slow
def test_a_restoration_taken_back_leaves_what_was_on_line_and_since_when(db):
    comment = cast.a_published_comment()
    was = (comment.published_revision, comment.published_at)
    comment.remove(by=cast.sofia(), **cast.against(1))
    comment.undo(comment.restore(by=cast.sofia(), reasons="Rien à redire."), by=cast.sofia())
    assert comment.state == "removed"
    assert (comment.published_revision, comment.published_at) == was

"""Who reads what now: two moderators are given two comments."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Lease
from tests import cast

pytestmark = pytest.mark.both


def test_a_comment_is_leased_to_one_and_renewed_by_its_reader(db):
    comment = cast.a_comment()
    assert Lease.objects.claim(comment, cast.sofia())
    assert not Lease.objects.claim(comment, cast.paul())
    assert Lease.objects.claim(comment, cast.sofia())
    assert list(Comment.objects.pending().free_for(cast.paul())) == []
    assert list(Comment.objects.pending().free_for(cast.sofia())) == [comment]


def test_a_lease_lapses_by_itself_after_three_minutes(db):
    comment = cast.a_comment()
    Lease.objects.claim(comment, cast.sofia(), at=timezone.now() - timedelta(minutes=3, seconds=1))
    assert list(Comment.objects.pending().free_for(cast.paul())) == [comment]
    assert Lease.objects.claim(comment, cast.paul())
    assert not Lease.objects.claim(comment, cast.sofia())


def test_a_decision_and_a_departure_free_it(db):
    first, second = cast.a_comment(), cast.a_comment()
    for comment in (first, second):
        Lease.objects.claim(comment, cast.sofia())
    first.approve(by=cast.sofia())
    assert Lease.objects.free([second.pk], cast.paul()) == 0
    assert Lease.objects.free([second.pk], cast.sofia()) == 1
    assert not Lease.objects.exists()


def test_a_lease_is_soft_the_version_decides(db):
    comment = cast.a_comment()
    Lease.objects.claim(comment, cast.sofia())
    comment.approve(by=cast.paul())
    assert comment.is_visible


@pytest.mark.slow
def test_nobody_is_given_what_they_may_not_decide(db):
    own = cast.a_comment(email="SOFIA@exemple.org")
    sofia = cast.sofia()
    sofia.email = "sofia@exemple.org"
    contested = cast.a_rejected_comment(by=cast.zoe())
    cast.an_appeal(contested)
    assert own not in Comment.objects.pending().decidable_by(sofia)
    assert own in Comment.objects.pending().decidable_by(cast.paul())
    assert contested not in Comment.objects.appealed().with_an_appeal_for(cast.zoe())
    assert contested in Comment.objects.appealed().with_an_appeal_for(cast.sofia())


def test_what_is_held_for_a_second_opinion_has_a_lane_of_its_own(db):
    comment = cast.a_comment()
    comment.escalate(by=cast.sofia(), why="Ironie, ou attaque ?")
    assert list(Comment.objects.escalated()) == [comment]
    assert not Comment.objects.pending().exists()
    comment.approve(by=cast.paul())
    assert not Comment.objects.escalated().exists()
    assert comment.is_visible

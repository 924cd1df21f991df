"""Rules that show in no page: who may judge once they took part, who hears again, what is cancelled."""

import pytest

from comments.models import Comment, Letter
from tests import cast

pytestmark = pytest.mark.both


@pytest.mark.slow
def test_whoever_decided_before_the_appeal_judges_it_not_even_if_they_took_that_back(db):
    for colleague in (cast.sofia, cast.paul, cast.zoe):
        colleague()
    comment = cast.a_comment()
    comment.undo(comment.approve(by=cast.zoe()), by=cast.zoe())
    comment.reject(by=cast.sofia(), **cast.against(1))
    appeal = cast.an_appeal(comment)
    assert not appeal.may_be_judged_by(cast.zoe())
    assert appeal.may_be_judged_by(cast.paul())


@pytest.mark.slow
def test_whoever_answered_an_appeal_judges_it_again_only_after_taking_that_back(db):
    for colleague in (cast.sofia, cast.paul, cast.zoe):
        colleague()
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    assert appeal.may_be_judged_by(cast.zoe())
    answer = cast.uphold(appeal, by=cast.zoe(), reasons="La phrase vise une personne.")
    assert not appeal.may_be_judged_by(cast.zoe())
    assert appeal.may_be_judged_by(cast.paul()), "the only lead took part"
    appeal.comment.undo(answer, by=cast.zoe())
    assert appeal.may_be_judged_by(cast.zoe())


@pytest.mark.slow
def test_whoever_was_told_it_is_taken_down_is_told_that_it_is_back(db):
    comment = cast.a_published_comment()
    cast.a_notice(comment, email="lectrice@exemple.org")
    removal = Comment.objects.get(pk=comment.pk).remove(by=cast.sofia(), **cast.against(1))
    told = Letter.objects.filter(kind="answer", to="lectrice@exemple.org")
    assert [letter.decision for letter in told] == [removal]
    comment.refresh_from_db()
    restoring = comment.restore(by=cast.paul(), reasons="À la relecture, rien à redire.")
    assert {letter.decision for letter in told.all()} == {removal, restoring}


@pytest.mark.slow
def test_whoever_was_told_so_is_told_that_it_is_back_although_an_appeal_had_confirmed_it(db):
    comment = cast.a_published_comment()
    cast.a_notice(comment, email="lectrice@exemple.org")
    Comment.objects.get(pk=comment.pk).remove(by=cast.sofia(), **cast.against(1))
    comment.refresh_from_db()
    cast.uphold(cast.an_appeal(comment), by=cast.zoe(), reasons="La règle tient.")
    restoring = Comment.objects.get(pk=comment.pk).restore(
        by=cast.zoe(), reasons="Elle ne tient pas."
    )
    told = Letter.objects.filter(kind="answer", to="lectrice@exemple.org").order_by("pk")
    assert told.last().decision == restoring

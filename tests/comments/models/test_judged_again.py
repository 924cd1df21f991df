"""What a decision answers, and what it leaves: the words, the sanction, the text of a moment ago."""

import pytest

from comments.models import Appeal, ChangedMeanwhile, Comment, Conflict, Lease, SanctionContested
from tests import cast

pytestmark = pytest.mark.both


@pytest.mark.slow
def test_a_refusal_that_was_upheld_on_appeal_cannot_be_mended(db):
    comment = cast.a_rejected_comment(by=cast.sofia())
    cast.uphold(cast.an_appeal(comment), by=cast.zoe(), reasons="La phrase vise une personne.")
    comment = Comment.objects.get(pk=comment.pk)
    with pytest.raises(ChangedMeanwhile):
        comment.mend("Le passage se lit mieux ainsi.")


def test_a_decision_on_the_text_leaves_the_appeal_against_a_sanction_waiting(db):
    comment = cast.a_published_comment(by=cast.sofia(), email="troll@exemple.org")
    sanction = cast.a_suspension(comment, "warn", by=cast.sofia())
    appeal, _is_new = Appeal.objects.lodge(suspension=sanction, text="Non.", language="fr")
    comment.refresh_from_db()
    comment.remove(by=cast.sofia(), **cast.against(1))
    appeal.refresh_from_db()
    assert appeal.answer is None


def test_a_text_is_restored_by_its_own_appeal_and_not_by_that_against_the_sanction(db):
    comment = cast.a_rejected_comment(by=cast.sofia(), email="troll@exemple.org")
    sanction = cast.a_suspension(comment, "warn", by=cast.sofia())
    Appeal.objects.lodge(suspension=sanction, text="Non.", language="fr")
    comment.refresh_from_db()
    with pytest.raises(SanctionContested):
        comment.restore(by=cast.zoe(), reasons="La phrase est dure.")
    comment = cast.an_appeal(comment).comment
    comment.restore(by=cast.zoe(), reasons="La phrase est dure.")
    assert comment.is_visible


@pytest.mark.slow
def test_what_is_contested_is_confirmed_or_taken_down_and_not_merely_kept(db):
    comment = cast.a_published_comment(by=cast.sofia())
    cast.a_contested_answer(comment)
    cast.a_notice(comment, clause=cast.clause(2))
    comment.refresh_from_db()
    with pytest.raises(ChangedMeanwhile):
        comment.keep(by=cast.zoe())


def test_a_second_opinion_is_asked_of_the_text_that_was_on_screen(db):
    comment = cast.a_comment()
    seen = comment.version
    comment.edit("Le passage se lit mieux ainsi.")
    with pytest.raises(Conflict):
        comment.escalate(by=cast.sofia(), why="Ironie, ou attaque ?", seen=seen)


@pytest.mark.slow
def test_what_a_reader_contested_was_detected_by_that_reader(db):
    comment = cast.a_published_comment(by=cast.sofia())
    appeal = cast.a_contested_answer(comment)
    removal = cast.reverse(appeal, by=cast.zoe(), **cast.against(1))
    assert removal.detection == "notice"


def test_whoever_asks_for_a_second_opinion_lets_the_card_go(db):
    comment = cast.a_comment()
    assert Lease.objects.claim(comment, cast.sofia())
    comment.escalate(by=cast.sofia(), why="Ironie, ou attaque ?")
    assert Lease.objects.claim(comment, cast.paul())

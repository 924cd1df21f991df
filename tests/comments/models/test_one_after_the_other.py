"""Whoever comes second reads what the first has done, and not what stood there before: each verb holds its comment."""

import pytest
from django.utils import timezone

from articles.wires.exports.wxr import OldComment
from comments import imports
from comments.log.audit import broken_links
from comments.models import (
    Appeal,
    ChangedMeanwhile,
    Charter,
    Comment,
    Conflict,
    Event,
    Letter,
    NobodyKnown,
    Notice,
    SettledAlready,
    Suspension,
    own_address,
)
from tests import cast
from tests.comments.two_connections import late

pytestmark = [pytest.mark.both, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ADDRESS = "nadia@exemple.org"


def again(comment):
    """The same comment as another request reads it."""
    return Comment.objects.select_related("revision", "article").get(pk=comment.pk)


def test_a_text_that_is_contested_is_not_mended_beside_its_appeal():
    comment = cast.a_rejected_comment()
    mine = again(comment)
    with pytest.raises(ChangedMeanwhile):
        late(lambda: mine.mend("Un autre texte."), after=lambda: cast.an_appeal(comment))


def test_a_text_that_is_mended_is_not_contested_beside_that():
    comment = cast.a_rejected_comment()
    decision = again(comment).last_decision
    with pytest.raises(ChangedMeanwhile):
        late(
            lambda: Appeal.objects.lodge(decision=decision, text="Relisez.", language="fr"),
            after=lambda: again(comment).mend("Un autre texte."),
        )
    assert not Appeal.objects.exists()


def test_a_decision_that_is_contested_is_not_undone():
    comment = cast.a_rejected_comment()
    mine = again(comment)
    with pytest.raises(Conflict):
        late(
            lambda: mine.undo(mine.last_decision, by=cast.sofia()),
            after=lambda: cast.an_appeal(comment),
        )


def test_a_withdrawn_comment_takes_no_address():
    comment = cast.a_comment()
    mine = again(comment)
    with pytest.raises(ChangedMeanwhile):
        late(lambda: mine.take_address(ADDRESS), after=lambda: again(comment).withdraw())
    assert again(comment).email == ""


def test_an_address_asked_for_twice_at_once_gets_one_letter():
    comment = cast.a_comment()
    late(
        lambda: own_address.ask(again(comment), ADDRESS),
        after=lambda: own_address.ask(again(comment), ADDRESS),
    )
    assert Letter.objects.filter(to=ADDRESS).count() == 1


def test_a_comment_taken_down_gets_no_notice_any_more():
    comment = cast.a_published_comment()
    mine = again(comment)
    with pytest.raises(ChangedMeanwhile):
        late(
            lambda: cast.a_notice(mine),
            after=lambda: again(comment).remove(by=cast.sofia(), **cast.against(1)),
        )
    assert not Notice.objects.exists()


def test_a_sanction_is_lifted_once():
    sanction = cast.a_suspension(cast.a_published_comment(sender="s" * 64))
    mine = Suspension.objects.select_related("comment").get(pk=sanction.pk)
    sofia, reasons = cast.sofia(), "La personne s’est excusée."
    with pytest.raises(SettledAlready):
        late(
            lambda: mine.lift(by=sofia, reasons=reasons),
            after=lambda: Suspension.objects.get(pk=sanction.pk).lift(by=sofia, reasons=reasons),
        )


def test_a_sanction_keeps_no_address_of_somebody_who_was_erased():
    comment = cast.a_published_comment(email=ADDRESS, sender="s" * 64)
    mine = again(comment)
    with pytest.raises(NobodyKnown):
        late(
            lambda: cast.a_suspension(mine, "warn"),
            after=lambda: again(comment).erase(by=cast.zoe()),
        )
    assert not Suspension.objects.exists()


def test_a_question_taken_back_while_a_colleague_answers_it_stays_answered():
    comment = cast.a_comment()
    comment.escalate(by=cast.paul(), why="Ironie ?")
    mine = again(comment)
    with pytest.raises(Conflict):
        late(
            lambda: mine.take_back_escalation(by=cast.paul()),
            after=lambda: again(comment).approve(by=cast.sofia()),
        )
    assert again(comment).escalated_by == cast.paul()


def test_two_who_begin_a_new_charter_at_once_begin_one():
    number = Charter.objects.count()
    second = late(Charter.objects.draft, after=Charter.objects.draft)
    assert second.published_at is None
    assert Charter.objects.count() == number + 1
    assert second.clauses.count() == Charter.objects.in_force().clauses.count()


def test_two_links_of_the_log_follow_each_other():
    one, other = cast.a_comment(), cast.a_comment()
    late(lambda: again(other).withdraw(), after=lambda: again(one).withdraw())
    assert Event.objects.count() == 4
    assert list(broken_links()) == []


def test_comments_come_in_while_others_are_written_and_the_log_holds():
    article, comment = cast.an_article(), cast.a_comment()
    old = [OldComment("1", "Lina", "Bravo à tous.", timezone.now(), "published")]
    late(
        lambda: imports.take_in(article, old, site="ancien.exemple"),
        after=lambda: again(comment).withdraw(),
    )
    assert Event.objects.filter(kind=Event.Kind.IMPORTED).count() == 1
    assert list(broken_links()) == []

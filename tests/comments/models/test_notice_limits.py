"""What an alert weighs, when it is settled at once, and which answers are contested: each limit by itself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from comments.models import Appeal, ChangedMeanwhile, Letter, Notice, Suspension, Thresholds
from comments.rules.weights import LEAST
from tests import cast

pytestmark = pytest.mark.both


@pytest.fixture
def comment(db):
    return cast.a_published_comment(by=cast.sofia())


def answered(*notices):
    for notice in notices:
        notice.refresh_from_db()
    return notices


def test_nobody_alerts_on_what_went_off_line_or_is_hidden_already(comment):
    Thresholds.objects.create(pk=1, hide_at_weight=20)
    cast.a_notice(comment, clause=cast.clause(2))
    with pytest.raises(ChangedMeanwhile):
        cast.a_notice(comment)
    comment.refresh_from_db()
    comment.remove(by=cast.sofia(), **cast.against(1))
    with pytest.raises(ChangedMeanwhile):
        cast.a_notice(comment)
    assert comment.notices.count() == 1


@pytest.mark.slow
def test_alerts_that_were_answered_hide_nothing_any_more(comment):
    Thresholds.objects.create(pk=1, hide_at_weight=30)
    first = [cast.a_notice(comment) for _reader in range(2)]
    comment.keep(by=cast.sofia())
    settled, new = cast.a_notice(comment), cast.a_notice(comment, clause=None)
    assert sum(notice.weight for notice in (*first, settled, new)) >= 30
    comment.refresh_from_db()
    assert comment.is_visible


def test_whoever_may_not_alert_may_notify_unlawful_content_which_weighs_least(comment):
    earlier = cast.a_notice(comment, email="zele@exemple.org", sender="z" * 64)
    grave = {"clause": cast.clause(7), "reasons": "Menaces par alertes.", "by": cast.sofia()}
    until = timezone.now() + timedelta(days=2)
    Suspension.objects.impose("suspend", notice=earlier, until=until, **grave)
    legal = {"is_legal": True, "good_faith": True}
    assert cast.a_notice(comment, sender="z" * 64, **legal).weight == LEAST
    assert cast.a_notice(comment, email="autre@exemple.org", **legal).weight > LEAST


@pytest.mark.slow
def test_a_rule_under_which_it_was_taken_down_once_is_looked_at_again(comment):
    cast.a_notice(comment)
    comment.refresh_from_db()
    comment.remove(by=cast.sofia(), **cast.against(1))
    comment.restore(by=cast.paul(), reasons="À la relecture, rien à redire.")
    assert cast.a_notice(comment).settled_by is None


@pytest.mark.slow
def test_an_alert_settled_at_once_is_answered_when_an_answer_would_leave(comment):
    first = cast.a_notice(comment, email="premiere@exemple.org")
    comment.keep(by=cast.sofia())
    settled = cast.a_notice(comment, email="seconde@exemple.org")
    assert settled.settled_by
    delays = [
        Letter.objects.get(to=notice.email, kind=kind).due_at - notice.at
        for notice, kind in ((first, "acknowledgment"), (settled, "answer"))
    ]
    assert delays == [timedelta(), timedelta(seconds=settings.UNDO_SECONDS)]


@pytest.mark.slow
def test_an_alert_that_waits_counts_in_nobodys_record(comment):
    other = cast.a_published_comment()
    cast.a_notice(other)
    other.remove(by=cast.sofia(), **cast.against(1))
    cast.a_notice(comment)
    assert Notice.objects.track_record() == (1, 0)


@pytest.mark.slow
def test_an_answer_is_contested_by_each_reader_once_and_not_before_it_is_given(comment):
    notice = cast.a_notice(comment)
    assert not notice.can_appeal(), "nothing is answered yet"
    comment.keep(by=cast.paul())
    answered(notice)
    assert notice.can_appeal()
    Appeal.objects.lodge(notice=notice, text="Relisez.", language="fr")
    assert not notice.can_appeal()


@pytest.mark.slow
def test_a_second_look_under_one_rule_ends_the_matter_for_that_rule_alone(comment):
    contests, same_rule = cast.a_notice(comment), cast.a_notice(comment)
    other_rule = cast.a_notice(comment, clause=cast.clause(2))
    comment.keep(by=cast.paul())
    answered(contests, same_rule, other_rule)
    appeal, _is_new = Appeal.objects.lodge(notice=contests, text="Relisez.", language="fr")
    assert same_rule.can_appeal()
    cast.uphold(appeal, by=cast.zoe(), reasons="La phrase parle de l’article.")
    assert not same_rule.can_appeal()
    assert other_rule.can_appeal()


@pytest.mark.slow
def test_the_term_to_contest_runs_from_the_alert_or_its_answer_whichever_came_last(comment):
    now, term = timezone.now(), timedelta(days=settings.APPEAL_WINDOW_DAYS)
    old = cast.a_notice(comment, at=now - timedelta(days=30))
    comment.keep(by=cast.paul())
    settled = cast.a_notice(comment, at=now + timedelta(days=30))
    answered(old, settled)
    assert old.can_appeal(now + term - timedelta(days=1))
    assert not old.can_appeal(now + term + timedelta(days=1))
    assert settled.can_appeal(now + term + timedelta(days=29))


@pytest.mark.slow
def test_an_answer_is_contested_until_the_last_second_of_its_term(comment):
    notice = cast.a_notice(comment)
    comment.keep(by=cast.paul())
    answered(notice)
    over = notice.outcome.at + timedelta(days=settings.APPEAL_WINDOW_DAYS)
    assert notice.can_appeal(over - timedelta(seconds=1))
    assert not notice.can_appeal(over)


@pytest.mark.slow
def test_whom_the_second_look_itself_answers_may_still_contest_it(comment):
    contests = cast.a_notice(comment, clause=None)
    comment.keep(by=cast.paul())
    answered(contests)
    appeal, _is_new = Appeal.objects.lodge(notice=contests, text="Relisez.", language="fr")
    other = cast.a_notice(comment, clause=None)
    cast.uphold(appeal, by=cast.zoe(), reasons="La phrase parle de l’article.")
    answered(other)
    assert other.outcome.kind == "uphold"
    assert other.can_appeal()

"""Moderators hear by mail, before it is late, which answers readers still wait for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from comments import deadlines
from comments.models import Letter
from tests import cast

pytestmark = pytest.mark.both


@pytest.fixture
def team(db):
    """Return Sofia and Paul, who moderate, and Zoé, who leads."""
    return [cast.sofia(), cast.paul(), cast.zoe()]


def reminded():
    return set(Letter.objects.filter(kind="reminder").values_list("to", flat=True))


@pytest.mark.slow
def test_an_alert_is_recalled_in_its_last_two_hours_and_not_before(team):
    notice = cast.a_notice(cast.a_published_comment())
    assert deadlines.remind(at=notice.due_at - timedelta(hours=2, seconds=1)) == 0
    assert deadlines.remind(at=notice.due_at - timedelta(hours=1, minutes=30)) == 3
    assert reminded() == {colleague.email for colleague in team}


@pytest.mark.slow
def test_an_alert_of_ones_own_is_recalled_to_the_others(team):
    notice = cast.a_notice(cast.a_published_comment(), email=cast.paul().email)
    deadlines.remind(at=notice.due_at - timedelta(hours=1))
    assert reminded() == {cast.sofia().email, cast.zoe().email}


@pytest.mark.slow
def test_nobody_gets_more_than_one_an_hour_however_many_answers_wait(team):
    for notice in [cast.a_notice(cast.a_published_comment()) for _ in range(3)]:
        before = notice.due_at - timedelta(minutes=20)
    for _each in range(2):
        deadlines.remind(at=before)
    assert Letter.objects.filter(kind="reminder").count() == 3
    assert deadlines.remind(at=before + timedelta(hours=1)) == 0, "what is late is not nearly late"


@pytest.mark.slow
def test_an_answered_alert_is_not_recalled(team):
    comment = cast.a_published_comment()
    notice = cast.a_notice(comment)
    comment.refresh_from_db()
    comment.keep(by=team[0])
    assert deadlines.remind(at=notice.due_at - timedelta(hours=1)) == 0


@pytest.mark.slow
def test_an_appeal_is_recalled_to_those_who_may_judge_it(team):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=team[2]))
    deadlines.remind(at=appeal.due_at - timedelta(hours=1))
    assert reminded() == {"paul@redaction.example", "sofia@redaction.example"}, "Zoé decided it"


@pytest.mark.slow
def test_the_mail_leads_to_the_desk_and_quotes_nobody(team):
    comment = cast.a_published_comment(text="Une phrase que personne ne doit lire en route.")
    cast.a_notice(comment)
    comment.notices.update(due_at=timezone.now() + timedelta(hours=1))
    call_command("tick")
    told = [sent for sent in mail.outbox if sent.subject.startswith("Des lecteurs attendent")]
    assert len(told) == 3
    assert "/admin/" in told[0].body
    for words in (told[0].body, told[0].alternatives[0].content):
        assert "une phrase" not in words.lower()
        assert comment.follow_key not in words

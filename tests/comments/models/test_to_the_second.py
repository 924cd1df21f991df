"""Terms, counts and races of letters, leases, reminders and notices, at their very edge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import deadlines
from comments.models import (
    Appeal,
    Comment,
    Conflict,
    Lease,
    Letter,
    Notice,
    Subscription,
    Thresholds,
)
from tests import cast

pytestmark = pytest.mark.slow
SECOND = timedelta(seconds=1)


def test_a_stranger_gets_no_more_letters_within_a_day(db, settings):
    settings.LETTERS_TO_A_STRANGER = 1
    now, victim = timezone.now(), "victime@exemple.org"
    cast.a_comment(email=victim, at=now)
    letters = Letter.objects.filter(to=victim)
    cast.a_comment(email=victim, at=now + timedelta(hours=23, minutes=59))
    assert letters.count() == 1
    cast.a_comment(email=victim, at=now + timedelta(days=1))
    assert letters.count() == 2


def test_an_address_that_somebody_else_confirmed_is_still_a_stranger_s(db, settings):
    settings.LETTERS_TO_A_STRANGER = 1
    Subscription.objects.ask(cast.a_comment(email="autre@exemple.org")).confirm()
    asked = cast.a_comment(email="victime@exemple.org")
    Subscription.objects.ask(asked)  # asked for, never confirmed
    before = Letter.objects.filter(to="victime@exemple.org").count()
    cast.a_comment(email="victime@exemple.org")
    assert Letter.objects.filter(to="victime@exemple.org").count() == before


def test_letters_to_strangers_are_counted_by_address(db, settings):
    settings.LETTERS_TO_A_STRANGER = 1
    for name in ("une", "deux"):
        cast.a_comment(email=f"{name}@exemple.org")
        assert Letter.objects.filter(to=f"{name}@exemple.org").count() == 1


def test_a_second_opinion_frees_the_card(db):
    comment = cast.a_comment()
    Lease.objects.claim(comment, cast.sofia())
    comment.escalate(by=cast.sofia(), why="Ironie ?")
    assert Lease.objects.claim(comment, cast.paul())


def test_a_lease_runs_three_minutes_to_the_second(db):
    comment, now = cast.a_comment(), timezone.now()
    Lease.objects.claim(comment, cast.sofia(), at=now)
    end = now + timedelta(minutes=3)
    assert not Lease.objects.claim(comment, cast.paul(), at=end - SECOND)
    assert list(Comment.objects.pending().free_for(cast.paul(), at=end - SECOND)) == []
    assert list(Comment.objects.pending().free_for(cast.paul(), at=end)) == [comment]
    assert Lease.objects.claim(comment, cast.paul(), at=end)


in_the_two_hours = pytest.mark.parametrize(
    ("before", "is_time"),
    [
        (timedelta(hours=2, seconds=1), False),
        (timedelta(hours=2), True),
        (SECOND, True),
        (timedelta(), False),
        (-SECOND, False),
    ],
)


@in_the_two_hours
def test_a_reminder_leaves_in_the_two_hours_before_an_answer_is_due(db, before, is_time):
    cast.sofia(), cast.paul()
    notice = cast.a_notice(cast.a_published_comment())
    assert deadlines.remind(at=notice.due_at - before) == (2 if is_time else 0)


@in_the_two_hours
def test_a_reminder_leaves_in_the_two_hours_before_an_appeal_is_due(db, before, is_time):
    cast.sofia(), cast.paul()
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    assert deadlines.remind(at=appeal.due_at - before) == (1 if is_time else 0), "who may judge"


def test_a_reminder_leaves_once_in_each_hour_of_the_clock(db):
    cast.sofia()
    notice = cast.a_notice(cast.a_published_comment())
    hour = (notice.due_at - timedelta(minutes=75)).replace(minute=0, second=0, microsecond=0)
    Notice.objects.update(due_at=hour + timedelta(minutes=119))
    minutes = (0, 29, 30, 59, 60, 89, 90)
    assert [deadlines.remind(at=hour + timedelta(minutes=m)) for m in minutes] == [
        1,
        0,
        0,
        0,
        1,
        0,
        0,
    ]


def test_nobody_is_reminded_of_their_own_text_or_without_an_address(db):
    sofia, paul = cast.sofia(), cast.paul()
    notice = cast.a_notice(cast.a_published_comment(by=paul, email=sofia.email))
    type(paul).objects.filter(pk=paul.pk).update(email="")
    assert deadlines.remind(at=notice.due_at - timedelta(hours=1)) == 0


def test_an_appeal_about_ones_own_text_is_not_nearly_late_for_oneself(db):
    cast.sofia(), cast.paul(), cast.zoe()
    comment = cast.a_rejected_comment(by=cast.sofia(), email=cast.paul().email)
    appeal = cast.an_appeal(comment)
    assert deadlines.nearly_late_for(cast.paul(), appeal.due_at - timedelta(hours=1)) == []


def test_a_reminder_names_the_most_urgent(db):
    cast.sofia()
    now = timezone.now()
    late, later = (cast.a_notice(cast.a_published_comment()) for _ in range(2))
    for notice, minutes in ((later, 90), (late, 20)):
        Notice.objects.filter(pk=notice.pk).update(due_at=now + timedelta(minutes=minutes))
    deadlines.remind(at=now)
    assert Letter.objects.get(kind="reminder").comment == late.comment


def test_of_one_reader_the_heaviest_notice_counts(db):
    Thresholds.objects.create(pk=1, hide_at_weight=50)
    comment = cast.a_published_comment()
    legal = {"is_legal": True, "good_faith": True}
    cast.a_notice(comment, sender="a" * 64, **legal)
    cast.a_notice(comment, sender="a" * 64)  # lighter, and later: 40 stays
    cast.a_notice(comment, sender="b" * 64)
    comment.refresh_from_db()
    assert comment.hidden_at


def test_an_appeal_answered_meanwhile_is_not_answered_again(db):
    appeal = cast.an_appeal(cast.a_rejected_comment(by=cast.sofia()))
    answer = cast.uphold(appeal, by=cast.zoe(), reasons="La phrase vise une personne.")
    with pytest.raises(Conflict):
        appeal.comment._answer(answer, [], [appeal])
    assert Appeal.objects.get().answer == answer


def test_the_words_of_before_are_not_published_under_the_version_of_now(db):
    comment = cast.a_comment()
    old = Comment.objects.select_related("revision").get(pk=comment.pk)
    comment.edit("Un autre texte, plus long.")
    comment.refresh_from_db()
    with pytest.raises(Conflict):  # the version on screen, with the words of before
        old.approve(by=cast.sofia(), seen=comment.version)
    assert Comment.objects.get().is_pending


def test_an_appeal_sent_twice_is_the_first_one(db):
    decision = cast.a_rejected_comment(by=cast.sofia()).last_decision
    about = {"decision": decision, "text": "Relisez la fin.", "language": "fr"}
    first, is_new = Appeal.objects.lodge(**about)
    assert is_new
    assert Appeal.objects.lodge(**about) == (first, False)


def test_what_nobody_reported_is_not_kept(db):
    with pytest.raises(Conflict):
        cast.a_published_comment().keep(by=cast.paul())


def test_the_last_notice_on_the_card_is_answered_and_a_later_one_is_not(db):
    comment = cast.a_published_comment()
    shown, later = cast.a_notice(comment), cast.a_notice(comment)
    comment.refresh_from_db()
    decision = comment.keep(by=cast.paul(), notices_up_to=shown.pk)
    assert list(Notice.objects.order_by("pk").values_list("answer", flat=True)) == [
        decision.pk,
        None,
    ]
    assert later.pk > shown.pk

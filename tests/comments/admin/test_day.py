"""The day at a glance: each figure counts what its page says, whatever the clock does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.admin.figures import day
from comments.models import Comment, Lease
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 18, 12, 30, tzinfo=PARIS)  # a Wednesday
LONG_AGO = NOON - timedelta(days=60)


def sent(at, **said):
    """Return a comment that was sent at a moment, and waits."""
    return cast.a_comment(article=cast.an_article(published_at=LONG_AGO), at=at, **said)


def of(hours, hour):
    return next(each for each in hours if each.start.hour == hour)


def test_what_came_stands_in_its_hour_and_no_other_day_counts(db):
    for hour, minute in ((0, 0), (9, 59), (10, 0), (10, 30)):
        sent(NOON.replace(hour=hour, minute=minute))
    sent(NOON - timedelta(days=1))
    hours = day.hours(NOON)
    assert len(hours) == 24
    assert [of(hours, hour).received for hour in (0, 9, 10, 11)] == [1, 1, 2, 0]
    assert sum(hour.received for hour in hours) == 4
    assert of(hours, 9).expected is None, "no week is known yet"


def test_expected_is_the_mean_of_the_same_hour_on_the_same_weekday(db):
    for week, number in ((1, 4), (2, 1), (3, 1)):
        for _each in range(number):
            sent(NOON - timedelta(weeks=week))
    sent(NOON - timedelta(weeks=3, days=1))  # so that the third week back is known whole
    hours = day.hours(NOON)
    assert of(hours, 12).expected == 2, "(4 + 1 + 1) over three weeks"
    assert of(hours, 13).expected == 0


def test_the_day_has_as_many_hours_as_the_clock(db):
    spring, autumn = (
        datetime(2026, 3, 29, 12, tzinfo=PARIS),
        datetime(2026, 10, 25, 12, tzinfo=PARIS),
    )
    assert [len(day.hours(at)) for at in (spring, autumn)] == [23, 25]


@pytest.mark.parametrize(
    "now", [datetime(2026, 3, 30, 0, 30, tzinfo=PARIS), datetime(2026, 10, 26, 23, 30, tzinfo=PARIS)]
)  # fmt: skip
def test_a_week_before_is_the_same_weekday_across_a_change_of_the_clocks(db, now):
    for week in (1, 2):
        sent(now - timedelta(weeks=week))
    sent(now - timedelta(weeks=2, days=1))
    hours = day.hours(now.astimezone(UTC))
    assert of(hours, now.hour).expected == 1
    assert sum(hour.expected for hour in hours) == 1


def test_a_short_day_lends_each_hour_to_the_same_hour(db):
    short = datetime(2026, 3, 29, 12, 30, tzinfo=PARIS)
    sent(short)
    sent(short - timedelta(days=1))
    hours = day.hours(short + timedelta(weeks=1))
    assert [of(hours, hour).expected for hour in (2, 11, 12, 23)] == [0, 0, 1, 0]


def test_a_decision_that_was_taken_back_is_no_pace(db):
    comment = sent(NOON - timedelta(minutes=9))
    eight_minutes_ago = NOON - timedelta(minutes=8)
    decision = comment.approve(by=cast.sofia(), at=eight_minutes_ago)
    Comment.objects.get(pk=comment.pk).undo(decision, by=cast.sofia(), at=eight_minutes_ago)
    assert day.forecast([hour_at(NOON, 0, 0.0)], NOON, 1)["pace"] == 0


def hour_at(now, plus, expected):
    start = now.replace(minute=0) + timedelta(hours=plus)
    return day.Hour(start, received=0, decided=0, expected=expected)


def test_the_rest_of_the_hour_counts_and_what_is_past_does_not(db):
    hours = [hour_at(NOON, -1, 50.0), hour_at(NOON, 0, 10.0), hour_at(NOON, 1, 3.0)]
    assert day.forecast(hours, NOON, 0)["expected"] == 8


@pytest.mark.parametrize(("queue", "hour"), [(2, 13), (6, 14), (20, None), (501, None)])
def test_the_queue_is_empty_by_the_hour_that_the_pace_gives(db, queue, hour):
    for _each in range(8):
        sent(NOON - timedelta(hours=3)).approve(by=cast.sofia(), at=NOON - timedelta(minutes=20))
    hours = [hour_at(NOON, plus, 2.0) for plus in range(3)]
    told = day.forecast(hours, NOON, queue)
    assert (told["pace"], told["is_told"]) == (8, queue <= 500)
    assert (told["empty_at"] and told["empty_at"].hour) == hour


def test_nobody_who_decides_nothing_empties_no_queue(db):
    assert day.forecast([hour_at(NOON, 0, 0.0)], NOON, 3)["empty_at"] is None


def test_who_holds_a_card_or_decided_lately_is_here(db):
    now = timezone.now()
    Lease.objects.claim(cast.a_comment(), cast.paul())
    cast.a_comment().approve(by=cast.sofia())
    long_gone = cast.zoe()
    cast.a_comment().approve(by=long_gone, at=now - timedelta(hours=1))
    here = {
        row["person"].username: (row["cards"], row["decisions"])
        for row in day.present(now + timedelta(seconds=1))
    }
    assert here == {"sofia": (0, 1), "paul": (1, 0)}


def test_where_readers_write_the_busiest_article_first(db):
    quiet, loud = cast.an_article(), cast.an_article()
    cast.a_comment(article=quiet)
    cast.a_rejected_comment(article=loud)
    cast.a_comment(article=loud)
    rows = [
        (row["article"], row["received"], row["waiting"], row["refused"])
        for row in day.busiest(timezone.now())
    ]
    assert rows == [(loud, 2, 1, 1), (quiet, 1, 1, 0)]


def test_the_times_to_decide_are_those_of_today(db):
    assert day.times(NOON) == {"usual": None, "slow": None}
    for minutes in (10, 20, 60):
        sent(NOON - timedelta(minutes=minutes)).approve(by=cast.sofia(), at=NOON)
    assert day.times(NOON)["usual"] == 20
    assert 20 < day.times(NOON)["slow"] <= 60


@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_the_lead_reads_it_and_a_moderator_does_not(client, language):
    address = f"{language}/admin/comments/decision/journee/"
    client.force_login(cast.sofia())
    assert client.get(address).status_code == 403
    comment = cast.a_comment()
    client.force_login(cast.zoe())
    page = client.get(address)
    assert page.status_code == 200
    assert comment.article.told_headline in page.text
    assert page.text.count("plot__bar") in {23, 24, 25}
    assert "journee/" in client.get(f"{language}/admin/comments/decision/").text


def test_it_costs_the_same_however_much_came(client):
    client.force_login(cast.zoe())
    costs, page = [], "/admin/comments/decision/journee/"
    client.get(page)
    for number in (1, 8):
        for _each in range(number):
            cast.a_published_comment(article=cast.an_article())
        cast.a_comment()
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        costs.append(len(asked))
    assert costs[0] == costs[1] < 40

"""An impossible pace is told on the team page: a bulk of decisions has no seconds of its own."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from comments.admin.figures.team import READ_IN_A_MINUTE, figures
from tests import cast

pytestmark = pytest.mark.once

TEAM = "/admin/comments/decision/equipe/"


def decide(number, *, by, seconds_apart, before=timedelta(hours=1)):
    """Take so many decisions one after the other."""
    begun, article = timezone.now() - before, cast.an_article()
    for n in range(number):
        comment = cast.a_comment(article=article, at=begun - timedelta(minutes=1))
        comment.approve(by=by, at=begun + timedelta(seconds=n * seconds_apart))
    return begun


def busiest(person):
    return next(row["busiest"] for row in figures(30) if row["person"] == person)


@pytest.fixture
def page(client, db):
    def read():
        client.force_login(cast.zoe())
        return " ".join(unescape(client.get(TEAM).text).split())

    return read


@pytest.mark.slow
def test_a_pace_at_which_nobody_reads_is_told_in_words(page):
    decide(30, by=cast.sofia(), seconds_apart=0.4)
    decide(5, by=cast.paul(), seconds_apart=10)
    told = page()
    assert "<bdi>Sofia M.</bdi> : 30 décisions en une minute" in told
    assert "plus que personne ne peut lire" in told
    assert "<bdi>Paul R.</bdi> :" not in told


@pytest.mark.slow
def test_a_human_pace_is_a_figure_and_no_reproach(page):
    decide(READ_IN_A_MINUTE, by=cast.sofia(), seconds_apart=3)
    assert busiest(cast.sofia()) == READ_IN_A_MINUTE
    assert "personne ne peut lire" not in page()


@pytest.mark.slow
def test_half_are_read_within_the_first_figure_and_nine_in_ten_within_the_second(db):
    begun = timezone.now() - timedelta(hours=1)
    for n in range(1, 11):
        comment = cast.a_comment(at=begun)
        at = begun + timedelta(minutes=n)
        comment.approve(by=cast.sofia(), at=at, seconds_taken=(n * 3 % 11) * 10)
    row = next(row for row in figures(30) if row["person"] == cast.sofia())
    assert row["seconds"] == 55
    assert 95 <= row["slow_seconds"] <= 100


@pytest.mark.slow
def test_the_minute_is_any_minute_and_an_undo_is_no_decision(db):
    sofia = cast.sofia()
    decide(6, by=sofia, seconds_apart=15)  # four in the first minute, the fifth after sixty seconds
    assert busiest(sofia) == 4
    taken_back = cast.a_comment()
    taken_back.undo(taken_back.decide("approve", by=sofia), by=sofia)
    assert busiest(sofia) == 4


def test_the_table_taken_out_has_it_too(client, db):
    decide(2, by=cast.sofia(), seconds_apart=1)
    client.force_login(cast.zoe())
    text = b"".join(client.get(TEAM, {"format": "csv"}).streaming_content).decode()
    assert '"busiest","busiest_at"' in text


def test_a_decision_taken_back_counts_in_the_pace(db):
    sofia = cast.sofia()
    for _each in range(3):
        comment = cast.a_comment()
        comment.undo(comment.approve(by=sofia), by=sofia)
    assert busiest(sofia) == 3


def test_of_two_minutes_as_busy_the_last_is_named(db):
    sofia, now = cast.sofia(), timezone.now()
    for at in (now - timedelta(hours=2), now - timedelta(hours=1)):
        cast.a_comment(at=at - timedelta(seconds=1)).approve(by=sofia, at=at)
    (row,) = figures(30)
    assert row["busiest_at"] == now - timedelta(hours=1)

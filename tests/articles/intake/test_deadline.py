"""A deadline rings until the work stops, and leaves nothing behind: rung by hand here, no clock runs."""

import signal

import pytest

from articles.intake import deadline, pictures
from articles.intake.deadline import TookTooLong, within
from articles.wires import Picture
from tests.articles.intake.test_ingest import a_dispatch, take

pytestmark = pytest.mark.once


def ring():
    signal.raise_signal(signal.SIGALRM)


@pytest.fixture(autouse=True)
def timers(monkeypatch):
    """No timer is set; whatever rings without a deadline is heard by nobody."""
    found = []
    monkeypatch.setattr(deadline.signal, "setitimer", lambda *how: found.append(how))
    before = signal.signal(signal.SIGALRM, lambda *_ring: None)
    yield found
    signal.signal(signal.SIGALRM, before)


def test_the_alarm_is_set_to_ring_each_second_and_is_taken_off(timers):
    heard_by = signal.getsignal(signal.SIGALRM)
    with within(15):
        assert signal.getsignal(signal.SIGALRM) != heard_by
    assert timers == [(signal.ITIMER_REAL, 15, 1), (signal.ITIMER_REAL, 0)]
    assert signal.getsignal(signal.SIGALRM) == heard_by


def test_a_library_that_swallows_even_the_alarm_hears_the_next_one():
    def swallows_one():
        try:
            ring()
        except BaseException:
            ring()

    with pytest.raises(TookTooLong, match="took longer than 15 s"), within(15):
        swallows_one()


def test_an_alarm_that_rings_as_the_work_ends_stops_nothing_any_more(monkeypatch):
    def rings_when_taken_off(_which, seconds, _again=0):
        if not seconds:
            ring()

    monkeypatch.setattr(deadline.signal, "setitimer", rings_when_taken_off)
    with within(15):
        done = True
    assert done


@pytest.mark.django_db
def test_a_picture_that_takes_for_ever_is_left_out_and_says_so(monkeypatch):
    taken = take(a_dispatch(pictures=[Picture("photo.jpg", alt="Un bateau")]))
    monkeypatch.setattr(pictures, "_take", lambda *_about: ring())
    assert pictures.take_pictures([taken]) == [taken]
    assert taken.reason == "its picture was left out: took longer than 20 s"
    assert not taken.is_failure


@pytest.mark.django_db
def test_once_the_minute_of_one_answer_is_over_no_more_pictures_are_taken(monkeypatch):
    taken = take(a_dispatch(pictures=[Picture("photo.jpg", alt="Un bateau")]))
    monkeypatch.setattr(pictures, "SECONDS_IN_ALL", -1)
    assert pictures.take_pictures([taken]) == [taken]
    assert taken.reason == "its picture was left out: no time left"

"""What a process knows of the changes that readers can see."""

import sys
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.freshness import changes
from articles.freshness.changes import Changes
from articles.models import Change

pytestmark = pytest.mark.slow


@pytest.mark.both
def test_a_number_that_comes_late_is_seen_all_the_same(db):
    """PostgreSQL numbers a row before its transaction ends: a higher one may be read first."""
    changes.look()
    first = Change.objects.latest("pk").pk
    before = changes.moment
    Change.objects.create(pk=first + 2, tag="news")
    changes.look()
    between = changes.moment
    assert not changes.stands(["news"], before)
    assert changes.stands(["house", "news"], between)
    Change.objects.create(pk=first + 1, tag="house")
    changes.look()
    assert not changes.stands(["house"], between)
    assert changes.stands(["news"], between)


def test_when_what_was_known_is_gone_everything_counts_as_changed(db):
    """A backup was put back, or the rows were forgotten while this process slept."""
    changes.look()
    before = changes.moment
    changes.look()
    assert changes.stands(["house"], before)
    Change.objects.all().delete()
    Change.objects.create(pk=9000, tag="start")
    changes.look()
    assert not changes.stands(["house"], before)


def test_rows_of_yesterday_are_forgotten_but_never_the_newest(db):
    Change.objects.all().delete()
    yesterday = timezone.now() - timedelta(hours=25)
    for _each in range(3):
        Change.objects.create(tag="news", at=yesterday)
    newest = Change.objects.latest("pk")
    assert Change.objects.forget_old() == 2
    assert Change.objects.get() == newest


class Slow(Changes):
    """A process whose database answers only when it is let."""

    def __init__(self):
        super().__init__()
        self.may_answer, self.asked = threading.Event(), 0

    def _ask(self, now):
        self.asked += 1
        assert self.may_answer.wait(10)
        self.looked = now


def test_after_a_slow_answer_readers_wait_for_none_until_one_is_quick_again(monkeypatch, settings):
    monkeypatch.setattr(sys.modules[Changes.__module__], "SLOW_SECONDS", 0.05)
    settings.LOOK_FOR_CHANGES_SECONDS = 0
    changes = Slow()
    threading.Timer(0.1, changes.may_answer.set).start()
    assert changes.look()  # nobody could know that it would be slow
    changes.may_answer.clear()
    assert [changes.look() for _each in range(3)] == [False] * 3  # at once: it waits for nothing
    assert changes.asked == 2, "one thread asks for all"
    time.sleep(0.1)
    changes.may_answer.set()
    assert changes.lock.acquire(timeout=10)
    changes.lock.release()
    assert not changes.look()  # its answer was slow too: asked aside once more
    assert changes.lock.acquire(timeout=10)
    changes.lock.release()
    assert changes.took <= 0.05
    assert changes.look()

"""A clock that goes back, and what the page cache counts."""

import time

import pytest

from articles.freshness import changes
from portal.health.counters import Counters
from tests import cast

pytestmark = pytest.mark.slow


@pytest.fixture
def address(db):
    return cast.an_article(headline="Une passerelle relie les deux rives").get_absolute_url()


def test_pages_from_memory_and_old_ones_are_counted(site, address, monkeypatch):
    counters = Counters()
    site.cache.count = counters.count
    for _each in range(3):
        site.ask(address)
    monkeypatch.setattr(type(changes), "look", lambda self, at_once=False: False)
    site.ask(address)
    assert (counters.totals()["hits"], counters.totals()["old"]) == (2, 1)


def test_a_clock_that_went_back_stops_no_page_from_being_kept(two_processes, address, monkeypatch):
    one, other = two_processes
    hour = 3600 * 10**9
    ahead = time.time_ns() + hour
    with monkeypatch.context() as patch:
        patch.setattr("time.time_ns", lambda: ahead)
        one.ask(address)
    cast.an_article()  # the page is made anew, an hour earlier
    for site in (one, one, other, other):
        assert site.ask(address).status == 200
    assert (one.made, other.made) == (2, 1)

"""What all processes count together: they never fall, and /metrics tells their sums."""

import os
import subprocess
import sys
import threading

import pytest
from django.db import connection

from portal.health.counters import Counted, Counters

pytestmark = pytest.mark.once


def answer(counters, status, environ=None):
    told = []
    counted = Counted(lambda _environ, start: start(status, []) or [b""])
    counted(environ or {}, lambda *words: told.append(words))
    return told


@pytest.fixture
def ours(monkeypatch):
    counters = Counters()
    monkeypatch.setattr("portal.health.counters._counters", counters)
    return counters


def test_two_processes_count_into_one_sum(tmp_path):
    one, other = Counters(tmp_path / "counters"), Counters(tmp_path / "counters")
    other.start = other.start or 32  # in one process the lock of a place is no obstacle
    for counters, number in ((one, 3), (other, 4)):
        for _each in range(number):
            counters.count("hits")
    assert one.totals()["hits"] == other.totals()["hits"]


def test_a_new_process_goes_on_where_the_ended_one_stopped(tmp_path):
    Counters(tmp_path / "counters").count("hits")
    again = Counters(tmp_path / "counters")
    again.count("hits")
    assert again.totals()["hits"] == 2


FORKED = """
import os, sys, django
django.setup()
from portal.health import counters
counters._counters = counters.Counters(sys.argv[1])
counters.counters().count("hits")
forked = os.fork()
for _each in range(100):
    counters.counters().count("hits")
if forked:
    os.waitpid(forked, 0)
    print(counters.counters().totals()["hits"])
"""


def test_a_process_that_was_forked_counts_in_a_place_of_its_own(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "-c", FORKED, tmp_path / "counters"]
    assert subprocess.check_output(command, env=environment, text=True) == "201\n"


def test_no_count_of_a_thread_is_lost():
    counters = Counters()

    def hits():
        for _each in range(5000):
            counters.count("hits")
            counters.add("query_microseconds", 2)

    threads = [threading.Thread(target=hits) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counters.count("hits")
    assert counters.totals()["hits"] == 20_001
    assert counters.totals()["query_microseconds"] == 40_000


def test_answers_are_counted_by_status_and_time(ours):
    assert answer(ours, "200 OK") == [("200 OK", [])]
    answer(ours, "503 Service Unavailable")
    totals = ours.totals()
    assert (totals["answers_2xx"], totals["answers_5xx"], totals["answers_4xx"]) == (1, 1, 0)
    assert totals["within_5"] == 2


def test_queries_are_counted_with_their_time(ours, db):
    with connection.execute_wrapper(ours.query), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    totals = ours.totals()
    assert totals["queries"] == 1
    assert totals["query_microseconds"] >= 0


@pytest.mark.slow
def test_the_metrics_tell_them(ours, client, db, settings):
    settings.METRICS_FROM = ["127.0.0.1"]
    for name in ("hits", "hits", "old"):
        ours.count(name)
    ours.answered(200, 0.07)
    ours.answered(404, 0.007)
    told = client.get("/metrics").text.splitlines()
    for line in (
        "portal_pages_from_memory_total 2",
        "portal_old_pages_total 1",
        'portal_requests_total{status="2xx"} 1',
        'portal_requests_total{status="4xx"} 1',
        'portal_request_seconds_bucket{le="0.05"} 1',
        'portal_request_seconds_bucket{le="0.1"} 2',
        'portal_request_seconds_bucket{le="+Inf"} 2',
        "portal_request_seconds_sum 0.077000",
        "portal_request_seconds_count 2",
        "portal_database_queries_total 0",
    ):
        assert line in told

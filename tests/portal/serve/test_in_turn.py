"""More requests than can be worked on: they wait in line, and only those beyond it are told to come back."""

import threading
import time

import pytest
from django.test import Client

from articles import freshness
from portal import wsgi

pytestmark = pytest.mark.once


class SlowSite:
    """An application whose requests end when they are told to; it counts those at work."""

    def __init__(self):
        self.at_work, self.most, self.lock = 0, 0, threading.Lock()
        self.may_end = threading.Event()

    def __call__(self, environ, start_response):
        if environ.get("portal.no_turn"):
            return ["closed"]
        with self.lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        self.may_end.wait(10)
        with self.lock:
            self.at_work -= 1
        return ["served"]


def test_as_many_work_as_have_a_turn_and_the_line_has_an_end(monkeypatch):
    monkeypatch.setattr(wsgi, "MOST_AT_WORK", 2)
    monkeypatch.setattr(wsgi, "MOST_IN_LINE", 5)
    site, answers = SlowSite(), []
    in_turn = wsgi.InTurn(site)
    clients = [
        threading.Thread(target=lambda: answers.extend(in_turn({}, None))) for _each in range(5)
    ]
    for each in clients:
        each.start()
    while in_turn.places.acquire(blocking=False):  # until all five stand in line
        in_turn.places.release()
    assert in_turn({}, None) == ["closed"], "the sixth is told at once"
    assert any(site.at_work == 2 or time.sleep(0.01) for _try in range(1000))
    site.may_end.set()
    for each in clients:
        each.join(10)
    assert answers == ["served"] * 5
    assert site.most == 2
    assert in_turn({}, None) == ["served"], "every place was given back"


def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(wsgi, "MOST_AT_WORK", 1)
    monkeypatch.setattr(wsgi, "LONGEST_WAIT_SECONDS", 0.05)
    site = SlowSite()
    in_turn = wsgi.InTurn(site)
    first = threading.Thread(target=in_turn, args=({}, None))
    first.start()
    while not site.at_work:
        pass
    assert in_turn({}, None) == ["closed"]
    site.may_end.set()
    first.join(10)


def test_few_threads_work_and_what_a_page_shows_is_noted_where_it_was_asked_for():
    threads = set()

    def site(environ, start_response):
        threads.add(threading.get_ident())
        freshness.shows(threads=[environ["article"]])
        return ["served"]

    in_turn = wsgi.InTurn(site)
    for article in range(20):
        with freshness.making() as noted:
            assert in_turn({"article": article}, None) == ["served"]
        assert noted.threads == {freshness.thread(article)}
    assert threading.get_ident() not in threads
    assert len(threads) <= wsgi.MOST_AT_WORK, (
        "each has a connection to the database, with its memory"
    )


def test_they_are_told_in_words_when_to_come_back(db):
    answer = Client().get("/", **{"portal.no_turn": True})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Rechargez celle-ci dans quelques secondes" in answer.text

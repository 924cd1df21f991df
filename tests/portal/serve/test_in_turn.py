"""More requests than can be worked on: they wait in line, and only those beyond it are told to come back."""

import os
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.test import Client

from articles import freshness
from portal import in_turn as turns
from portal.in_turn import InTurn, Line
from portal.sqlite.turns import Turn

pytestmark = pytest.mark.once

POST = {"REQUEST_METHOD": "POST"}


def get():
    return {"REQUEST_METHOD": "GET"}


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


HOLDS = """
import sys
from portal.sqlite.turns import Turn
with Turn(sys.argv[1]).held(5):
    print("held", flush=True)
    sys.stdin.readline()
"""


def turn_of_another(folder):
    """Return a turn, and the process that has it until it is sent a line."""
    turn = Turn(str(folder / "turn"))
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, turn.path],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR,
    )  # fmt: skip
    assert other.stdout.readline() == b"held\n"
    return turn, other


def soon(is_true):
    return any(is_true() or time.sleep(0.01) for _try in range(1000))


def test_as_many_work_as_have_a_turn_and_the_line_has_an_end(monkeypatch):
    monkeypatch.setattr(turns, "REST", Line(threads=2, places=5, nice=0))
    site, answers = SlowSite(), []
    in_turn = InTurn(site)
    clients = [
        threading.Thread(target=lambda: answers.extend(in_turn(get(), None))) for _each in range(5)
    ]
    for each in clients:
        each.start()
    # A place taken to see whether one is left would be lacking to one of the five.
    assert soon(lambda: in_turn.rest.inside == 5), "all five stand in line"
    assert in_turn(get(), None) == ["closed"], "the sixth is told at once"
    assert soon(lambda: site.at_work == 2)
    site.may_end.set()
    for each in clients:
        each.join(10)
    assert answers == ["served"] * 5
    assert site.most == 2
    assert in_turn(get(), None) == ["served"], "every place was given back"


def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(turns, "REST", Line(threads=1, places=5, nice=0))
    monkeypatch.setattr(turns, "LONGEST_WAIT_SECONDS", 0.05)
    site = SlowSite()
    in_turn = InTurn(site)
    first = threading.Thread(target=in_turn, args=(get(), None))
    first.start()
    assert soon(lambda: site.at_work)
    assert in_turn(get(), None) == ["closed"]
    site.may_end.set()
    first.join(10)


def asked_together(in_turn, *asked):
    """Ask in threads of their own; return those, to be joined."""
    clients = [threading.Thread(target=in_turn, args=({**each}, None)) for each in asked]
    for each in clients:
        each.start()
    return clients


def test_forms_of_readers_are_worked_on_one_by_one_while_pages_and_the_desk_have_their_turn(
    settings,
):
    site = SlowSite()
    in_turn = InTurn(site)
    at_desk = {**POST, "HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}=key"}
    sign_in = {**POST, "PATH_INFO": "/ar/admin/login/"}
    clients = asked_together(in_turn, *[POST] * 5, *[sign_in] * 3, at_desk, at_desk, get())
    assert soon(lambda: site.at_work == 5)
    time.sleep(0.1)
    assert site.at_work == 5, "one form, one who signs in, the two of the desk, the page"
    site.may_end.set()
    for each in clients:
        each.join(10)


def test_a_flood_of_forms_closes_neither_the_desk_nor_signing_in_nor_pages(monkeypatch, settings):
    monkeypatch.setattr(turns, "FORMS", Line(threads=1, places=3, nice=19))
    site = SlowSite()
    in_turn = InTurn(site)
    flood = asked_together(in_turn, *[POST] * 3)
    assert soon(lambda: in_turn.forms.inside == 3)
    assert in_turn({**POST}, None) == ["closed"]
    at_desk = {**POST, "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=key"}
    others = asked_together(in_turn, get(), at_desk, {**POST, "PATH_INFO": "/admin/login/"})
    assert soon(lambda: site.at_work == 4), "all three, and one form"
    site.may_end.set()
    for each in (*flood, *others):
        each.join(10)


def test_in_a_crowd_the_processes_of_a_site_on_sqlite_take_turns_with_forms(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_TURN_SECONDS", 30)
    in_turn = InTurn(lambda environ, start_response: ["served"])
    in_turn.form_turn, other = turn_of_another(tmp_path)
    assert in_turn({**POST}, None) == ["served"], "few wait for nobody"
    monkeypatch.setattr(turns, "CROWD", 0)
    (waits,) = asked_together(in_turn, POST)
    time.sleep(0.2)
    assert waits.is_alive()
    other.communicate(b"\n")
    waits.join(5)
    assert not waits.is_alive()


def test_nobody_waits_long_for_a_turn_that_does_not_come(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "CROWD", 0)
    monkeypatch.setattr(turns, "LONGEST_TURN_SECONDS", 0.05)
    in_turn = InTurn(lambda environ, start_response: ["served"])
    in_turn.form_turn, other = turn_of_another(tmp_path)
    assert in_turn({**POST}, None) == ["served"]
    in_turn.form_turn = Turn("/nowhere/turn")
    assert in_turn({**POST}, None) == ["served"]
    other.communicate(b"\n")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows a thread's priority")
def test_who_works_on_a_form_gives_way_to_who_makes_a_page_and_both_to_the_server():
    def site(environ, start_response):
        return [os.getpriority(os.PRIO_PROCESS, threading.get_native_id())]

    in_turn = InTurn(site)
    form, page = (in_turn(asked, None)[0] for asked in (POST, get()))
    assert form > page > os.getpriority(os.PRIO_PROCESS, 0)


def test_few_threads_work_and_what_a_page_shows_is_noted_where_it_was_asked_for():
    threads = set()

    def site(environ, start_response):
        threads.add(threading.get_ident())
        freshness.shows(threads=[environ["article"]])
        return ["served"]

    in_turn = InTurn(site)
    for article in range(20):
        with freshness.making() as noted:
            assert in_turn({**get(), "article": article}, None) == ["served"]
        assert noted.threads == {freshness.thread(article)}
    assert threading.get_ident() not in threads
    assert len(threads) <= turns.REST.threads, (
        "each has a connection to the database, with its memory"
    )


def test_they_are_told_in_words_when_to_come_back(db):
    answer = Client().get("/", **{"portal.no_turn": True})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "Rechargez celle-ci dans quelques secondes" in answer.text

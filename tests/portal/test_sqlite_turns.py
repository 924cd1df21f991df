"""On SQLite the writers of this machine wait in turn, and each gives its turn back."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from articles.models import Section

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]


class Refused(Exception):
    pass


def in_a_thread(act):
    """Call `act` in a thread with a connection of its own; return what it raised, or None."""
    raised = []

    def run():
        try:
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "it waits for a turn that nobody gives back"
    return raised[0] if raised else None


def write(name="Monde"):
    with transaction.atomic():
        Section.objects.create(name=name, slug=name.lower())


def a_commit():
    write("Arts")


def a_rollback():
    with suppress(Refused), transaction.atomic():
        Section.objects.create(name="Arts", slug="arts")
        raise Refused


def a_closed_connection():
    with suppress(Exception), transaction.atomic():
        Section.objects.create(name="Arts", slug="arts")
        connection.close()


@pytest.fixture
def no_patience(monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)  # all threads share it


def test_whoever_gets_no_turn_is_told_so(no_patience):
    with transaction.atomic():
        Section.objects.create(name="Sport", slug="sport")
        refused = in_a_thread(write)
    assert isinstance(refused, OperationalError)
    assert "no turn to write came" in str(refused)


@pytest.mark.parametrize("end", [a_commit, a_rollback, a_closed_connection])
def test_a_turn_is_given_back_however_it_ends(end):
    end()  # on a connection that stays open
    assert in_a_thread(write) is None
    assert Section.objects.filter(slug="monde").exists()


def locks_of_this_process():
    """Return the locks that the system knows on the database file (/proc/locks)."""
    file = os.stat(connection.settings_dict["NAME"]).st_ino
    words = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    mine = [each for each in words if each[4] == str(os.getpid())]
    # Without their number in the list, which other processes' locks move.
    return [each[1:] for each in mine if each[5].endswith(f":{file}")]


def test_a_new_connection_leaves_the_locks_of_the_others():
    """Without them another process takes the journal away, and what is written afterwards is lost."""
    with transaction.atomic():
        Section.objects.count()
        held = locks_of_this_process()
        assert held
        in_a_thread(lambda: Section.objects.count())
        assert locks_of_this_process() == held


ANOTHER_WRITER = """
import fcntl, os, sys
file = os.open(sys.argv[1] + "-turn", os.O_RDWR | os.O_CREAT)
fcntl.lockf(file, fcntl.LOCK_EX, 1)  # its first byte is the turn
print("mine", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def another_process():
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER_WRITER, name],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "mine\n"
    yield process
    process.kill()
    process.wait(10)


def test_the_writers_of_two_processes_wait_for_each_other(another_process):
    writing = threading.Thread(target=in_a_thread, args=[write])
    writing.start()
    time.sleep(0.2)
    assert not Section.objects.filter(slug="monde").exists(), "it writes while it is not its turn"
    another_process.kill()  # a process that dies gives its turn back
    writing.join(10)
    assert Section.objects.filter(slug="monde").exists()


def test_a_turn_that_never_comes_leaves_it_to_sqlite(another_process, no_patience):
    write()
    assert Section.objects.filter(slug="monde").exists()

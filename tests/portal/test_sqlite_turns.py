"""On SQLite the writers of a process wait in turn, and each gives its turn back."""

import threading
from contextlib import suppress

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


def write_in_no_time():
    connection.settings_dict["OPTIONS"]["timeout"] = 0.2
    write("Sport")


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


def test_whoever_gets_no_turn_is_told_so():
    with transaction.atomic():
        Section.objects.create(name="Monde", slug="monde")
        refused = in_a_thread(write_in_no_time)
    assert isinstance(refused, OperationalError)
    assert "no turn to write came" in str(refused)


@pytest.mark.parametrize("end", [a_commit, a_rollback, a_closed_connection])
def test_a_turn_is_given_back_however_it_ends(end):
    end()  # on a connection that stays open
    assert in_a_thread(write) is None
    assert Section.objects.filter(slug="monde").exists()

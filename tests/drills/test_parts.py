"""The parts of the drills that need no server: what is counted, and how several machines are named."""

import sqlite3
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.drills import cluster, machines
from tests.drills.load import Load, rows_of

pytestmark = pytest.mark.once


def load_of(file, *, acknowledged, sent):
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE comments_revision (text)")
        connection.executemany("INSERT INTO comments_revision VALUES (?)", [("a",), ("b",), ("b",)])
    load = Load(0, ["/"], "/")
    load.acknowledged, load.sent = dict.fromkeys(acknowledged, "/suivi/x/"), set(sent)
    return load


def test_what_was_acknowledged_is_looked_for_in_what_is_stored(tmp_path):
    file = tmp_path / "site.sqlite3"
    load = load_of(file, acknowledged="abc", sent="abcd")
    assert rows_of(file, "SELECT text FROM comments_revision") == [("a",), ("b",), ("b",)]
    assert load.held(file) == (1, 1)


def test_the_longest_silence_is_the_longest_time_without_an_acknowledgement():
    load = Load(0, ["/"], "/")
    load.when = [10.0, 11.0, 31.5, 32.0]
    assert load.silence() == 20.5
    load.when = [10.0]
    assert load.silence() == 0


def test_the_address_names_each_postgresql_and_asks_for_the_one_that_can_be_written():
    places = [("10.0.0.1", 5432), ("10.0.0.2", 5433)]
    parts = urlsplit(cluster.address("portal", "secret", places))
    query = parse_qs(parts.query)
    assert (parts.username, parts.password, parts.hostname) == ("portal", "secret", None)
    assert parts.path == "/portal"
    assert query["host"] == ["10.0.0.1,10.0.0.2"]
    assert query["port"] == ["5432,5433"]
    assert query["target_session_attrs"] == ["read-write"]


def test_patroni_acknowledges_what_two_hold_and_replaces_a_primary_in_time(tmp_path):
    told = machines.patroni(
        tmp_path, "one", ("10.0.0.1", 5432, 8008), "10.0.0.1:2379", "secret", tmp_path
    )
    rules = told["bootstrap"]["dcs"]
    assert rules["synchronous_mode"] is True
    assert rules["loop_wait"] + 2 * rules["retry_timeout"] <= rules["ttl"]
    assert rules["ttl"] < cluster.AWAY_MOST_SECONDS
    assert told["postgresql"]["listen"] == "10.0.0.1:5432"


def test_what_is_not_installed_is_named_with_the_way_to_install_it():
    assert machines.missing(modules=["json"], programs=["sh"]) == ""
    told = machines.missing(modules=["json", "no_such_module"], programs=["no-such-program"])
    assert told.startswith("Missing: no_such_module, no-such-program. Install with: ")
    assert "apt install etcd-server" in told

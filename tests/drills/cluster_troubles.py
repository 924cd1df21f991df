"""The troubles of several machines: each takes a Cluster and a number of seconds, and leaves all machines at work."""

import os
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.machine import tree
from tests.drills.cable import Cable
from tests.drills.load import PATIENCE_SECONDS
from tests.drills.machines import AppServer, Database, Started, asked, wait_for

NO_CABLE = "one machine NOT cut off: that needs root and network namespaces here"
CATCHES = 50
HOLDING = """
    SELECT count(*) FROM pg_stat_activity WHERE application_name = 'server-2' AND state = 'idle in transaction'
    AND xact_start < now() - interval '0.1 second' AND backend_xid IS NOT NULL
"""


@dataclass
class Cluster:
    """Two app servers, two PostgreSQL, one Valkey; `database` is the address that names both PostgreSQL."""

    servers: list[AppServer]
    databases: list[Database]
    valkey: Started
    database: str
    letters: Path
    cable: Cable | None = None  # leads to the second app server, if this machine lets us lay one

    @property
    def primary(self):
        return next((each for each in self.databases if each.is_primary()), None)

    def wait_until_whole(self):
        """Wait until there is a primary whose commits another holds too."""
        wait_for("a primary", lambda: self.primary)
        wait_for(
            "a synchronous standby", lambda: (first := self.primary) and first.has_sync_standby()
        )

    def lead(self, database):
        """Let this PostgreSQL be the primary."""
        if database.is_primary():
            return
        self.wait_until_whole()
        status, told = asked(
            database.host, database.api, "/switchover",
            {"leader": self.primary.name, "candidate": database.name},
        )  # fmt: skip
        if status >= 300:
            raise RuntimeError(f"Patroni does not switch: {told}")
        wait_for("the wanted primary", database.is_primary)
        self.wait_until_whole()

    def caught_in_a_transaction(self, stop, go_on):
        """Stop the second app server while it holds locks; return whether it does, in words."""
        for _try in range(CATCHES):
            stop()
            time.sleep(0.2)  # what it had sent is done
            with psycopg.connect(self.database) as connection:
                if connection.execute(HOLDING).fetchone()[0]:
                    return "in the middle of a transaction"
            go_on()
            time.sleep(0.1)
        stop()
        return "between two transactions"


def server_killed(cluster, seconds):
    """kill -9 of one app server, with all its processes; it is started again."""
    cluster.servers[0].kill()
    time.sleep(seconds)
    cluster.servers[0].start()
    return f"one app server killed, started again after {seconds:.0f} s"


def server_frozen(cluster, seconds):
    """One app server takes connections and says nothing (SIGSTOP), in the middle of a transaction."""
    all_of_it = tree(cluster.servers[1].process.pid)

    def send(signum):
        for each in all_of_it:
            os.kill(each, signum)

    holds = cluster.caught_in_a_transaction(
        lambda: send(signal.SIGSTOP), lambda: send(signal.SIGCONT)
    )
    time.sleep(seconds)
    send(signal.SIGCONT)
    return f"one app server silent for {seconds:.0f} s (SIGSTOP), {holds}"


def server_cut_off(cluster, seconds):
    """The machine of one app server and of the standby reaches nobody, and nobody reaches it."""
    if cluster.cable is None:
        return NO_CABLE
    cluster.cable.pull()
    time.sleep(seconds)
    cluster.cable.plug_in()
    cluster.wait_until_whole()
    return f"the machine of an app server and of the standby cut off for {seconds:.0f} s"


def primary_cut_off(cluster, seconds):
    """The machine of one app server and of the primary reaches nobody, and nobody reaches it."""
    if cluster.cable is None:
        return NO_CABLE
    begun = time.monotonic()
    cluster.cable.pull()
    wait_for("another primary", cluster.databases[0].is_primary)
    promoted = time.monotonic() - begun
    time.sleep(seconds)
    cluster.cable.plug_in()
    cluster.wait_until_whole()
    return f"the machine of an app server and of the primary cut off, the other promoted after {promoted:.1f} s"


def switched_over(cluster, _seconds):
    """The operator asks Patroni to let the other PostgreSQL lead, as before an update."""
    begun = time.monotonic()
    cluster.lead(next(each for each in cluster.databases if not each.is_primary()))
    return f"a planned switch to the other PostgreSQL, done after {time.monotonic() - begun:.1f} s"


def primary_killed(cluster, seconds):
    """kill -9 of the primary and its Patroni; the other is promoted, the first comes back as its standby."""
    gone = wait_for("a primary", lambda: cluster.primary)
    begun = time.monotonic()
    gone.kill()
    wait_for("another primary", lambda: cluster.primary)
    promoted = time.monotonic() - begun
    time.sleep(seconds)
    gone.start()
    cluster.wait_until_whole()
    return f"the primary and its Patroni killed, the other promoted after {promoted:.1f} s"


def standby_killed(cluster, seconds):
    """kill -9 of the standby that each commit waits for, and its Patroni."""
    wait_for("a primary", lambda: cluster.primary)
    gone = next(each for each in cluster.databases if not each.is_primary())
    gone.kill()
    time.sleep(seconds)
    gone.start()
    cluster.wait_until_whole()
    return f"the synchronous standby and its Patroni killed, started again after {seconds:.0f} s"


def valkey_stopped(cluster, seconds):
    """Nobody counts across processes."""
    cluster.valkey.kill()
    time.sleep(seconds)
    cluster.valkey.start()
    return f"Valkey away for {seconds:.0f} s"


LETTERS = 100
LETTERS_SECONDS = 60  # more, for them all to leave
OWE = f"""
from django.utils import timezone
from datetime import timedelta
from comments.models import Comment, Letter
comment, now = Comment.objects.order_by("pk").first(), timezone.now()
for number in range({LETTERS}):
    Letter.objects.write("receipt", to=f"drill{{number}}@example.org", language="fr", comment=comment,
        at=now, once=now + timedelta(microseconds=number))
"""


def ticked_twice(cluster, seconds):
    """Both machines do the periodic work at the same moment, again and again; letters wait for it."""
    _done([cluster.servers[0].manage("shell", "-v0", "-c", OWE)])
    begun, number, left = time.monotonic(), 0, Counter()
    # The posters' own letters stand before them in the queue.
    while time.monotonic() < begun + seconds or (
        len(left) < LETTERS and time.monotonic() < begun + seconds + LETTERS_SECONDS
    ):
        _done([server.manage("tick") for server in cluster.servers])
        number += 1
        left = _letters_of_ours(cluster)
    if len(left) != LETTERS or set(left.values()) != {1}:
        raise RuntimeError(f"of {LETTERS} letters these left: {left}")
    return f"{number} ticks on each of two machines at once, {LETTERS} letters left once each"


def _letters_of_ours(cluster):
    return Counter(
        line
        for file in cluster.letters.iterdir()
        for line in file.read_text().splitlines()
        if line.startswith("To: drill")
    )


def backed_up(cluster, seconds):
    """A machine backs the database up, which its address names by two hosts."""
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until or not number:
        _done([cluster.servers[0].manage("backup", cluster.letters.parent / "backups")])
        number += 1
    return f"{number} backups"


def page_changed(cluster, seconds):
    """An article changes, again and again; both machines are asked for its page without nginx."""
    first = cluster.servers[0]
    shown = asked(first.host, first.port, "/le-fil/")[1].decode()
    path, number = re.search(r'href="(/le-fil/(\d+)-morocco[^"]*)"', shown).groups()
    until, changes, late, apart = time.monotonic() + seconds, 0, 0.0, 0.0
    with psycopg.connect(cluster.database, autocommit=True) as connection:
        while time.monotonic() < until or not changes:
            changes += 1
            word = f"drill-{changes:04}"
            connection.execute(
                "UPDATE articles_article SET headline = %s WHERE id = %s", [word, number]
            )
            begun, when = time.monotonic(), {}
            while len(when) < len(cluster.servers) and time.monotonic() < begun + PATIENCE_SECONDS:
                for server in cluster.servers:
                    page = asked(server.host, server.port, path)[1].decode()
                    if word in page:
                        when.setdefault(server.port, time.monotonic() - begun)
                time.sleep(0.02)
            late = max(late, max(when.values(), default=PATIENCE_SECONDS))
            apart = max(apart, max(when.values(), default=0) - min(when.values(), default=0))
    return (
        f"{changes} changes of a page, on both machines after {late:.1f} s at most, one machine before the other by "
        f"{apart:.1f} s at most"
    )


def _done(running):
    for each in running:
        told = each.communicate(timeout=120)[0]
        if each.returncode:
            raise RuntimeError(told)


ALL = [
    server_killed,
    server_frozen,
    server_cut_off,
    switched_over,
    primary_killed,
    primary_cut_off,
    standby_killed,
    valkey_stopped,
    ticked_twice,
    page_changed,
    backed_up,
]
# Which PostgreSQL leads when a trouble begins, by its place in Cluster.databases; the others do not mind.
LEADERS = {server_cut_off: 0, primary_cut_off: 1}

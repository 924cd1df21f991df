"""Verify the signature of each link: with a second processor where there are many."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial

from ..models import BrokenLink, Filing
from ..rules.signatures import unsigned

MANY = 20_000  # links; below, a second process takes longer to start than it saves


class Keys:
    """Who must have signed each link, while the log is read from its beginning."""

    def __init__(self, head):
        changes = Filing.objects.filter(table=Filing.Table.KEY).order_by("pk")
        first = changes.first()
        self.links = head.sequence if head else 0
        self.at_the_end = head.public_key if head else ""
        self.now = first.as_values().get("from", "") if first else self.at_the_end
        self.has_begun = False
        self.unsigned = 0  # links from before there was a key
        self.said_to_be_lost = []  # links at which a key began that none before it vouches for

    def in_batches(self, batches) -> Iterator[tuple[list, Callable[[], dict[int, str]]]]:
        """Yield each batch of events, and what gives {number of an event: the fault of its signature}.

        Signatures are a good half of the work: another process verifies a batch while its rows are compared here
        and the next batch is read.
        """
        with _verifier(self.links) as verified:
            waiting = None
            for events in batches:
                read = events, self._faults_of(events, verified)
                if waiting:
                    yield waiting
                waiting = read
            if waiting:
                yield waiting

    def _faults_of(self, events, verified):
        faults, signed = {}, []
        for event in events:
            change = event.filing.as_values() if _changes_the_key(event) else {}
            signer = change.get("to", "") if change.get("lost") else self.now
            if event.signature:
                self.has_begun = True
                signed.append((event.sequence, signer, event.digest, event.signature))
            elif self.has_begun:
                faults[event.sequence] = "is not signed, and links before it are"
            else:
                self.unsigned += 1
            if change:
                self.now = change.get("to", "")
                if change.get("lost"):
                    self.said_to_be_lost.append(event.sequence)
        answer = verified(signed)
        return lambda: faults | dict.fromkeys(answer(), "bears no signature of the log's key")

    def faults_at_the_end(self):
        if self.has_begun and self.now != self.at_the_end:
            yield BrokenLink("head of the log", "names another key than the one that signs")


def _changes_the_key(event):
    return event.filing and event.filing.table == Filing.Table.KEY


@contextmanager
def _verifier(links):
    """Yield a function: given links, it begins to verify them and returns what waits for the unsigned ones."""
    if links < MANY or len(os.sched_getaffinity(0)) < 2:
        yield lambda signed: partial(unsigned, signed)
        return
    # Spawned, not forked: a fork would share our connection to the database.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield partial(_begin, pool)


def _begin(pool, signed):
    try:
        asked = pool.submit(unsigned, signed)
    except (OSError, BrokenProcessPool):  # no memory for it, or it was ended
        return partial(unsigned, signed)

    def answer():
        try:
            return asked.result()
        except BrokenProcessPool:
            return unsigned(signed)

    return answer

"""Verifies the log: every link of the chain, every row it vouches for, and the state it left behind."""

from collections.abc import Callable, Iterator
from itertools import batched

from django.db import connection

from .digests import GENESIS, digest
from .models import Appeal, BrokenLink, Comment, Decision, Event, LogHead, Notice, Revision
from .text import RENDERER, render

BATCH = 1000  # rows in memory at a time


def broken_links(told: Callable[[int], None] = lambda done: None) -> Iterator[BrokenLink]:
    """Yield what does not hold, in the order of the log; `told` hears how many events are done.

    The first one yielded is where the log was first broken. Nothing yielded: it holds.
    """
    yield from _damaged_file()
    yield from _chain(told)
    yield from _rows_without_event()
    yield from _comments()


def _damaged_file():
    """A byte changed outside any row (an index, a page header) is the database's own to find."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        (answer,) = cursor.fetchone()
    if answer != "ok":
        yield BrokenLink("database file", answer)


def _chain(told):
    previous, sequence = GENESIS, 0
    events = Event.objects.select_related(
        "revision__comment", "decision__clause", "notice", "appeal"
    ).order_by("sequence")
    for events_batch in batched(events.iterator(chunk_size=BATCH), BATCH):
        for event in events_batch:
            where = f"event {event.sequence}"
            if event.sequence != sequence + 1:
                yield BrokenLink(where, f"follows event {sequence}: links are missing between them")
            if event.previous != previous:
                yield BrokenLink(where, f"does not point back to event {sequence}")
            if event.digest != digest(event.record()):
                yield BrokenLink(where, "its own fields were changed")
            yield from _subject(event, where)
            previous, sequence = event.digest, event.sequence
        told(sequence)
    head = LogHead.objects.filter(pk=1).first()
    if (head is None and sequence) or (
        head and (head.sequence, head.digest) != (sequence, previous)
    ):
        yield BrokenLink(
            f"event {sequence}", "is not the last that was written: the tail of the log was cut off"
        )


def _subject(event, where):
    subject = event.subject
    if subject is None:
        if event.subject_digest:
            yield BrokenLink(where, "the row it tells of is gone")
        return
    name = f"{subject._meta.model_name} {subject.pk}"
    if subject.digest() != event.subject_digest:
        yield BrokenLink(f"{where}, {name}", "was changed after it was logged")
    if not getattr(subject, "is_intact", True):
        yield BrokenLink(f"{where}, {name}", "its words were changed after they were sealed")


def _rows_without_event():
    told_of = {
        Decision: "decision",
        Notice: "notice",
        Appeal: "appeal",
    }
    for model, field in told_of.items():
        for pk in model.objects.filter(event=None).values_list("pk", flat=True)[:1]:
            yield BrokenLink(f"{field} {pk}", "is not in the log")
    known = Event.objects.exclude(revision=None).values("revision")
    for pk in Revision.objects.exclude(pk__in=known).values_list("pk", flat=True)[:1]:
        yield BrokenLink(f"revision {pk}", "is not in the log")


def _comments():
    """What readers see must be what was last decided, word for word."""
    last_state = {}
    events = Event.objects.order_by("sequence").values_list("comment", "state", "version")
    for comment, state, version in events.iterator(chunk_size=BATCH):
        last_state[comment] = (state, version)
    comments = Comment.objects.select_related("published_revision").order_by("pk")
    for comment in comments.iterator(chunk_size=BATCH):
        where = f"comment {comment.pk}"
        if last_state.get(comment.pk) != (comment.state, comment.version):
            yield BrokenLink(where, "its state is not the one the log left it in")
        shown = comment.published_revision
        if (
            comment.is_visible
            and comment.html_renderer == RENDERER
            and comment.html != render(shown.text)
        ):
            yield BrokenLink(where, "the words on line are not those that were judged")

"""Verify the log: each link of its chain, each row it vouches for, the state it left behind."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import batched

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ..models import (
    Appeal,
    BrokenLink,
    Decision,
    Event,
    Filing,
    LogHead,
    Notice,
    Revision,
    Suspension,
)
from ..models.log_format import VOUCHED
from ..models.sealed import Sealed
from ..rules.digests import GENESIS, digest
from . import house, shown
from .keys import Keys

BATCH = 1000  # rows in memory at a time


def broken_links(
    progress: Callable[[int], None] = lambda number: None, keys: Keys | None = None
) -> Iterator[BrokenLink]:
    """Yield each fault of the log, in order; tell `progress` the number of events verified.

    The log was first broken at the first fault. It holds if there is none. `keys` knows at the end which links
    are not signed, and which keys none before them vouches for.
    """
    yield from _damaged_file()
    head = LogHead.objects.filter(pk=1).first()
    keys = keys or Keys(head)
    yield from _chain(head, keys, progress)
    yield from _rows_without_event()
    yield from shown.comments()
    yield from house.settings_beside_the_log()
    yield from house.days()


def _damaged_file():
    """Yield SQLite's own finding: a byte changed outside any row, in an index or a page header."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        (answer,) = cursor.fetchone()
    if answer != "ok":
        yield BrokenLink("database file", answer)


def _chain(head, keys, progress):
    """Yield the faults of each event, then those of the log's end."""
    # The head was read first: an event that is appended meanwhile is not missing from it.
    last, tail = (head.sequence, head.digest) if head else (0, GENESIS)
    previous, sequence = GENESIS, 0
    batches = batched(_events_up_to(last).iterator(chunk_size=BATCH), BATCH)
    for events, unsigned in keys.in_batches(batches):
        answers, erased, found = _Answers(events), _ErasedAtTheirTerm(events), {}
        for event in events:
            found[event.sequence] = [
                *_link(event, previous, sequence),
                *_subject(event, erased),
                *_answer(event, answers),
            ]
            previous, sequence = event.digest, event.sequence
        for number, fault in unsigned().items():
            found[number].append(BrokenLink(f"event {number}", fault))
        for faults in found.values():
            yield from faults
        progress(sequence)
    if (sequence, previous) != (last, tail):
        yield BrokenLink(
            f"event {sequence}", "is not the last that was written: the tail of the log was cut off"
        )
    yield from keys.faults_at_the_end()
    yield from _beyond_the_head()


def _events_up_to(last):
    """Return the events of the log with the rows they vouch for, in order."""
    subjects = (
        "revision__comment",
        "decision__clause",
        "notice__comment",
        "appeal__comment",
        "appeal__notice",
        "appeal__suspension__notice",
        "suspension__clause",
        "filing",
    )
    events = Event.objects.filter(sequence__lte=last)
    return events.select_related(*subjects).order_by("sequence")


def _link(event, previous, sequence):
    """Yield the faults of an event as a link of the chain, after the event `sequence`."""
    place = f"event {event.sequence}"
    if event.sequence != sequence + 1:
        yield BrokenLink(place, f"follows event {sequence}: links are missing between them")
    if event.previous != previous:
        yield BrokenLink(place, f"does not point back to event {sequence}")
    if event.format not in VOUCHED:
        yield BrokenLink(place, "is of a format that nobody wrote")
    elif event.digest != digest(event.record()):
        if event.decision:  # who decided it, and in how long, is in the event's closed part
            place += f", decision {event.decision_id}"
        yield BrokenLink(place, "its own fields were changed")


def _subject(event, erased):
    """Yield the faults of the row that an event vouches for."""
    place, subject = f"event {event.sequence}", event.subject
    if event.format not in VOUCHED:
        return
    if subject is None:
        if event.subject_digest:
            yield BrokenLink(place, "the row it tells of is gone")
        return
    name = f"{subject._meta.model_name} {subject.pk}"
    is_as_logged = subject.digest(event.format) == event.subject_digest
    if not (is_as_logged or house.was_a_colleagues(event)):
        yield BrokenLink(f"{place}, {name}", "was changed after it was logged")
    if erased.covers(subject):
        subject.went_at_its_term = True
    if not getattr(subject, "is_intact", True):
        yield BrokenLink(f"{place}, {name}", "its words were changed after they were sealed")


def _answer(event, answers):
    """Yield a fault if an act did not answer the notices and appeals that its event names."""
    if event.kind == Event.Kind.LAPSED:  # it names the notices whose words went
        return
    named = "" if event.decision_id in answers.undone else event.answers
    if named != answers.borne_by_rows(event):
        yield BrokenLink(
            f"event {event.sequence}, decision {event.decision_id or event.suspension_id}",
            "the notices and appeals it answered are not those that bear its answer",
        )


class _ErasedAtTheirTerm:
    """Which rows without words lost them at their term: a link of their comment says so."""

    def __init__(self, events):
        wordless = {e.subject.comment_id for e in events if _is_wordless(e.subject)}
        kinds = [Event.Kind.EXPIRED, Event.Kind.LAPSED]
        links = Event.objects.filter(comment__in=wordless, kind__in=kinds) if wordless else []
        self.comments, self.notices = set(), set()
        for link in links:
            if link.kind == Event.Kind.EXPIRED:
                self.comments.add(link.comment_id)
            else:
                self.notices.update(link.answers.split())

    def covers(self, subject) -> bool:
        if not _is_wordless(subject):
            return False
        notice = subject if isinstance(subject, Notice) else None
        if isinstance(subject, Appeal):
            notice = subject.notice or (subject.suspension and subject.suspension.notice)
        if notice:
            return f"notice:{notice.pk}" in self.notices
        return subject.comment_id in self.comments


def _is_wordless(subject):
    return isinstance(subject, Sealed) and not subject.salt


class _Answers:
    """The answers that the acts of some events gave, as notices and appeals bear them."""

    def __init__(self, events):
        decisions = [event.decision_id for event in events if event.decision_id]
        rulings = [event.suspension_id for event in events if event.suspension_id]
        self.of_decisions = _bearers("answer", [(Notice, "notice"), (Appeal, "appeal")], decisions)
        self.of_rulings = _bearers("ruling", [(Appeal, "appeal")], rulings)
        undoing = Decision.objects.filter(kind=Decision.Kind.UNDO, supersedes__in=decisions)
        self.undone = set(undoing.values_list("supersedes", flat=True))

    def borne_by_rows(self, event) -> str:
        """Return the notices and appeals that bear the answer of an event's act, as Event.answers."""
        if event.suspension_id:
            return " ".join(self.of_rulings[event.suspension_id])
        return " ".join(self.of_decisions[event.decision_id])


def _bearers(field, models, acts):
    """Return {id of an act: the rows that name it in `field`, as Event.answers writes them}."""
    found = defaultdict(list)
    for model, name in models:
        rows = model.objects.filter(**{f"{field}__in": acts}).order_by("pk")
        for pk, act in rows.values_list("pk", field):
            found[act].append(f"{name}:{pk}")
    return found


def _beyond_the_head():
    # In one statement, while others write.
    head_now = Coalesce(Subquery(LogHead.objects.values("sequence")[:1]), 0)
    for event in Event.objects.filter(sequence__gt=head_now)[:1]:
        yield BrokenLink(f"event {event.sequence}", "was added beyond the head of the log")


def _rows_without_event():
    """Yield the first row of each kind that was slipped in beside the log."""
    fields = {
        Decision: "decision", Notice: "notice", Appeal: "appeal", Suspension: "suspension", Filing: "filing"
    }  # fmt: skip
    for model, field in fields.items():
        for pk in model.objects.filter(event=None).values_list("pk", flat=True)[:1]:
            yield BrokenLink(f"{field} {pk}", "is not in the log")
    known = Event.objects.filter(revision=OuterRef("pk"))
    for pk in Revision.objects.filter(~Exists(known)).values_list("pk", flat=True)[:1]:
        yield BrokenLink(f"revision {pk}", "is not in the log")

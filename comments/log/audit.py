"""Verifies the log: every link of the chain, every row it vouches for, and the state it left behind."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from itertools import batched

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import strip_tags

from articles.rules.body import sanitize

from ..models import (
    Appeal,
    BrokenLink,
    Comment,
    Decision,
    Event,
    LogHead,
    Notice,
    Revision,
    Suspension,
)
from ..rules.digests import GENESIS, digest
from ..rules.rendering import RENDERER, render

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
    # The head first: what is appended while we read is not missing from it.
    head = LogHead.objects.filter(pk=1).first()
    last, tail = (head.sequence, head.digest) if head else (0, GENESIS)
    previous, sequence = GENESIS, 0
    events = (
        Event.objects.filter(sequence__lte=last)
        .select_related(
            "revision__comment",
            "decision__clause",
            "notice__comment",
            "appeal__comment",
            "suspension__clause",
        )
        .order_by("sequence")
    )
    for events_batch in batched(events.iterator(chunk_size=BATCH), BATCH):
        decisions = [event.decision_id for event in events_batch if event.decision_id]
        answered = _answered("answer", decisions)
        rulings = [event.suspension_id for event in events_batch if event.suspension_id]
        ruled = _answered("ruling", rulings)
        undone = set(
            Decision.objects.filter(kind=Decision.Kind.UNDO, supersedes__in=decisions).values_list(
                "supersedes", flat=True
            )
        )
        for event in events_batch:
            where = f"event {event.sequence}"
            if event.sequence != sequence + 1:
                yield BrokenLink(where, f"follows event {sequence}: links are missing between them")
            if event.previous != previous:
                yield BrokenLink(where, f"does not point back to event {sequence}")
            if event.digest != digest(event.record()):
                yield BrokenLink(where, "its own fields were changed")
            yield from _subject(event, where)
            told_of = "" if event.decision_id in undone else event.answers
            bears = (
                ruled[event.suspension_id] if event.suspension_id else answered[event.decision_id]
            )
            if told_of != " ".join(bears):
                yield BrokenLink(
                    f"{where}, decision {event.decision_id or event.suspension_id}",
                    "the notices and appeals it answered are not those that bear its answer",
                )
            previous, sequence = event.digest, event.sequence
        told(sequence)
    if (sequence, previous) != (last, tail):
        yield BrokenLink(
            f"event {sequence}", "is not the last that was written: the tail of the log was cut off"
        )
    # In one statement, while others write.
    head_now = Coalesce(Subquery(LogHead.objects.values("sequence")[:1]), 0)
    for event in Event.objects.filter(sequence__gt=head_now)[:1]:
        yield BrokenLink(f"event {event.sequence}", "was added beyond the head of the log")


def _answered(field, acts):
    """Return {id of a decision or ruling: what bears it as its answer}, as Event.answers says it."""
    found = defaultdict(list)
    models = {"answer": [(Notice, "notice"), (Appeal, "appeal")], "ruling": [(Appeal, "appeal")]}
    for model, name in models[field]:
        rows = model.objects.filter(**{f"{field}__in": acts}).order_by("pk")
        for pk, act in rows.values_list("pk", field):
            found[act].append(f"{name}:{pk}")
    return found


def _subject(event, where):
    subject = event.subject
    if subject is None:
        if event.subject_digest:
            yield BrokenLink(where, "the row it tells of is gone")
        return
    name = f"{subject._meta.model_name} {subject.pk}"
    if subject.digest(event.format) != event.subject_digest:
        yield BrokenLink(f"{where}, {name}", "was changed after it was logged")
    if not getattr(subject, "is_intact", True):
        yield BrokenLink(f"{where}, {name}", "its words were changed after they were sealed")


def _rows_without_event():
    told_of = {
        Decision: "decision",
        Notice: "notice",
        Appeal: "appeal",
        Suspension: "suspension",
    }
    for model, field in told_of.items():
        for pk in model.objects.filter(event=None).values_list("pk", flat=True)[:1]:
            yield BrokenLink(f"{field} {pk}", "is not in the log")
    known = Event.objects.exclude(revision=None).values("revision")
    for pk in Revision.objects.exclude(pk__in=known).values_list("pk", flat=True)[:1]:
        yield BrokenLink(f"revision {pk}", "is not in the log")


def _comments():
    """What readers see must be what was last decided, word for word."""
    events = Event.objects.filter(comment=OuterRef("pk")).order_by("-sequence")
    revisions = Revision.objects.filter(comment=OuterRef("pk")).order_by("number")
    publishing = (
        Decision.objects.standing()
        .filter(comment=OuterRef("pk"), kind__in=[Decision.Kind.APPROVE, Decision.Kind.RESTORE])
        .order_by("pk")
    )
    # What came published from another site was judged by nobody here: its own words, at their own date.
    imported = events.filter(kind=Event.Kind.IMPORTED, state=Comment.State.PUBLISHED)
    comments = (
        Comment.objects.select_related("published_revision")
        .annotate(
            logged_state=events.values("state")[:1],
            logged_version=events.values("version")[:1],
            written_at=revisions.values("created_at")[:1],
            latest_revision=revisions.reverse().values("pk")[:1],
            first_published_at=Coalesce(
                Subquery(imported.values("revision__created_at")[:1]),
                Subquery(publishing.values("at")[:1]),
            ),
            judged_revision=Coalesce(
                Subquery(publishing.reverse().values("revision")[:1]),
                Subquery(imported.values("revision")[:1]),
            ),
            logged_hidden=events.filter(kind=Event.Kind.HIDDEN).values("at")[:1],
        )
        .order_by("pk")
    )
    for comment in comments.iterator(chunk_size=BATCH):
        where = f"comment {comment.pk}"
        if (comment.logged_state, comment.logged_version) != (comment.state, comment.version):
            yield BrokenLink(where, "its state is not the one the log left it in")
        if comment.revision_id != comment.latest_revision:
            yield BrokenLink(where, "its text is not the last its author wrote")
        if comment.published_revision_id != comment.judged_revision:
            yield BrokenLink(where, "the text on line is not the one that was judged")
        if (comment.created_at, comment.published_at) != (
            comment.written_at,
            comment.first_published_at,
        ):
            yield BrokenLink(where, "its dates are not those of the log")
        if comment.hidden_at or (comment.logged_hidden and comment.state == "published"):
            comment.refresh_from_db(fields=["hidden_at"])
            standing = comment.decisions.standing()
            if comment.hidden_at != comment.hidden_since(standing):
                yield BrokenLink(where, "whether it is hidden is not what the log says")
        if comment.html and not _shows(comment):
            yield BrokenLink(where, "the words on line are not those that were judged")


def _shows(comment) -> bool:
    """Whether a comment's HTML says the text that was judged, and nothing else."""
    text = comment.published_revision.text
    if comment.html_renderer == RENDERER:
        return comment.html == render(text)
    # Made by another version of render(): its words and its cleanness are what can be judged.
    words = unescape(strip_tags(comment.html)).split()
    return words == text.split() and sanitize(comment.html, tags=("p", "br")) == comment.html

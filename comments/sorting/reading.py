"""Read what waits with the serving model, and keep each comment's place in the queue: a bounded number at a time."""

from collections import Counter

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..models import Comment, Decision, Reading, TriageModel, TriageSettings
from ..rules.likeness import are_near
from ..rules.triage import ranks
from ..rules.triage.model import Model, Unreadable
from ..rules.triage.places import places
from ..rules.triage.ranks import Rank
from ..triage.memory import moved
from .lessons import NO_CLAUSE, NOT_LEARNED

READ_MOST = 2000  # comments of one step, at 1.2 ms each
RAISED_MOST = 5000
BATCH = 200  # of one transaction: whoever decides meanwhile waits for no more
REMEMBERED = 2000  # of the latest decisions, whose texts are compared with each one


def read_waiting(*, at=None, most: int = READ_MOST) -> int:
    """Read the oldest comments that the serving model has not read; return how many. Nobody serves: 0."""
    at = at or timezone.now()
    serving = TriageModel.objects.in_force().first()
    if serving is None:
        return 0
    waiting = _unread(serving, most)
    if not waiting:
        return 0
    try:
        model = Model.unpacked(bytes(serving.packed))
    except Unreadable:
        return 0  # of an older release: the next training makes one that can be read
    memory, promised = _memory(), TriageSettings.objects.current().promised
    for start in range(0, len(waiting), BATCH):
        some = waiting[start : start + BATCH]
        readings = [_reading(comment, model, serving, memory, at) for comment in some]
        places_of = {
            comment.pk: ranks.rank(
                Rank(reading.band), comment.pk, waited=at - comment.created_at, promised=promised
            )
            for comment, reading in zip(some, readings, strict=True)
        }
        _keep(readings, places_of)
    return len(waiting)


def raise_due(*, at=None, most: int = RAISED_MOST) -> int:
    """Put those that waited a part of the promised time with the first, whatever their score; return how many."""
    at = at or timezone.now()
    if not TriageModel.objects.in_force().exists():
        return 0
    since = at - TriageSettings.objects.current().promised * ranks.PATIENCE
    raised = 0
    for rank in (Rank.HIGH, Rank.MIDDLE, Rank.LOW):
        due = Comment.objects.pending().filter(queue_rank=rank, created_at__lte=since)
        while some := list(due.values_list("pk", flat=True)[: min(BATCH, most - raised)]):
            raised += Comment.objects.filter(pk__in=some).update(queue_rank=Rank.DUE)
    return raised


def _unread(serving, most):
    """Return the oldest waiting comments without a reading of this model."""
    read = Reading.objects.filter(revision=OuterRef("revision"), model=serving)
    waiting = Comment.objects.pending().filter(~Exists(read), revision__isnull=False)
    return list(
        waiting.select_related("revision").only("revision__text", "created_at", "simhash")[:most]
    )


def _memory():
    """Return [(simhash, rule or None)] of what was decided lately."""
    lately = Decision.objects.standing().filter(kind__in=["approve", "reject", "remove"])
    rows = lately.values_list("comment__simhash", "kind", "clause__key")[:REMEMBERED]
    return [
        (simhash, None if kind == "approve" else key or NO_CLAUSE)
        for simhash, kind, key in rows
        if simhash is not None and key not in NOT_LEARNED
    ]


def _reading(comment, model, serving, memory, at):
    text = comment.revision.text
    told = model.read(text)
    near = Counter(
        rule
        for simhash, rule in memory
        if comment.simhash is not None and are_near(comment.simhash, simhash)
    )
    score = moved(told.score, near)
    rule = max(near, key=near.get) if near else told.rule
    bands = {band: model.figures.get(band, 1.0) for band in ("high", "middle")}
    return Reading(
        revision=comment.revision,
        model=serving,
        score=score,
        band=ranks.band(score, **bands),
        rule=(rule or "")[:50],
        words=_offsets(text, told.words),
        words_for=_offsets(text, told.against),
        at=at,
    )


def _offsets(text, words):
    return [[place.start, place.end] for place in places(text, words)]


@transaction.atomic
def _keep(readings, places_of):
    Reading.objects.bulk_create(
        readings,
        update_conflicts=True,
        unique_fields=["revision"],
        update_fields=["model", "score", "band", "rule", "words", "words_for", "at"],
    )
    for rank in Rank:
        some = [pk for pk, its_rank in places_of.items() if its_rank == rank]
        Comment.objects.filter(pk__in=some).exclude(queue_rank=rank).update(queue_rank=rank)

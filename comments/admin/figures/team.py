"""The figures of the team, for the lead moderator: number, speed and reversals of decisions."""

from collections import defaultdict, deque
from datetime import timedelta
from statistics import median, quantiles

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone

from ...models import Appeal, Decision, Event, Signature

PERIODS = (7, 30, 90)  # days
MOST_TIMES = 20_000  # latest decisions of the period whose seconds enter the median
MINUTE = timedelta(minutes=1)
READ_IN_A_MINUTE = 20  # comments at most: three seconds for the shortest


def figures(days: int, *, at=None) -> list[dict]:
    """Return one row a member of the team who acted in these days, the busiest first.

    `seconds` and `slow_seconds` are the median and the 90th percentile from card to decision, over the
    latest MOST_TIMES. `busiest` is the most decisions in any minute, `busiest_at` its last one: a bulk has no
    seconds, and shows here. `answered` counts the appeals against this person's decisions that were answered in
    these days, `reversed` the granted ones among them. Every figure can be counted again from the register.
    """
    since = (at or timezone.now()) - timedelta(days=days)
    acts = Decision.objects.filter(at__gte=since)
    rows, judged, times = _counts(acts), _reversals(since), _times(acts)
    busiest = _busiest_minutes(acts)
    held = Event.objects.filter(kind=Event.Kind.ESCALATED, at__gte=since)
    held = dict(held.order_by().values_list("by").annotate(Count("pk")))
    people = get_user_model().objects.in_bulk({*rows, *judged})
    signatures = Signature.objects.in_bulk(people)
    empty = dict.fromkeys(("decisions", "published", "against", "kept", "undone"), 0)
    table = [
        {
            "person": person,
            "signature": signatures.get(pk),
            **(rows.get(pk) or empty),
            **(judged.get(pk) or {"answered": 0, "reversed": 0}),
            "held": held.get(f"user:{pk}", 0),
            **_pace(times[pk]),
            "busiest": busiest.get(pk, (0, None))[0],
            "busiest_at": busiest.get(pk, (0, None))[1],
        }
        for pk, person in people.items()
    ]
    return sorted(table, key=lambda row: -row["decisions"])


def _counts(acts):
    """Return {person id: the number of their decisions of each sort}."""
    kinds = Decision.Kind
    rows = (
        acts.order_by()
        .values("by")
        .annotate(
            decisions=Count("pk", filter=~Q(kind=kinds.UNDO)),
            published=Count("pk", filter=Q(kind__in=[kinds.APPROVE, kinds.RESTORE])),
            against=Count("pk", filter=Q(kind__in=[kinds.REJECT, kinds.REMOVE])),
            kept=Count("pk", filter=Q(kind__in=[kinds.KEEP, kinds.UPHOLD])),
            undone=Count("pk", filter=Q(kind=kinds.UNDO)),
        )
    )
    return {row.pop("by"): row for row in rows}


def _reversals(since):
    """Return {person id: how many appeals against them were answered since, how many granted}."""
    kinds = Decision.Kind
    answered = Appeal.objects.exclude(answer=None, ruling=None).filter(
        Q(answer__at__gte=since) | Q(ruling__at__gte=since)
    )
    reversal = (
        Q(answer__kind=kinds.RESTORE, notice=None)
        | Q(answer__kind=kinds.REMOVE, notice__isnull=False)
        | Q(ruling__kind="lift")
    )
    rows = (
        answered.order_by()
        .values("contested_by")
        .annotate(answered=Count("pk"), reversed=Count("pk", filter=reversal))
    )
    return {row.pop("contested_by"): row for row in rows}


def _times(acts):
    """Return {person id: the seconds from card to decision}, over the latest MOST_TIMES."""
    times = defaultdict(list)
    known = acts.exclude(kind=Decision.Kind.UNDO).filter(seconds_taken__isnull=False)
    for by, seconds in known.order_by("-at").values_list("by", "seconds_taken")[:MOST_TIMES]:
        times[by].append(seconds)
    return times


def _busiest_minutes(acts):
    """Return {person id: (the most decisions in any minute, when its last one was)}.

    It looks at the latest MOST_TIMES, from the newest on: a minute ends with the first decision it meets.
    """
    minutes, busiest = defaultdict(deque), {}
    taken = acts.exclude(kind=Decision.Kind.UNDO).order_by("-at")
    for by, at in taken.values_list("by", "at")[:MOST_TIMES]:
        minute = minutes[by]
        minute.append(at)
        while minute[0] - at >= MINUTE:
            minute.popleft()
        if len(minute) > busiest.get(by, (0, None))[0]:
            busiest[by] = len(minute), minute[0]
    return busiest


def _pace(seconds):
    if not seconds:
        return {"seconds": None, "slow_seconds": None}
    slow = quantiles(seconds, n=10)[-1] if len(seconds) > 1 else seconds[0]
    return {"seconds": round(median(seconds)), "slow_seconds": round(slow)}

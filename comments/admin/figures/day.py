"""The day at a glance: what waits, what came and is expected hour by hour, who is here, where readers write."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Q
from django.utils import timezone

from articles.models import Article

from ...models import Comment, Decision, Lease, Notice, Thresholds
from ...models.waiting import COUNTED, waiting
from ...register.months import received
from ..lanes import LANES, Selection, in_lane, told

SINCE = {  # which moment tells how long the oldest of a lane has waited
    "pending": "created_at",
    "escalated": "escalated_at",
    "appealed": "appealed_at",
}
FIRST = [Decision.Kind.APPROVE, Decision.Kind.REJECT]  # what takes a comment out of the queue
WEEKS = 4  # before this one, whose same weekday says what to expect
HERE = timedelta(minutes=15)  # since a colleague's last decision
HOUR = timedelta(hours=1)
MOST_TIMES = 20_000  # decisions of a day whose times are told, and comments whose articles are
ARTICLES_MOST = 10
COLUMN, CHART_HEIGHT = 20, 120  # units of the chart


@dataclass
class Hour:
    """One hour of the day; `expected` is None where no earlier week is known."""

    start: datetime
    received: int
    decided: int
    expected: float | None = None


def lanes(now) -> list[dict]:
    """Return for each lane how many wait, since when the oldest, and how many are late."""
    return [
        {
            "label": LANES[name][0],
            "address": Selection(lane=name).list_address,
            "count": count,
            "told": told(count),
            "oldest": oldest_of(name),
            "late": late_in(name, now),
        }
        for name, count in waiting().items()
    ]


def oldest_of(lane):
    """Return since when the oldest comment of a lane has waited; None if none does."""
    if lane == "reported":
        notices = Notice.objects.open().filter(comment__state=Comment.State.PUBLISHED)
        return notices.order_by("at").values_list("at", flat=True).first()
    return in_lane(lane).values_list(SINCE[lane], flat=True).first()


def late_in(lane, now):
    """Return how many comments of a lane missed their deadline; 0 if it has none."""
    if lane == "reported":
        return in_lane(lane).filter(due_at__lte=now).count()
    if lane == "appealed":
        hours = timedelta(hours=Thresholds.objects.current().appeal_hours)
        return in_lane(lane).filter(appealed_at__lte=now - hours).count()
    return 0


def hours(now) -> list[Hour]:
    """Return the hours of the site's day, with what came and was decided, and what is expected.

    Expected is the mean of the same hour on the same weekday of the WEEKS before, as far as comments go back.
    """
    starts = _starts(now)
    came = _by_hour(received(), "created_at", starts)
    done = _by_hour(Decision.objects.standing().filter(kind__in=FIRST), "at", starts)
    day = [Hour(*each) for each in zip(starts, came, done, strict=True)]
    here = timezone.localtime(now)  # a week before is the same hour of the clock
    before = [_starts(here - timedelta(weeks=week + 1)) for week in range(WEEKS)]
    oldest = received().order_by("created_at").values_list("created_at", flat=True).first()
    weeks = [_of_each_hour(starts) for starts in before if oldest and oldest <= starts[0]]
    for hour in day if weeks else []:
        known = [week[hour.start.hour] for week in weeks if hour.start.hour in week]
        hour.expected = sum(known) / len(known) if known else 0.0
    return day


def _of_each_hour(starts):
    """Return {hour of the clock: how many came}; an hour that the clock has twice counts once."""
    numbers = _by_hour(received(), "created_at", starts)
    return {start.hour: number for start, number in zip(starts, numbers, strict=True)}


def _starts(now):
    """Return when each hour of this local day begins: 23 or 25 of them where the clocks change."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight]
    while (following := _an_hour_after(starts[-1])).date() == midnight.date():
        starts.append(following)
    return starts


def _an_hour_after(at):
    """Return the moment an hour later; adding to a local time would move its hand, whatever the clock does."""
    return timezone.localtime(at.astimezone(UTC) + HOUR)


def _by_hour(rows, column, starts):
    """Return how many rows fall into each hour, in one query over the day alone."""
    ends = [*starts[1:], _an_hour_after(starts[-1])]
    counts = {
        f"hour_{number}": Count("pk", filter=Q(**{f"{column}__gte": start, f"{column}__lt": end}))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    }
    of_the_day = rows.filter(**{f"{column}__gte": starts[0], f"{column}__lt": ends[-1]})
    return list(of_the_day.order_by().aggregate(**counts).values())


def forecast(day, now, queue) -> dict:
    """Return how many comments are still expected today, and by which hour the queue would be empty at this pace.

    `expected` is None if no week is known. `is_told` says whether the second can be told: a week is known, the last hour
    had a decision, and no more wait than are counted; then `empty_at` is None if the queue would outlast the day.
    """
    ahead = [
        (hour, hour.expected * _part_ahead(hour, now))
        for hour in day
        if hour.expected is not None and _an_hour_after(hour.start) > now
    ]
    known = bool(day) and day[0].expected is not None
    decided = Decision.objects.standing().filter(kind__in=FIRST)
    pace = decided.filter(at__gt=now - HOUR, at__lte=now).count()
    is_told = bool(known and pace and queue <= COUNTED)
    left, empty_at = queue, None
    for hour, coming in ahead if is_told else []:
        left += coming - pace * _part_ahead(hour, now)
        if left <= 0:
            empty_at = _an_hour_after(hour.start)
            break
    expected = round(sum(coming for _hour, coming in ahead)) if known else None
    return {"expected": expected, "pace": pace, "is_told": is_told, "empty_at": empty_at}


def _part_ahead(hour, now):
    """Return which part of an hour is still to come: from 0 to 1."""
    return min(1.0, (_an_hour_after(hour.start) - now.astimezone(UTC)) / HOUR)


def times(now) -> dict:
    """Return the median minutes from a text to its first decision today, and those of nine in ten; None without any."""
    decided = Decision.objects.standing().filter(kind__in=FIRST, at__gte=_starts(now)[0])
    pairs = decided.order_by("-at").values_list("at", "revision__created_at")[:MOST_TIMES]
    minutes = [(at - written).total_seconds() / 60 for at, written in pairs]
    if not minutes:
        return {"usual": None, "slow": None}
    slow = quantiles(minutes, n=10, method="inclusive")[-1] if len(minutes) > 1 else minutes[0]
    return {"usual": round(median(minutes)), "slow": round(slow)}


def present(now) -> list[dict]:
    """Return who reads a card now or decided lately: how many cards they hold, and their decisions since HERE."""
    held = Lease.objects.running(now).order_by().values_list("by").annotate(Count("pk"))
    lately = Decision.objects.filter(at__gt=now - HERE).order_by().values_list("by")
    held, lately = (
        dict(held),
        {by: (n, at) for by, n, at in lately.annotate(Count("pk"), Max("at"))},
    )
    people = get_user_model().objects.in_bulk({*held, *lately})
    found = [
        {
            "person": person,
            "cards": held.get(pk, 0),
            "decisions": lately.get(pk, (0, None))[0],
            "last_at": lately.get(pk, (0, None))[1],
        }
        for pk, person in people.items()
    ]
    return sorted(found, key=lambda row: (-row["decisions"], -row["cards"], row["person"].pk))


def busiest(now) -> list[dict]:
    """Return the articles that got most comments today, with how many of those wait or were refused.

    They are counted here: grouped by the database, SQLite reads the comments of all days, article by article.
    """
    of_today = received().filter(created_at__gte=_starts(now)[0]).order_by("-created_at")
    came = of_today.values_list("comment__article", "comment__state")[:MOST_TIMES]
    states = defaultdict(Counter)
    for article, state in came.iterator():
        states[article][state] += 1
    most = sorted(states, key=lambda article: (-states[article].total(), article))[:ARTICLES_MOST]
    articles = Article.objects.select_related("section").in_bulk(most)
    return [
        {
            "article": articles[key],
            "list": Selection(article=str(key)).list_address,
            "received": states[key].total(),
            "waiting": states[key][Comment.State.PENDING],
            "refused": states[key][Comment.State.REJECTED],
        }
        for key in most
    ]


def chart(day) -> dict:
    """Return the bars of the day's chart: what came, and above it the line of what was expected."""
    most = max([hour.received for hour in day] + [hour.expected or 0 for hour in day] + [1])
    bars = [
        {
            "x": number * COLUMN + 2,
            "height": round(CHART_HEIGHT * hour.received / most, 1),
            "y": round(CHART_HEIGHT * (1 - hour.received / most), 1),
            "expected_y": round(CHART_HEIGHT * (1 - (hour.expected or 0) / most), 1),
            "is_expected": bool(hour.expected),
            "label": hour.start.hour if number % 3 == 0 else "",
        }
        for number, hour in enumerate(day)
    ]
    return {"bars": bars, "width": COLUMN * len(day), "bar": COLUMN - 4, "most": round(most)}

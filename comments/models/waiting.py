"""What a moderator's lists tell above themselves, in one query: how much waits, and what is one's own there."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .appeal import Appeal
from .comment import Comment
from .decision import Decision
from .notice import Notice
from .saved_filter import SavedFilter
from .triage import TriageModel, TriageSettings

WAITING_LANES = ("pending", "reported", "escalated", "appealed")
COUNTED = 500  # comments of a lane; beyond, one more is told, however many wait


def waiting():
    """Return {lane: how many comments wait in it, at most COUNTED + 1}."""
    return _counted(_lanes(COUNTED + 1))


@dataclass(frozen=True)
class Desk:
    """What a moderator's lists tell above themselves."""

    counts: dict[str, int]  # as of waiting()
    keeps_filters: bool
    can_undo: bool
    order: str  # of the first lane: "sorted" by triage; else by arrival, because it is "off", "untaught" or "unsure"

    @property
    def is_sorted(self):
        return self.order == "sorted"


def at_the_desk(by) -> Desk:
    """Return how much waits, what this moderator keeps and may undo, and in which order the first lane stands."""
    since = timezone.now() - timedelta(seconds=settings.UNDO_SECONDS)
    held = Comment.objects.escalated().filter(escalated_by=by, escalated_at__gt=since)
    found = _counted(
        {
            **_lanes(COUNTED + 1),
            "filters": _part(SavedFilter.objects.filter(by=by), 1),
            "decided": _part(Decision.objects.undoable(by), 1),
            "held": _part(held, 1),
            **_triage(),
        }
    )
    return Desk(
        counts={lane: found[lane] for lane in WAITING_LANES},
        keeps_filters=bool(found["filters"]),
        can_undo=bool(found["decided"] or found["held"]),
        order=_order(found),
    )


def queue_order() -> str:
    """Return in which order the first lane stands, as of `Desk.order`."""
    return _order(_counted(_triage()))


def _order(found):
    if found["is_off"]:
        return "off"
    if found["serves"]:
        return "sorted"
    return "unsure" if found["is_taught"] else "untaught"


@cache  # their SQL is always the same, and making it took a third of the page
def _lanes(most):
    # Those of `reported` and `appealed`, found from what waits: they would all be listed before the first is counted.
    notices = Notice.objects.open().filter(comment__state=Comment.State.PUBLISHED)
    return {
        "pending": _part(Comment.objects.pending(), most),
        "reported": _part(notices, most, "comment"),
        "escalated": _part(Comment.objects.escalated(), most),
        "appealed": _part(Appeal.objects.open(), most, "comment"),
    }


@cache
def _triage():
    models = TriageModel.objects
    return {
        "is_off": _part(TriageSettings.objects.filter(is_on=False), 1),
        "serves": _part(models.serving(), 1),
        "is_taught": _part(models.exclude(verdict=TriageModel.Verdict.FEW), 1),
    }


def _part(rows, most, each="pk"):
    """Return (SQL, values) of the rows, at most so many; without an order, so that the oldest need not be found."""
    rows = rows.order_by().values(each)
    return (rows if each == "pk" else rows.distinct())[:most].query.sql_with_params()


def _counted(parts):
    """Return {name: how many rows}, in one query."""
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS part)" for sql, _values in parts.values())  # noqa: S608, our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [v for _sql, values in parts.values() for v in values])
        return dict(zip(parts, cursor.fetchone(), strict=True))

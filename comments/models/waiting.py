"""What a moderator's lists tell above themselves, in one query: how much waits, and what is one's own there."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from .comment import Comment
from .decision import Decision
from .saved_filter import SavedFilter

WAITING_LANES = ("pending", "reported", "escalated", "appealed")
COUNTED = 1000  # comments of a lane; beyond, one more is told, however many wait


def waiting():
    """Return {lane: how many comments wait in it, at most COUNTED + 1}."""
    return _counted(_lanes())


def at_the_desk(by):
    """Return (`waiting()`, whether this moderator keeps filters, whether they can still undo an act)."""
    since = timezone.now() - timedelta(seconds=settings.UNDO_SECONDS)
    held = Comment.objects.escalated().filter(escalated_by=by, escalated_at__gt=since)
    found = _counted(
        {
            **_lanes(),
            "filters": SavedFilter.objects.filter(by=by)[:1],
            "decided": Decision.objects.undoable(by)[:1],
            "held": held[:1],
        }
    )
    counts = {lane: found[lane] for lane in WAITING_LANES}
    return counts, bool(found["filters"]), bool(found["decided"] or found["held"])


def _lanes():
    # Without an order: the oldest of the lane need not be found first.
    return {
        lane: getattr(Comment.objects, lane)().order_by()[: COUNTED + 1] for lane in WAITING_LANES
    }


def _counted(parts):
    """Return {name: how many rows}, in one query."""
    queries = [rows.values("pk").query.sql_with_params() for rows in parts.values()]
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS part)" for sql, _values in queries)  # noqa: S608, our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [v for _sql, values in queries for v in values])
        return dict(zip(parts, cursor.fetchone(), strict=True))

"""Which months of the public register are counted anew, and when: by the periodic work, not by pages."""

from datetime import timedelta

from django.utils import timezone

from ..models import RegisterMonth
from . import figures
from .months import after, begins, first, month_of

EACH = timedelta(hours=1)  # a month that still changes
SETTLED_AFTER = timedelta(
    days=2
)  # from a month's end: its last day of refusals is filed, its last undo is past


def count_due(at=None):
    """Count the months that are due; of those of the past that nobody counted yet, the newest.

    So that a site with years of comments does not count them all within one minute, and first shows what is recent.
    """
    at = at or timezone.now()
    due = months_due(at)
    past = [month for month in due if month < _before(at)]
    for month in [*past[-1:], *due[len(past) :]]:
        count(month, at=at)


def months_due(at) -> list:
    """Return the months whose figures are missing or too old, the oldest first."""
    month, now = first(), month_of(at)
    if month is None:
        return []
    counted = dict(RegisterMonth.objects.values_list("month", "computed_at"))
    due = []
    while month <= now:
        if _is_due(month, counted.get(month), at):
            due.append(month)
        month = after(month)
    return due


def count(month, *, at=None):
    """Count a month and keep its figures; what stands there already is not written again."""
    at = at or timezone.now()
    counted = {"figures": figures.of_month(month), "computed_at": at}
    return RegisterMonth.objects.update_or_create(month=month, defaults=counted)[0]


def _is_due(month, computed_at, at):
    if computed_at is None:
        return True
    settled = begins(after(month)) + SETTLED_AFTER
    if at >= settled:
        return computed_at < settled
    return at - computed_at >= EACH


def _before(at):
    return month_of(at - SETTLED_AFTER)

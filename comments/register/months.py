"""Months of the public register, as the site's time zone has them."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from ..models import Event, RegisterMonth, Revision


def month_of(at=None) -> date:
    """Return the first day of a moment's month; of this month by default."""
    return timezone.localdate(at).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def begins(month: date) -> datetime:
    """Return the moment at which a month begins."""
    return timezone.make_aware(datetime(month.year, month.month, 1))


def bounds(month: date) -> tuple[datetime, datetime]:
    """Return the moments at which a month begins and ends; the second is not of it."""
    return begins(month), begins(after(month))


def first() -> date | None:
    """Return the first month of the register; None if nothing was ever logged.

    That is the first one counted, else that of the first link or of the first comment received here.
    """
    if counted := RegisterMonth.objects.order_by("month").first():
        return counted.month
    link = Event.objects.order_by("sequence").values_list("at", flat=True).first()
    comment = received().order_by("created_at").values_list("created_at", flat=True).first()
    known = [at for at in (link, comment) if at]
    return month_of(min(known)) if known else None


def received():
    """Return the first text of each comment that was sent here, not taken over from another site."""
    # Not asked of each comment by itself: of a site that took none over, the list is empty.
    imported = Event.objects.filter(kind=Event.Kind.IMPORTED, comment__isnull=False)
    return Revision.objects.exclude(comment__in=imported.values("comment")).filter(number=1)

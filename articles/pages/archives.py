"""The archives: every day that something appeared, by year, month and day; the same for every reader."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate, TruncMonth
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import Article
from .articles import public

DAY_MOST = 500  # articles of one day on its page


@require_safe
@public
def archives(request):
    """The years that have something, newest first."""
    starts = Article.objects.visible().datetimes("published_at", "year", order="DESC")
    return _page(request, years=[start.year for start in starts])


@require_safe
@public
def year(request, year):
    """The months of a year that have something, with how many."""
    found = _between(_day(year, 1, 1), _day(year + 1, 1, 1))
    months = found.annotate(start=TruncMonth("published_at")).values("start")
    months = list(months.annotate(n=Count("pk")).order_by("-start"))
    if not months:
        raise Http404
    return _page(request, year=_day(year, 1, 1), months=months)


@require_safe
@public
def month(request, year, month):
    """The days of a month that have something, with how many."""
    start = _day(year, month, 1)
    end = _day(year + month // 12, month % 12 + 1, 1)
    days = _between(start, end).annotate(day=TruncDate("published_at")).values("day")
    days = list(days.annotate(n=Count("pk")).order_by("-day"))
    if not days:
        raise Http404
    return _page(request, month=start, days=days)


@require_safe
@public
def day(request, year, month, day):
    """What appeared on one day, newest first; the days before and after it that have something."""
    today = _day(year, month, day)
    tomorrow = today + timedelta(days=1)
    articles = list(_between(today, tomorrow).latest_first().for_teasers()[:DAY_MOST])
    if not articles:
        raise Http404
    visible = Article.objects.visible()
    before = visible.filter(published_at__lt=_instant(today)).aggregate(at=Max("published_at"))[
        "at"
    ]
    after = visible.filter(published_at__gte=_instant(tomorrow)).aggregate(at=Min("published_at"))[
        "at"
    ]
    context = {
        "day": today,
        "articles": articles,
        "before": before and timezone.localtime(before).date(),
        "after": after and timezone.localtime(after).date(),
    }
    return _page(request, **context)


def _page(request, **told):
    """Return the page of all archives, of a year, of a month or of a day."""
    context = {"year": None, "month": None, "day": None, **told}
    return render(request, "articles/archives.html", context)


def _day(year, month, day):
    """Return a day newspapers had; 404 for what is none, and for the calendar's own ends."""
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if not 1600 < year < 3000:
        raise Http404
    return found


def _instant(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _between(start, end):
    found = Article.objects.visible().order_by()
    return found.filter(published_at__gte=_instant(start), published_at__lt=_instant(end))

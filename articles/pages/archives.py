"""The archives by year, month and day: every day with an article, the same for all readers."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate, TruncMonth
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..cache_headers import public
from ..models import Article

DAY_MOST = 500  # articles of one day on its page


@require_safe
@public
def archives(request):
    """Show the years with articles, newest first."""
    starts = Article.objects.visible().datetimes("published_at", "year", order="DESC")
    return _page(request, years=[start.year for start in starts])


@require_safe
@public
def year(request, year):
    """Show the months of a year with their numbers of articles."""
    found = _between(_day(year, 1, 1), _day(year + 1, 1, 1))
    months = found.annotate(start=TruncMonth("published_at")).values("start")
    months = list(months.annotate(n=Count("pk")).order_by("-start"))
    if not months:
        raise Http404
    return _page(request, year=_day(year, 1, 1), months=months)


@require_safe
@public
def month(request, year, month):
    """Show the days of a month with their numbers of articles."""
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
    """Show the articles of a day, newest first, with links to the nearest days that have some."""
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
    return _page(
        request,
        day=today,
        articles=articles,
        before=before and timezone.localtime(before).date(),
        after=after and timezone.localtime(after).date(),
    )


def _page(request, **parts):
    """Render the page of all archives, of a year, of a month or of a day."""
    context = {"year": None, "month": None, "day": None, **parts}
    return render(request, "articles/archives.html", context)


def _day(year, month, day):
    """Return the date; raise 404 if there is no such day, or its year cannot be a newspaper's."""
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

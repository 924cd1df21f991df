"""The archives by year, month and day: every day with an article, the same for all readers."""

from calendar import Calendar
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..cache_headers import public
from ..freshness import kept
from ..models import Article
from ..models.stories import count_stories

DAY_MOST = 500  # articles of one day on its page


@require_safe
@public
def archives(request):
    """Show the years with articles, newest first."""
    return _page(request, years=kept("years of the archives", _years))


@require_safe
@public
def year(request, year):
    """Show the months of a year with their numbers of articles."""
    starts = [_day(year, month, 1) for month in range(1, 13)]
    months = kept(("archives of", year), lambda: _counted([*starts, _day(year + 1, 1, 1)]))
    if not months:
        raise Http404
    return _page(request, year=_day(year, 1, 1), months=months)


@require_safe
@public
def month(request, year, month):
    """Show the calendar of a month: its days with their numbers of articles, and the months beside it that have some."""
    start = _day(year, month, 1)
    end = _day(year + month // 12, month % 12 + 1, 1)
    starts = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    days = kept(("archives of", year, month), lambda: _counted(starts))
    if not days:
        raise Http404
    by_day = {span["start"]: span for span in days}
    weeks = [
        [(day, by_day.get(day)) if day.month == month else None for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]
    before, after = kept(("archives beside", year, month), lambda: _beside(start, end))
    return _page(request, month=start, weeks=weeks, before=before, after=after)


@require_safe
@public
def day(request, year, month, day):
    """Show the articles of a day, newest first, with links to the nearest days that have some."""
    today = _day(year, month, day)
    tomorrow = today + timedelta(days=1)
    articles = _between(today, tomorrow).read_in(get_language()).latest_first()
    articles = list(articles.for_teasers().with_languages()[:DAY_MOST])
    if not articles:
        raise Http404
    before, after = _beside(today, tomorrow)
    return _page(request, day=today, articles=articles, before=before, after=after)


def _beside(start, end):
    """Return the nearest days with an article before and after a span of days; None for one that is not there."""
    visible = Article.objects.visible()
    before = _instants(visible.filter(published_at__lt=_instant(start)), "-published_at").first()
    after = _instants(visible.filter(published_at__gte=_instant(end)), "published_at").first()
    return [at and timezone.localtime(at).date() for at in (before, after)]


def _instants(articles, order):
    """Return when they appeared, in this order: of the first, the index tells. A MAX() would read every row."""
    return articles.order_by(order).values_list("published_at", flat=True)


def _years():
    """Return the years with articles, newest first: from one year's newest article to the one before that year."""
    years, newest = [], Article.objects.visible()
    while (at := _instants(newest, "-published_at").first()) is not None:
        years.append(timezone.localtime(at).year)
        newest = Article.objects.visible().filter(published_at__lt=_instant(date(years[-1], 1, 1)))
    return years


def _counted(starts):
    """Return [{start, n}] of the spans between these days that have articles, the newest first; n counts stories.

    Bounds are compared, no date is worked out for each article: a year may have a hundred thousand.
    """
    spans = list(pairwise(starts))
    counts = _between(starts[0], starts[-1]).aggregate(
        **{
            f"n{number}": count_stories(
                filter=Q(published_at__gte=_instant(start), published_at__lt=_instant(end))
            )
            for number, (start, end) in enumerate(spans)
        }
    )
    found = [
        {"start": start, "n": counts[f"n{number}"]} for number, (start, _end) in enumerate(spans)
    ]
    return [span for span in reversed(found) if span["n"]]


def _page(request, **parts):
    """Render the page of all archives, of a year, of a month or of a day."""
    context = {"year": None, "month": None, "day": None, "today": timezone.localdate(), **parts}
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

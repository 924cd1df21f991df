"""When a page next changes by the clock, without anybody's act."""

from datetime import timedelta

from django.db.models import Min, Q
from django.utils import timezone

from ..models import Article, Breaking, Pick
from .changes import HOUSE, NEWS, changes

CLOCKS = []  # other apps' own: each returns its next instant after the one given, or None
_last = None  # (moment, the instant): what was found last


def next_instant():
    """Return the next instant at which any page changes by itself.

    An article scheduled or under embargo appears, the line above every page begins or ends, an editor's pick ends, a
    charter comes into force, or the hour turns: pages say «aujourd’hui», and their forms bear the hour's stamp.
    """
    global _last
    now = timezone.now()
    if _last and now < _last[1] and changes.stands((HOUSE, NEWS), _last[0]):
        return _last[1]
    moment = changes.moment
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    instant = min(filter(None, [hour, *_announced(now), *(clock(now) for clock in CLOCKS)]))
    _last = moment, instant
    return instant


def _announced(now):
    published = Article.objects.filter(status=Article.Status.PUBLISHED)
    scheduled = published.filter(published_at__gt=now).order_by("published_at")
    yield scheduled.values_list("published_at", flat=True).first()
    held = published.filter(embargo_until__gt=now).order_by("embargo_until")
    yield held.values_list("embargo_until", flat=True).first()
    lines = Breaking.objects.filter(until__gt=now)
    yield from lines.aggregate(
        begins=Min("since", filter=Q(since__gt=now)), ends=Min("until")
    ).values()
    yield Pick.objects.filter(until__gt=now).aggregate(ends=Min("until"))["ends"]

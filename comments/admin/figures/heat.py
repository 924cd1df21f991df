"""Discussions that heat up: where much more is refused than before, or alerts come all at once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from articles.models import Article

from ...models import Decision, Notice, SlowMode
from ...rules.decided.heat import Heat, heat
from ...rules.weights import BURST

LATELY = timedelta(days=2)  # decisions that are looked at
DECISIONS_MOST = 5000  # of them, the latest
SHOWN_MOST = 20


@dataclass
class Discussion:
    """One article and what its readers do there."""

    article: Article
    heat: Heat | None = None
    alerts: int = 0  # of different readers within the last hour, if they are many
    slow: SlowMode | None = None


def discussions(now) -> list[Discussion]:
    """Return those that are slowed, and those that heat up, the hottest first."""
    hot, bursts = _hot(now), _bursts(now)
    slow = {each.article_id: each for each in SlowMode.objects.select_related("by")}
    articles = Article.objects.select_related("section").in_bulk({*hot, *bursts, *slow})
    found = [
        Discussion(article, hot.get(pk), bursts.get(pk, 0), slow.get(pk))
        for pk, article in articles.items()
    ]
    found.sort(
        key=lambda each: (each.slow is None, -(each.heat.refused if each.heat else 0), -each.alerts)
    )
    return found[:SHOWN_MOST]


def _hot(now):
    """Return {article: its heat}."""
    first = Decision.objects.standing().filter(kind__in=["approve", "reject"], at__gt=now - LATELY)
    rows = first.order_by("-at", "-pk").values_list("comment__article", "kind")[:DECISIONS_MOST]
    of_each = defaultdict(list)
    for article, kind in rows:
        of_each[article].append(kind == Decision.Kind.REJECT)
    everything = [refused for each in of_each.values() for refused in each]
    usual = sum(everything) / len(everything) if everything else 0.0
    told = {article: heat(refused, usual) for article, refused in of_each.items()}
    return {article: its_heat for article, its_heat in told.items() if its_heat}


def _bursts(now):
    """Return {article: how many readers alerted within the hour}, where they are BURST or more."""
    counted = (
        Notice.objects.at_once(now)
        .values("comment__article")
        .annotate(readers=Count("sender", distinct=True))
    )
    many = counted.filter(readers__gte=BURST)
    return dict(many.values_list("comment__article", "readers"))

"""Queries on articles: visible ones, their order, their teasers.

One version of each story: stories.py.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from . import keyset, search_index
from .standing import Standing, condition_of
from .stories import ToldOnce

TEASER_PARTS = ("section", "source", "lead_image", "credits")  # the other rows that a teaser shows
LATEST_FIRST = ["-published_at", "-pk"]


class ArticleQuerySet(ToldOnce, models.QuerySet):
    def visible(self, at=None):
        """Return the articles that readers may see at that time.

        Published, its date reached, its embargo (if any) past. No job makes it so: each query asks the clock, and a
        page in memory ends at that instant. A section or source hides nothing. If you change it, change too: standing.py
        (the other states), workflow.py (has it appeared? is a correction's date told?), article.py (search_fields),
        freshness/due.py and freshness/triggers.py (pages in memory), portal/feeds/websub.py, portal/moving/exporter.py.
        What the desk says of it asks the same clock: intake/newer_version.py and ingest.py (is it held?),
        admin/article_form.py (does it go out?). For how long caches elsewhere show a page that is off line:
        cache_headers.py.
        """
        at = at or timezone.now()
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=at),
            status=self.model.Status.PUBLISHED,
            published_at__lte=at,
        )

    def standing(self, standing, at=None):
        """Return the articles that stand so at that time: each article stands in one way."""
        at = at or timezone.now()
        if standing == Standing.ON_LINE:
            return self.visible(at)
        return self.filter(condition_of(standing, at))

    def in_section(self, section):
        return self.filter(section=section)

    def latest_first(self):
        return self.order_by(*LATEST_FIRST)

    def for_index(self):
        """Fetch everything that the words of an article come from, in three queries a batch."""
        return self.select_related("section", "source").prefetch_related("credits", "topics")

    def reindex(self, progress=None):
        """Write these articles into the search index; return how many.

        `progress` is called with the number done, after each batch. If an engine elsewhere is down, the log
        says so and the rest is left to `update_index`.
        """
        return search_index.write(self, progress)

    def older_than(self, article):
        """Return the articles after `article` in latest_first() order, for the next page."""
        return self.filter(keyset.beyond([article.published_at, article.pk], LATEST_FIRST))

    def newer_than(self, article):
        oldest_first = keyset.reverse_of(LATEST_FIRST)
        return self.filter(keyset.beyond([article.published_at, article.pk], oldest_first))

    def for_links(self):
        """Fetch what a link to an article shows, in one query; further queries raise an error.

        For articles named by their numbers: in a list by date, the joins may mislead a planner (see for_teasers()).
        """
        joined = self.select_related("section", "source")
        return joined.defer("body").fetch_mode(models.FETCH_RAISE)

    def for_teasers(self):
        """Fetch everything that a teaser shows, in five queries; further queries raise an error.

        Not by joins: a database may then begin with the few sources and sort a hundred thousand articles.
        """
        return self.prefetch_related(*TEASER_PARTS).defer("body").fetch_mode(models.FETCH_RAISE)

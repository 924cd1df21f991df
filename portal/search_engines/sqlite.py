"""modelsearch on SQLite's FTS5, whose results come by date.

FTS5 tells its matches in the order of their row numbers and of nothing else: so an article's row number in the index
is its place in time. Matches are read from the newest on, a batch at a time, until the page is full. Articles alone
are indexed: their number is read off the place.
"""

from datetime import datetime
from math import floor

from django.db.models import Lookup
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.models import IndexEntry, SQLiteFTSIndexEntry
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk

NUMBERS = 2**26  # more articles than there will ever be: the rest of a place is its second
UNDATED = -(2**36)  # seconds: before any date, for drafts
BATCH, GROWTH = 250, 4  # matches read at once; each further batch is larger


def place_of(published_at, number):
    """Return the row number, 64 bits, of that article in the index: its second, then its own number."""
    second = floor(published_at.timestamp()) if published_at else UNDATED
    return second * NUMBERS + number % NUMBERS


class Compiler(sqlite.SQLiteSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None):
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field)
        matching = SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(self.query)),
            **self._span(),
        )
        matching = matching.order_by("-pk").values_list("pk", flat=True)
        found, batch, places = [], BATCH, list(matching[:BATCH])
        while places:
            numbers = [place % NUMBERS for place in places]
            among = self.queryset.in_bulk(numbers)
            found += [among[number] for number in numbers if number in among]
            if len(places) < batch or (stop is not None and len(found) >= stop):
                break
            batch *= GROWTH
            places = list(matching.filter(pk__lt=places[-1])[:batch])
        return found[start:stop]

    def _span(self):
        """The places between which the articles lie that are asked for, where their dates are bounded."""
        span = {}
        for lookup in self.queryset.query.where.children:
            of_date = isinstance(lookup, Lookup) and lookup.lhs.field.name == "published_at"
            if of_date and isinstance(lookup.rhs, datetime):
                if lookup.lookup_name in ("lt", "lte"):
                    last = place_of(lookup.rhs, -1)
                    span["pk__lte"] = min(span.get("pk__lte", last), last)
                elif lookup.lookup_name in ("gt", "gte"):
                    first = place_of(lookup.rhs, 0)
                    span["pk__gte"] = max(span.get("pk__gte", first), first)
        return span


class Results(sqlite.SQLiteSearchResults):
    def _do_count(self):
        return len(self._do_search())


class Index(sqlite.SQLiteIndex):
    def add_items(self, model, objs):
        """Write these articles anew, each at its place: it may have been published since, or at another time."""
        indexers = [sqlite.ObjectIndexer(article, self.backend) for article in objs]
        kind = get_content_type_pk(model)
        keys = [indexer.id for indexer in indexers]
        old = self.entries.filter(content_type=kind, object_id__in=keys)
        old._raw_delete(using=self.write_connection.alias)
        entries = [
            IndexEntry(
                pk=place_of(indexer.obj.published_at, indexer.obj.pk),
                content_type_id=kind,
                object_id=indexer.id,
                title=indexer.title,
                autocomplete=indexer.autocomplete,
                body=indexer.body,
            )
            for indexer in indexers
        ]
        # In order: FTS5 writes out what it holds at each step back.
        self.entries.bulk_create(sorted(entries, key=lambda entry: entry.pk))

    def _refresh_title_norms(self, full=False):
        """Nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = Compiler
    results_class = Results
    index_class = Index

"""modelsearch on SQLite's FTS5, with results by date.

FTS5 gives matches in the order of their row numbers only. So an article's row number in the index is its place in
time, and matches are read from the newest on until the page is full. Only articles are indexed: their number can be
read from the place.
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
INDEX = SQLiteFTSIndexEntry._meta.db_table


def place_of(published_at, number):
    """Return the 64-bit row number of an article in the index: its second, then its own number."""
    second = floor(published_at.timestamp()) if published_at else UNDATED
    return second * NUMBERS + number % NUMBERS


class Compiler(sqlite.SQLiteSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None):
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field)
        matches = MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(self.query))
        article = self.queryset.model._meta
        # No ORM join knows this one: an expression on one side, a table of FTS5 on the other. It also keeps SQLite to
        # the one order of reading that is fast: the index first, from its end, then each article by its number.
        there = [f"{article.db_table}.{article.pk.column} = {INDEX}.rowid & {NUMBERS - 1}"]
        span = self._span()
        there += [f"{INDEX}.rowid {sign} %s" for sign in span]
        found = self.queryset.filter(matches).extra(  # noqa: S610, no word of a reader's in it
            tables=[INDEX], where=there, params=list(span.values()), order_by=[f"-{INDEX}.rowid"]
        )
        return found[start:stop]

    def _span(self):
        """Return {sign: place}: the limits in the index that follow from limits of the dates."""
        span = {}
        for lookup in self.queryset.query.where.children:
            of_date = isinstance(lookup, Lookup) and lookup.lhs.field.name == "published_at"
            if of_date and isinstance(lookup.rhs, datetime):
                if lookup.lookup_name in ("lt", "lte"):
                    last = place_of(lookup.rhs, -1)
                    span["<="] = min(span.get("<=", last), last)
                elif lookup.lookup_name in ("gt", "gte"):
                    first = place_of(lookup.rhs, 0)
                    span[">="] = max(span.get(">=", first), first)
        return span


class Index(sqlite.SQLiteIndex):
    def add_items(self, model, objs):
        """Write these articles anew, each at its place: their dates may have changed."""
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
        """Do nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = Compiler
    index_class = Index

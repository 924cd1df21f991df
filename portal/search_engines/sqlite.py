"""modelsearch on SQLite's FTS5, for results by date that cost the same among a hundred thousand articles."""

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.models import SQLiteFTSIndexEntry
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks

FEW = 1000  # matches that are read at once and then sorted


class Compiler(sqlite.SQLiteSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None):
        """Rare words: their few matches, sorted. Frequent words: the newest first, asked one by one whether they match.

        modelsearch itself gathers every match before the first page: for a word of every other article, all of them.
        """
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field)
        matching = SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(self.query)),
            index_entry__content_type__in=get_descendants_content_types_pks(self.queryset.model),
        )
        few = list(matching.values_list("index_entry__object_id", flat=True)[:FEW])
        if len(few) < FEW:
            return self.queryset.filter(pk__in=few)[start:stop]
        this_one = matching.filter(index_entry__object_id=Cast(OuterRef("pk"), TextField()))
        return self.queryset.filter(Exists(this_one))[start:stop]


class Index(sqlite.SQLiteIndex):
    def _refresh_title_norms(self, full=False):
        """Nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = Compiler
    index_class = Index

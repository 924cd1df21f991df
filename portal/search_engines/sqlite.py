"""modelsearch on SQLite's FTS5, whose results come by date."""

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.models import SQLiteFTSIndexEntry
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks

from portal import search_engines


class Compiler(sqlite.SQLiteSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None):
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field)
        matching = SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(self.FTS_TABLE_FIELDS, self.build_search_query(self.query)),
            index_entry__content_type__in=get_descendants_content_types_pks(self.queryset.model),
        )
        keys = matching.values_list("index_entry__object_id", flat=True)
        key = Cast(OuterRef("pk"), TextField())
        this_one = Exists(matching.filter(index_entry__object_id=key))
        return search_engines.by_date(self.queryset, keys, this_one)[start:stop]


class Index(sqlite.SQLiteIndex):
    def _refresh_title_norms(self, full=False):
        """Nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = Compiler
    index_class = Index

"""modelsearch on PostgreSQL's full text, whose results come by date.

Words come stemmed (articles/words.py): the configuration `simple` keeps them as they are.
"""

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres
from modelsearch.models import IndexEntry
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks

from portal import search_engines


class Compiler(postgres.PostgresSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None, backend=None):
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field, backend)
        matching = IndexEntry.objects.filter(
            body=self.build_tsquery(self.query, config=config),
            content_type__in=get_descendants_content_types_pks(self.queryset.model),
        )
        key = Cast(OuterRef("pk"), CharField(max_length=50))
        this_one = Exists(matching.filter(object_id=key))
        keys = matching.values_list("object_id", flat=True)
        return search_engines.by_date(self.queryset, keys, this_one)[start:stop]


class Index(postgres.PostgresIndex):
    def _refresh_title_norms(self, full=False):
        """Nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(postgres.PostgresSearchBackend):
    query_compiler_class = Compiler
    index_class = Index

    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": "simple", **params})

"""modelsearch on PostgreSQL's full text, with results by date.

Words come stemmed (articles/rules/word_stems.py): the configuration `simple` keeps them. The few matches of a rare
word are sorted; for a frequent word, the newest articles are asked one by one whether they hold it.
"""

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres
from modelsearch.models import IndexEntry
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks

FEW = 1000  # matches that are read at once and then sorted


class Compiler(postgres.PostgresSearchQueryCompiler):
    def search(self, config, start, stop, score_field=None, backend=None):
        if self.order_by_relevance or score_field or not isinstance(self.query, PlainText):
            return super().search(config, start, stop, score_field, backend)
        matching = IndexEntry.objects.filter(
            body=self.build_tsquery(self.query, config=config),
            content_type__in=get_descendants_content_types_pks(self.queryset.model),
        )
        few = list(matching.values_list("object_id", flat=True)[:FEW])
        if len(few) < FEW:
            return self.queryset.filter(pk__in=few)[start:stop]
        key = Cast(OuterRef("pk"), CharField(max_length=50))
        return self.queryset.filter(Exists(matching.filter(object_id=key)))[start:stop]


class Index(postgres.PostgresIndex):
    def _refresh_title_norms(self, full=False):
        """Do nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(postgres.PostgresSearchBackend):
    query_compiler_class = Compiler
    index_class = Index

    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": "simple", **params})

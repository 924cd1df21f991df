"""modelsearch on PostgreSQL's full text: words come stemmed (articles/words.py), so `simple` keeps them as they are."""

from modelsearch.backends.database.postgres import postgres


class Index(postgres.PostgresIndex):
    def _refresh_title_norms(self, full=False):
        """Nothing: results come by date, and this would read the whole index at each save."""


class SearchBackend(postgres.PostgresSearchBackend):
    index_class = Index

    def __init__(self, params):
        super().__init__({"SEARCH_CONFIG": "simple", **params})

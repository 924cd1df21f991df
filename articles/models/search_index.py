"""Writes articles into the search index: the database's own, or that of an engine elsewhere (SEARCH_URL).

An engine elsewhere may be down: what is published goes out all the same, and `update_index` mends the search.
"""

import logging
from contextlib import contextmanager
from functools import partial
from itertools import batched

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from modelsearch.backends import get_search_backend

logger = logging.getLogger(__name__)

BATCH = 500  # articles


def search_is_elsewhere() -> bool:
    """Return whether the search engine is a service of its own, not the database."""
    return not settings.MODELSEARCH_BACKENDS["default"]["BACKEND"].startswith("portal.")


def is_made() -> bool:
    """Return False if an engine elsewhere answers and `make_anew` was never run for it."""
    if not search_is_elsewhere():
        return True
    try:
        engine = get_search_backend()
        return bool(engine.get_index_for_model(apps.get_model("articles", "Article")).is_alias())
    except Exception:  # another check names a service that is away
        return True


class EngineAway(Exception):
    """An engine elsewhere failed after `done` articles were written."""

    def __init__(self, done):
        super().__init__(done)
        self.done = done


def add(article):
    """Write one article into the index; elsewhere after the transaction: nothing waits for an engine that is slow."""
    if search_is_elsewhere():
        transaction.on_commit(partial(_add_elsewhere, article))
    else:
        get_search_backend().add(article)


def _add_elsewhere(article):
    try:
        get_search_backend().add(article)
    except Exception:
        logger.exception("article %s is not in the search index", article.pk)


def write(articles, progress=None) -> int:
    """Write the articles into the index; return how many: fewer than there are if an engine elsewhere fails.

    `progress` is called with the number done, after each batch.
    """
    try:
        return _write(articles, lambda *batch: get_search_backend().add_bulk(*batch), progress)
    except EngineAway as away:
        logger.exception("the search index is not up to date")
        return away.done


def make_anew(articles, progress=None) -> int:
    """Make the index of these articles again; return how many are in it. Raise EngineAway.

    An engine elsewhere is told the fields and their kinds: without them it finds nothing. Readers go on searching in
    the old index, and articles go on being written into it; the new one takes its place at the end.
    """
    if not search_is_elsewhere():
        return write(articles, progress)
    begun = timezone.now()
    with _engine_may_be_away():
        engine = get_search_backend()
        shown = engine.get_index_for_model(articles.model)
        _drop_half_made(engine, shown)
        rebuilder = engine.rebuilder_class(shown)
        new = rebuilder.start()
        new.add_model(articles.model)
        done = _write(articles, new.add_items, progress)
        rebuilder.finish()
    write(articles.filter(saved_at__gte=begun))  # they went into the old one
    return done


def _write(articles, put, progress):
    done = 0
    for batch in batched(articles.for_index().iterator(chunk_size=BATCH), BATCH):
        with _engine_may_be_away(done):
            put(articles.model, list(batch))
        done += len(batch)
        if progress:
            progress(done)
    return done


def _drop_half_made(engine, shown):
    """Delete the indexes that earlier runs began and did not bring to an end."""
    known = {index.name for index in shown.aliased_indices()} if shown.is_alias() else set()
    for name in engine.es.indices.get(index=f"{shown.name}_*"):
        if name not in known:
            engine.index_class(engine, name).delete()


@contextmanager
def _engine_may_be_away(done=0):
    """Raise EngineAway for an error of an engine elsewhere; one of the database's goes on as it is."""
    try:
        yield
    except (DatabaseError, EngineAway):
        raise
    except Exception as error:
        if not search_is_elsewhere():
            raise
        raise EngineAway(done) from error

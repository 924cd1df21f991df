"""Writes articles into the search index: the database's own, or that of an engine elsewhere (SEARCH_URL).

An engine elsewhere may be down: what is published goes out all the same, and `update_index` mends the search.
"""

import logging
from contextlib import contextmanager
from functools import partial
from itertools import batched

from django.apps import apps
from django.conf import settings
from django.db import transaction
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


def add(article):
    """Write one article into the index; elsewhere after the transaction: nothing waits for an engine that is slow."""
    if search_is_elsewhere():
        transaction.on_commit(partial(_add, article))
    else:
        _add(article)


def _add(article):
    with _engine_may_be_away():
        get_search_backend().add(article)


def write(articles, progress=None, put=None) -> int:
    """Write the articles into the index; return how many: fewer than there are if an engine elsewhere stops.

    `progress` is called with the number done, after each batch. `put` writes into an index that is being made.
    """
    done = 0
    for batch in batched(articles.for_index().iterator(chunk_size=BATCH), BATCH):
        with _engine_may_be_away():
            (put or get_search_backend().add_bulk)(articles.model, list(batch))
            done += len(batch)
            if progress:
                progress(done)
            continue
        break
    return done


def make_anew(articles, progress=None) -> int:
    """Make the index of these articles again; return how many are in it, as `write` does.

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
        done = write(articles, progress, put=new.add_items)
        if done == articles.count():
            rebuilder.finish()
            write(articles.filter(saved_at__gte=begun))
        return done
    return 0


def _drop_half_made(engine, shown):
    """Delete the indexes that earlier runs began and did not bring to an end."""
    known = {index.name for index in shown.aliased_indices()} if shown.is_alias() else set()
    for name in engine.es.indices.get(index=f"{shown.name}_*"):
        if name not in known:
            engine.index_class(engine, name).delete()


@contextmanager
def _engine_may_be_away():
    """Tell the log, and nobody else, that an engine elsewhere failed; an error of the database's own goes on."""
    try:
        yield
    except Exception:
        if not search_is_elsewhere():
            raise
        logger.exception("the search index is not up to date")

"""Articles, many at once: what readers may see, in their order; what lists tell; their words in the search."""

from itertools import batched

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone
from modelsearch.backends import get_search_backend

from . import keyset

CARD = ("section", "source", "lead_image", "credits")  # what a card tells beside the article itself
LATEST_FIRST = ["-published_at", "-pk"]
INDEX_BATCH = 500  # articles


class ArticleQuerySet(models.QuerySet):
    def visible(self, at=None):
        """What readers may see at that instant: a query on the clock, never a scheduled write."""
        at = at or timezone.now()
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=at),
            status=self.model.Status.PUBLISHED,
            published_at__lte=at,
        )

    def in_section(self, section):
        return self.filter(section=section)

    def read_in(self, language):
        """One of each piece and its translations: the reader's language first, else the original."""
        # Two questions, each with its index: asked as one, SQLite may read the whole archive for each row. And of one
        # number each, not EXISTS: PostgreSQL would gather every visible article first to answer that.
        visible = self.model.objects.visible().values("pk")
        original = Subquery(visible.filter(pk=OuterRef("translation_of"))[:1])
        twin = Subquery(visible.filter(translation_of=OuterRef("pk"), language=language)[:1])
        return self.filter(Q(language=language) | Q(IsNull(original, True), IsNull(twin, True)))

    def latest_first(self):
        return self.order_by(*LATEST_FIRST)

    def for_index(self):
        """All that the words of an article are made of, in four queries a batch."""
        return self.select_related("section", "source").prefetch_related("credits", "topics")

    def reindex(self, told=None):
        """Let the search know the words of all of these; `told` hears how many are done. Return how many."""
        done = 0
        for batch in batched(self.for_index().iterator(chunk_size=INDEX_BATCH), INDEX_BATCH):
            get_search_backend().add_bulk(self.model, list(batch))
            done += len(batch)
            if told:
                told(done)
        return done

    def older_than(self, article):
        """Return those after `article` in latest_first() order: the next page begins there."""
        return self.filter(keyset.beyond([article.published_at, article.pk], LATEST_FIRST))

    def newer_than(self, article):
        oldest_first = keyset.reverse_of(LATEST_FIRST)
        return self.filter(keyset.beyond([article.published_at, article.pk], oldest_first))

    def for_cards(self):
        """All that a list shows, in five queries; a template that asks for more gets an error instead.

        Not by joins: a database may then begin with the few sources and sort a hundred thousand articles.
        """
        return self.prefetch_related(*CARD).defer("body").fetch_mode(models.FETCH_RAISE)

"""A story and its translations are told once in each list, with the languages in which it can also be read.

The same rule in SQL, for lists by date, and in Python, for what the search found.
"""

from django.db.models import Count, F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull


def count_stories(**options):
    """Return the aggregate that counts stories: their versions share the number of the original."""
    return Count(Coalesce(F("translation_of"), F("pk")), distinct=True, **options)


class ToldOnce:
    """Mixin of the queryset of articles: one version of each story."""

    def read_in(self, language):
        """Return one version of each story among these: in the reader's language, else the original, else the eldest.

        «Among these»: of a topic that a translation alone bears, the translation is told. To be asked before any slice.
        """
        # Each subquery has its index: for two in one, SQLite may read the whole archive for each row. They return one
        # number each, without EXISTS: for that PostgreSQL would gather every visible article first.
        among = self.order_by().values("pk")
        story = Coalesce(OuterRef("translation_of"), OuterRef("pk"))
        original = Subquery(among.filter(pk=OuterRef("translation_of"))[:1])
        own = Subquery(among.filter(translation_of=story, language=language)[:1])
        elder = among.filter(translation_of=OuterRef("translation_of"), pk__lt=OuterRef("pk"))
        alone = [IsNull(version, True) for version in (original, own, Subquery(elder[:1]))]
        return self.filter(Q(language=language) | Q(*alone))

    def with_languages(self):
        """Fetch with each article the languages in which readers find its story: see `Article.also`."""
        visible = self.model.objects.visible().order_by()
        story = Coalesce(OuterRef("translation_of"), OuterRef("pk"))
        translations = visible.filter(translation_of=story).values("translation_of")
        translations = translations.annotate(told=StringAgg("language", Value(" "))).values("told")
        return self.annotate(
            original_in=Subquery(visible.filter(pk=OuterRef("translation_of")).values("language")),
            translated_into=Subquery(translations),
        )


class OfAStory:
    """Mixin of Article: its story, and the languages in which it can also be read."""

    @property
    def story(self):
        """Return the number that it shares with its translations."""
        return self.translation_of_id or self.pk

    @property
    def also(self):
        """Return the other languages of its story, if `with_languages()` fetched them."""
        found = f"{vars(self).get('original_in') or ''} {vars(self).get('translated_into') or ''}"
        return sorted(set(found.split()) - {self.language})


def version_for(versions, language):
    """Return the version of a story that its readers in that language are told: read_in() in Python."""
    return min(
        versions,
        key=lambda each: (each.language != language, each.translation_of_id is not None, each.pk),
    )

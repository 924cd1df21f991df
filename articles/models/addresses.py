"""The addresses of an article: its page and its other forms."""

from zlib import crc32

from django.urls import reverse
from django.utils import translation

from .languages import Language, slug_of


class Addresses:
    """The addresses of an article. A permalink never dies.

    The number in it finds the article; a wrong section or slug is redirected.
    """

    def get_absolute_url(self):
        """Return the address of the page in the language of the reader's interface.

        An Arabic article has its home under `/ar/`: a page in one direction reads better than a page in two.
        """
        language = translation.get_language()
        if language == Language.FRENCH:
            return self.home_url
        return self._address()

    @property
    def home_url(self):
        """Return the one address of the article for search engines, feeds and mails."""
        rtl = self.language == Language.ARABIC
        with translation.override(Language.ARABIC if rtl else Language.FRENCH):
            return self._address()

    @property
    def card_url(self):
        """Return the address of its social card, which is new if the words on the card change."""
        section = self.section
        drawn = [self.headline, self.kicker, section.name, section.name_ar, section.name_en]
        drawn += [section.kind, self.source.short_name, self.published_at, self.language]
        drawn += [self.drawing]
        text = "|".join(map(str, drawn))
        return reverse("card", kwargs={"pk": self.pk, "version": crc32(text.encode())})

    @property
    def text_url(self):
        return self._address("article_text")

    @property
    def ninjs_url(self):
        return self._address("article_ninjs")

    def _address(self, name="article"):
        return reverse(
            name, kwargs={"section": self.section.slug, "pk": self.pk, "slug": self.slug}
        )

    def slug_from_headline(self):
        """Return the slug that follows from the headline."""
        return slug_of(self.headline, language=self.language) or "article"

"""Where an article is found: its page, its home, its other forms."""

from zlib import crc32

from django.urls import reverse
from django.utils import translation

from .languages import Language, slug_of


class Addresses:
    """The addresses of an article. A permalink never dies: its number decides, the rest is redirected."""

    def get_absolute_url(self):
        """Its address in the interface the reader is using.

        An Arabic piece has its home under `/ar/`: a page in one direction reads better than one in two.
        """
        language = translation.get_language()
        if language == Language.FRENCH:
            return self.home_url
        return self._address()

    @property
    def home_url(self):
        """The one address of the article for search engines, feeds and mails."""
        rtl = self.language == Language.ARABIC
        with translation.override(Language.ARABIC if rtl else Language.FRENCH):
            return self._address()

    @property
    def card_url(self):
        """Its drawn card for social networks; a new address when its words change."""
        section = self.section
        drawn = [self.headline, self.kicker, section.name, section.name_ar, section.name_en]
        drawn += [section.kind, self.source.short_name, self.published_at, self.language]
        words = "|".join(map(str, drawn))
        return reverse("card", kwargs={"pk": self.pk, "version": crc32(words.encode())})

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
        """Return the address that follows from the headline."""
        return slug_of(self.headline, language=self.language) or "article"

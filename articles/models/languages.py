from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language


class Language(models.TextChoices):
    """The languages of the portal, by ISO 639-1 code; each with its name in itself."""

    FRENCH = "fr", "Français"
    ARABIC = "ar", "العربية"
    ENGLISH = "en", "English"


DIRECTIONS = {Language.FRENCH: "ltr", Language.ARABIC: "rtl", Language.ENGLISH: "ltr"}


def slug_of(text, *, language=Language.FRENCH, most=80):
    """Return the slug of a headline or name: whole words, at most `most` characters."""
    slug = slugify(text, allow_unicode=language == Language.ARABIC)
    if len(slug) > most:
        slug = slug[: most + 1].rsplit("-", 1)[0][:most]
    return slug


class NamedInEachLanguage:
    """Mixin for models with a `name`, a `name_ar` and a `name_en`."""

    @property
    def label(self):
        """Return its name in the language of the page; in French if it has no other."""
        return getattr(self, f"name_{get_language()}", "") or self.name

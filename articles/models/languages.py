from typing import NamedTuple

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


class Words(NamedTuple):
    """Words for readers, and the language that they are written in."""

    text: str
    language: str

    def __bool__(self):
        return bool(self.text)


class PresentedInEachLanguage:
    """Mixin for models with a presentation of a sentence in three columns, such as `description`, `description_ar`."""

    PRESENTATION = "description"

    @property
    def presented(self):
        """Return its presentation in the language of the page; in French if it has no other."""
        language = get_language()
        if here := getattr(self, f"{self.PRESENTATION}_{language}", ""):
            return Words(here, language)
        return Words(getattr(self, self.PRESENTATION), Language.FRENCH.value)

from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language


class Language(models.TextChoices):
    """What the portal is written in, by ISO 639-1 code; each says its own name."""

    FRENCH = "fr", "Français"
    ARABIC = "ar", "العربية"
    ENGLISH = "en", "English"


DIRECTIONS = {Language.FRENCH: "ltr", Language.ARABIC: "rtl", Language.ENGLISH: "ltr"}


def slug_of(words, *, language=Language.FRENCH, most=80):
    """Return the address that follows from a headline or a name: whole words, at most `most` characters."""
    slug = slugify(words, allow_unicode=language == Language.ARABIC)
    if len(slug) > most:
        slug = slug[: most + 1].rsplit("-", 1)[0][:most]
    return slug


class NamedInEachLanguage:
    """Mixed into what has a `name`, a `name_ar` and a `name_en`."""

    @property
    def label(self):
        """Its name in the language of the page, in French where the newsroom gave no other."""
        return getattr(self, f"name_{get_language()}", "") or self.name

from django.db import models


class Language(models.TextChoices):
    """What the portal is written in, by ISO 639-1 code; each says its own name."""

    FRENCH = "fr", "Français"
    ARABIC = "ar", "العربية"
    ENGLISH = "en", "English"


DIRECTIONS = {Language.FRENCH: "ltr", Language.ARABIC: "rtl", Language.ENGLISH: "ltr"}

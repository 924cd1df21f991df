"""Refuse a password that is little more than words of the house, which anybody would try first."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Beside the names of the site and of its host.
WORDS = {"portail", "journal", "presse", "redaction", "rédaction", "moderation", "modération", "commentaire", "admin", "motdepasse"}  # fmt: skip
SHORTEST = 4  # letters of a word that counts
LEFT_AT_LEAST = 8  # signs beside such words


class WithoutWordsOfTheHouse:
    def validate(self, password, user=None):
        rest = password.casefold()
        for word in sorted(words_of_the_house(), key=len, reverse=True):
            rest = rest.replace(word, "")
        is_touched = len(rest) < len(password.casefold())
        if is_touched and len(re.sub(r"\s", "", rest)) < LEFT_AT_LEAST:
            raise ValidationError(
                _("Ce mot de passe tient à des mots de la maison : on les essaierait d’abord."),
                code="password_of_the_house",
            )

    def get_help_text(self):
        return _("Des mots de la maison n’y suffisent pas.")


def words_of_the_house() -> set[str]:
    """Return the words in small letters: of the site's name, of its host, and WORDS."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    own = re.findall(r"\w+", f"{settings.SITE_NAME} {host}".casefold())
    return WORDS | {word for word in own if len(word) >= SHORTEST}

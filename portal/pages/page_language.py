"""How a page's language is chosen: the whole rule.

| what is asked | speaks |
|---|---|
| an address that begins with `/ar/` or `/en/` (the whole first word) | that language |
| any other address | French (LANGUAGE_CODE) |
| the page of an Arabic article at its French address | it leads to the one under `/ar/` (articles/models/addresses.py) |
| the card of an article for social networks | the article's language, whatever the address says |
| the receipt of a withdrawal | the language of its own address; it asks each public page in the language of that page's address: French, or Arabic for the page of an Arabic article |
| a letter | the language of whoever gets it: of the words of their comment (comments/rules/language.py guesses it, and again at each edit), of the page on which they gave their alert; of a sanction that of what it is about. A reminder to a colleague: French |
| mail on a colleague's account, the day's head of the log | French |
| an alarm to the operator | English |

Unlike Django's LocaleMiddleware, we ask neither a cookie nor Accept-Language: one address is one page for everybody, so
that any cache may keep it.
"""

from django.conf import settings
from django.utils import translation


def language_at(path):
    """Return the language of the page at this path."""
    # The whole first word: Django's own reading takes a section «en-direct» for English.
    first = path.split("/", 2)[1] if "/" in path else ""
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of_the_address(get_response):
    """Middleware: speak the language that the address begins with."""

    def middleware(request):
        request.LANGUAGE_CODE = language = language_at(request.path_info)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware

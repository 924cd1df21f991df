"""Which page an address asks for: its path and the words that pages read."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from articles.rules.query_words import SEARCH_FIELDS, Word

# Words of an address that a public page reads; all others (of campaigns, of attacks) are left out.
WORDS = {
    "q",
    "p",  # of a site that moved in
    "source",
    *map(str, SEARCH_FIELDS.values()),
    *map(str, SEARCH_FIELDS),
    *map(str, Word),
}
PAST_IT = re.compile(
    r"/(?:(?:ar|en)/)?(?:admin|suivi|alertes|reponses|signaleurs|healthz|readyz|metrics|static|media)(?:/|$)"
)
LONGEST_ADDRESS = 2000  # characters
REMEMBERED = 4096  # addresses


class Addresses:
    """Names the page of each request; remembers the last answers, for the settings as they are now."""

    def __init__(self):
        self.session = f"{settings.SESSION_COOKIE_NAME}="
        self.named = lru_cache(REMEMBERED)(key_of)

    def key(self, environ) -> str | None:
        """Return the key of the page that a request asks for; None if it is not for the cache."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        if "HTTP_COOKIE" in environ and self.session in environ["HTTP_COOKIE"]:
            return None
        return self.named(
            environ.get("PATH_INFO", "/"),
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_HOST", ""),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
        )


def key_of(path: str, query: str, host: str, scheme: str) -> str | None:
    """Return the path and the known words of a public page's address; None if it is not for the cache."""
    if len(path) + len(query) > LONGEST_ADDRESS or PAST_IT.match(path):
        return None
    if settings.IS_HTTPS and scheme != "https":
        return None
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return None
    return f"{path}?{words}" if query and (words := _known_words(query)) else path


def _known_words(query):
    """Return the query with the words that pages read, in the order they came."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return query  # Django answers it
    return urlencode([(word, value) for word, value in pairs if word in WORDS])

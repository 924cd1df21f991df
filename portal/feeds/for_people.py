"""A feed that somebody opens in a browser: XML with a few elements of XHTML, dressed by static/feed.css.

Programs that read feeds pass over elements of another namespace (RSS 2.0 allows them, as does RFC 4287, section 6).
None of ours bears the name of one of theirs, for a careless program would take it for that; but for the title of the
browser's tab, which comes after the feed's own. No XSLT: browsers are taking it out. Firefox offers to save what is
called application/rss+xml, whatever its style.
"""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ..pages.dates import in_words

XHTML = "http://www.w3.org/1999/xhtml"
FILES = ("/rss.xml", "/atom.xml")
ASKED_BY = "HTTP_SEC_FETCH_DEST"


def dressed(xml: str) -> str:
    """Return a feed with the address of its style sheet before its first element."""
    declaration, _line, rest = xml.partition("\n")
    return f'{declaration}\n<?xml-stylesheet href="{static("feed.css")}" type="text/css"?>\n{rest}'


def introduce(handler, feed):
    """Write what a feed is and the address to copy, before the items."""
    with _element(handler, "header", dir="rtl" if get_language_bidi() else "ltr"):
        handler.addQuickElement("h:title", feed["title"])
        with _element(handler, "p"):
            handler.addQuickElement("h:a", feed["title"], {"href": feed["link"]})
        handler.addQuickElement("h:h1", _("Ceci est un flux"))
        sentence = _(
            "Un lecteur de flux relit cette liste pour vous et vous montre ce qui paraît. Copiez son adresse, "
            "puis collez-la dans votre lecteur."
        )
        handler.addQuickElement("h:p", sentence)
        handler.addQuickElement("h:label", _("Adresse de ce flux"), {"for": "adresse"})
        own = {"id": "adresse", "value": feed["feed_url"], "readonly": "readonly", "dir": "ltr"}
        handler.addQuickElement("h:input", None, own)
        with _element(handler, "p"):
            handler.addQuickElement("h:a", _("Tous les flux"), {"href": reverse("feeds")})


def tell(handler, item):
    """Write the headline of an item as a link, and its day in words."""
    own = {"href": item.link, "lang": item.language, "dir": "auto"}
    handler.addQuickElement("h:a", item.title, own)
    when = {"datetime": item.published.isoformat(), "lang": get_language()}
    handler.addQuickElement("h:time", in_words(item.published, "short"), when)


class _element:
    """An element of XHTML around others."""

    def __init__(self, handler, name, **attributes):
        self.handler, self.name, self.attributes = handler, f"h:{name}", attributes

    def __enter__(self):
        self.handler.startElement(self.name, self.attributes)

    def __exit__(self, *_error):
        self.handler.endElement(self.name)


class OpenedInBrowsers:
    """A WSGI application: whoever follows a link to a feed gets it as application/xml, which browsers show.

    It stands around the page cache, to which a page is the same for everybody: its bytes are.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if not environ.get("PATH_INFO", "").endswith(FILES):
            return self.application(environ, start_response)
        is_opened = environ.get(ASKED_BY) == "document"

        def start(status, headers, *error):
            return start_response(status, [*_headers(headers, is_opened)], *error)

        return self.application(environ, start)


def _headers(headers, is_opened):
    """Yield the headers of a feed as a browser or another program gets them."""
    varies = ["Sec-Fetch-Dest"]
    for name, value in headers:
        if name.lower() == "vary":
            varies.insert(0, value)
        elif is_opened and name.lower() == "content-type" and "+xml" in value:
            yield name, "application/xml; charset=utf-8"
        else:
            yield name, value
    yield "Vary", ", ".join(varies)

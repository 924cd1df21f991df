"""Load the site, as far as the processes that answer will need it: once, before they are forked.

What is loaded here is in memory once for all of them, and their first readers do not wait for it.
"""

import gc
import logging
from io import BytesIO
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connections
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from portal.wsgi import django_application  # sets Django up, for those below

# isort: split
from articles.freshness import making
from articles.models import Article
from portal.backups import serving
from portal.pagecache import on_disk

PAGES = ["/", "/charte/", "/recherche/"]  # each in every language
logger = logging.getLogger(__name__)


def begin_to_serve():
    """Keep a restore off as long as this process or one that it forks lives; let go of what is another database's."""
    serving.begin()
    on_disk.forget_other_databases()


def load():
    """Load addresses, translations and templates, and ask for some pages; leave no thread and no connection."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver().reverse_dict  # noqa: B018, this reads every module of addresses
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in folder.rglob("*.html"):
            get_template(str(path.relative_to(folder)))
    try:
        _ask_for_pages()
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
            if connection.vendor == "postgresql":
                connection.close_pool()
    gc.collect()
    gc.freeze()  # what is written into after the fork is no longer shared, and a collection writes into all


def _ask_for_pages():
    try:
        newest = [
            article.get_absolute_url() for article in Article.objects.visible().latest_first()[:1]
        ]
    except DatabaseError as error:
        logger.warning("The database is away while the server starts: %s", error)
        return
    prefixes = ["", *(f"/{language}" for language, _name in settings.LANGUAGES[1:])]
    for address in [prefix + page for page in PAGES for prefix in prefixes] + newest:
        _ask(address)


def _ask(address):
    """Have Django make a page, for nobody."""
    site = urlsplit(settings.SITE_URL)
    asked = {
        "PATH_INFO": address,
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "REMOTE_ADDR": "",
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(asked)
    with making():
        response = django_application(asked, lambda status, headers, error=None: None)
        try:
            for _part in response:
                pass
        finally:
            response.close()

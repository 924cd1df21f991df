"""Pages of the whole site: the front page, the legal pages, the probes of its state."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.cache_headers import feed, public
from articles.freshness import shows
from articles.models import Redirect

from ..checks import migrations_not_run
from ..privacy import table
from . import front

PAPER = "#fbfbf9"  # --papier in static/css/tokens.css


@require_safe
@public
def home(request):
    """Show the front page: editors' picks first, the rest by date, no story twice.

    `/?p=12` was an article's address on a WordPress site that moved in.
    """
    if "p" in request.GET and (article := Redirect.objects.article_at(request.get_full_path())):
        return redirect(article.home_url, permanent=True)
    language = get_language()
    page = SimpleLazyObject(lambda: front.page(language))  # asked for if it is not in memory
    return render(request, "portal/home.html", {"front": page})


@require_safe
@public
def legal_notice(request):
    """Show the publisher, the director, the host (French law no. 2004-575, art. 6 III)."""
    return render(request, "portal/legal_notice.html", _publisher())


@require_safe
@public
def privacy(request):
    """Show which data of readers we keep, how long, and how to erase it.

    Regulation (EU) 2016/679, art. 13.
    """
    context = {
        **_publisher(),
        "table": table.by_whose(),
        "states_reasons": settings.DSA_API_URL,
        "tells_failures": settings.SENTRY_DSN,
    }
    return render(request, "portal/privacy.html", context)


@require_safe
@public
def accessibility(request):
    """Show the site's conformity, its known faults and the contact (RGAA 4.1)."""
    return render(request, "portal/accessibility.html", _publisher())


@require_safe
@public
def reading(request):
    """Show the comforts of reading, and what they keep in the reader's browser."""
    shows(threads=[])
    return render(request, "portal/reading.html")


@require_safe
@feed
def offline_worker(request):
    """Answer the service worker that keeps copies of what is read; browsers run it only if their reader asked for it.

    It stands at the root: a worker of /static/ could answer for pages below /static/ alone.
    """
    shows(threads=[])
    return render(request, "portal/offline_worker.js", content_type="text/javascript")


@require_safe
@feed
def manifest(request):
    """Answer the web app manifest (W3C): the name and the icon of the site on a telephone's first screen."""
    about = {
        "name": settings.SITE_NAME,
        "start_url": reverse("home"),
        "display": "browser",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "background_color": PAPER,
        "icons": [
            {"src": static("img/arche.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": static("img/arche-512.png"), "type": "image/png", "sizes": "512x512"},
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json")


def _publisher():
    return {
        "publisher": settings.PUBLISHER,
        "director": settings.PUBLICATION_DIRECTOR,
        "hosting": settings.HOSTING_PROVIDER,
        "contact": settings.CONTACT_EMAIL,
        "press_number": settings.PRESS_NUMBER,
        "authorities_contact": settings.AUTHORITIES_CONTACT,
        "contact_languages": settings.CONTACT_LANGUAGES,
    }


@require_safe
@never_cache
def healthz(request):
    """Answer 200 while the server runs."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Answer 200 if the database answers with every migration; else 503 with the reason."""
    try:
        missing = migrations_not_run(DEFAULT_DB_ALIAS)
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
    if missing:
        return HttpResponse("migrations missing\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")

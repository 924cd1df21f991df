"""Pages of the site as a whole: the front page, what the law asks, and what machines ask."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.cache_headers import public
from articles.models import Redirect

from . import front


@require_safe
@public
def home(request):
    """The front page: what editors picked, then the rule by date; no story twice.

    `/?p=12` was an article's address on a WordPress site that moved in.
    """
    if "p" in request.GET and (article := Redirect.objects.article_at(request.get_full_path())):
        return redirect(article.home_url, permanent=True)
    return render(request, "portal/home.html", front.page(get_language()))


@require_safe
@public
def legal_notice(request):
    """Who publishes, who answers for it, who hosts it (French law no. 2004-575, art. 6 III)."""
    return render(request, "portal/legal_notice.html", _told())


@require_safe
@public
def privacy(request):
    """What is kept of readers, for how long, and how to have it erased (Regulation (EU) 2016/679, art. 13)."""
    return render(request, "portal/privacy.html", _told())


@require_safe
@public
def accessibility(request):
    """What the site conforms to, what is known not to, and whom to tell (RGAA 4.1)."""
    return render(request, "portal/accessibility.html", _told())


def _told():
    return {
        "publisher": settings.PUBLISHER,
        "director": settings.PUBLICATION_DIRECTOR,
        "hosting": settings.HOSTING_PROVIDER,
        "contact": settings.CONTACT_EMAIL,
    }


@require_safe
@never_cache
def healthz(request):
    """Alive: the server answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Ready: the database answers and has every migration; 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
    if missing:
        return HttpResponse("migrations missing\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")

"""Pages of the site as a whole: the front page, the errors, and what machines ask."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, Section

FRONT_WIRES = 8
FRONT_SECONDS = 2
FRONT_OPINIONS = 3
FRONT_PER_SECTION = 3


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def home(request):
    """The front page: the lead, the wire, opinions, then what each section has; no story twice."""
    language = get_language()
    visible = Article.objects.visible().read_in(language).latest_first().for_cards()
    news = visible.filter(section__kind=Section.Kind.NEWS)
    # The lead speaks the reader's language where there is a choice.
    worthy = news.exclude(standfirst="").alias(is_foreign=~Q(language=language))
    leads = list(worthy.order_by("is_foreign", "-published_at", "-pk")[: 1 + FRONT_SECONDS])
    columns = []
    for section in Section.objects.filter(kind=Section.Kind.NEWS):
        told = [article.pk for article in leads]
        if articles := list(news.in_section(section).exclude(pk__in=told)[:FRONT_PER_SECTION]):
            columns.append((section, articles))
    wires = list(visible.filter(section__kind=Section.Kind.WIRE)[:FRONT_WIRES])
    opinions = list(visible.filter(section__kind=Section.Kind.OPINION)[:FRONT_OPINIONS])
    context = {
        "lead": leads[0] if leads else None,
        "seconds": leads[1:],
        "wires": wires,
        "opinions": opinions,
        "columns": columns,
        "shown": [*leads, *wires, *opinions, *(a for _section, told in columns for a in told)],
    }
    return render(request, "portal/home.html", context)


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


@never_cache
def bad_request(request, exception=None):
    """400 without reading the form again: its body may be what was wrong (a foreign charset, too long)."""
    return HttpResponseBadRequest(
        render_to_string(
            "error.html",
            {
                "code": 400,
                "title": _("Nous n’avons pas pu lire cet envoi"),
                "sentence": _(
                    "Il était trop long, ou écrit dans un codage que nous ne lisons pas. "
                    "Revenez en arrière : votre navigateur a gardé ce que vous avez tapé."
                ),
            },
        )
    )


@never_cache
def csrf_failure(request, reason=""):
    """403 on the staff's own forms, when the page stood open past its session."""
    context = {
        "code": 403,
        "title": _("La page est restée ouverte trop longtemps"),
        "sentence": _(
            "Rien n’est perdu : revenez en arrière, rechargez la page et renvoyez votre texte."
        ),
    }
    return render(request, "error.html", context, status=403)


@never_cache
def not_found(request, exception=None):
    context = {
        "code": 404,
        "title": _("Cette porte ne donne sur rien"),
        "sentence": _("L’adresse a pu changer, ou comporter une faute."),
    }
    return render(request, "missing.html", context, status=404)


@never_cache
def forbidden(request, exception=None):
    context = {
        "code": 403,
        "title": _("Cette porte est fermée"),
        "sentence": _(
            "Votre compte n’a pas le droit d’entrer ici. Demandez-le à un administrateur."
        ),
    }
    return render(request, "missing.html", context, status=403)


@never_cache
def server_error(request):
    """500, without the database: it may be the cause."""
    context = {
        "code": 500,
        "title": _("C’est nous, pas vous"),
        "sentence": _(
            "Une panne nous empêche d’afficher cette page. Elle est enregistrée. "
            "Réessayez dans quelques minutes ; si vous écriviez, revenez en arrière : "
            "votre navigateur a gardé votre texte."
        ),
    }
    return HttpResponse(render_to_string("error.html", context), status=500)

"""What the site says when it cannot answer: 400, 403, 404, 500, 503."""

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.models import Redirect

RETRY_SECONDS = 120


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
    """404; or one 301, where the address was one of the site that moved in here."""
    if request.method in {"GET", "HEAD"} and (
        article := Redirect.objects.article_at(request.get_full_path())
    ):
        return redirect(article.home_url, permanent=True)
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


@never_cache
def unavailable(request):
    """503 while the database is away: for some minutes, and with when to come back."""
    context = {
        "code": 503,
        "title": _("Fermé pour quelques minutes"),
        "sentence": _(
            "Nous ne pouvons pas ouvrir nos archives en ce moment. Réessayez dans quelques minutes ; "
            "si vous écriviez, revenez en arrière : votre navigateur a gardé votre texte."
        ),
    }
    answer = HttpResponse(render_to_string("error.html", context), status=503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer

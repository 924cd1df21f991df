"""The error pages: 400, 403, 404, 500, 503."""

import logging

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.models import Redirect
from portal.logs import request_number

logger = logging.getLogger(__name__)
RETRY_SECONDS = 120
SHOWN_FROM = (
    20  # characters: such a value with a space in it was written by somebody, and is shown to them
)
MOST_FIELDS = 100


@never_cache
def bad_request(request, exception=None):
    """Answer 400 without reading the form again: its body may be the fault (charset, length)."""
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
    """Answer 403 on a form of the staff whose session has ended."""
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
    """Answer 404; or one 301, if the address belonged to the old site."""
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
    """Answer 403; note which colleague tried what their role does not open."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        logger.warning("refused to account %s: %s %s", user.pk, request.method, request.path)
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
    """Answer 500 without the database: it may be the cause."""
    context = {
        "code": 500,
        "title": _("C’est nous, pas vous"),
        "sentence": _("Une panne nous empêche d’afficher cette page. Elle est enregistrée."),
        "number": request_number(),
    }
    return _failed(request, context, status=500)


@never_cache
def unavailable(request):
    """Answer 503 with Retry-After while the database is away."""
    context = {
        "code": 503,
        "title": _("Fermé pour quelques minutes"),
        "sentence": _("Nous ne pouvons pas ouvrir nos archives en ce moment."),
    }
    return _failed(request, context, status=503, retry=RETRY_SECONDS)


@never_cache
def too_many_readers(request):
    """Answer 503 with Retry-After if so many pages are being made that this one would come too late."""
    context = {
        "code": 503,
        "title": _("Trop de monde à la porte"),
        "sentence": _("Beaucoup de lecteurs demandent une page au même instant."),
        "advice": _("Rechargez celle-ci dans quelques secondes."),
    }
    return _failed(request, context, status=503, retry=5)


@never_cache
def too_many_forms(request):
    """Answer 503 with Retry-After if so many forms arrive together that this one was not read."""
    context = {
        "code": 503,
        "title": _("Trop d’envois en même temps"),
        "sentence": _(
            "Nous n’avons pas pu lire le vôtre. Revenez en arrière : votre navigateur a gardé ce que vous avez "
            "tapé, et vous pouvez le renvoyer dans quelques minutes."
        ),
    }
    return _answer(context, status=503, retry=RETRY_SECONDS)


def _failed(request, context, *, status, retry=None):
    """Answer a page of error; give back what was typed, in a form that sends it again."""
    context["fields"] = _typed(request) if request.method == "POST" else []
    context["action"] = request.get_full_path()
    if context["fields"]:
        context["advice"] = _("Rien n’est perdu : renvoyez votre texte dans un moment.")
    elif request.method == "POST":
        context["advice"] = _(
            "Revenez en arrière : votre navigateur a gardé ce que vous avez tapé."
        )
    else:
        context["again"] = request.get_full_path()
        context.setdefault("advice", _("Réessayez dans quelques minutes."))
    return _answer(context, status=status, retry=retry)


def _answer(context, *, status, retry=None):
    answer = HttpResponse(render_to_string("error.html", context), status=status)
    if retry is not None:
        answer.headers["Retry-After"] = str(retry)
    return answer


def _typed(request):
    """Return (name, value, whether it is shown) of each field of the form; [] if it cannot be sent again so."""
    try:
        pairs = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    except Exception:  # whatever failed, this page is what is left to show
        return []
    if (
        request.FILES
        or len(pairs) > MOST_FIELDS
        or any("password" in name for name, _value in pairs)
    ):
        return []
    return [(name, value, len(value) >= SHOWN_FROM and " " in value) for name, value in pairs]

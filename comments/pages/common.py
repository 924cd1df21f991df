"""What several reader pages share: private answers, 410 for what is gone, the sanctions of a person."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..models import Suspension
from .forms import AppealForm


def private_page(view):
    """A page behind a private address: kept by no cache, indexed by no engine, told to no other site."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            what = _("Ce lien privé n’est pas valable, ou ne l’est plus")
            hint = _(
                "Vérifiez que l’adresse est entière : elle se termine par une longue suite de "
                "lettres et de chiffres."
            )
            response = unavailable(request, what=what, hint=hint, status=404)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(wrapped)


def typed_in(request):
    """Return the words a form brought, whichever form it was."""
    names = ("text", "explanation", "appeal")
    return next((request.POST[name] for name in names if request.POST.get(name)), "")


def unavailable(request, *, what, status, back="", hint=""):
    """Say that what the form was about is gone, and give the typed text back to be copied."""
    context = {"what": what, "typed": typed_in(request), "back": back, "hint": hint}
    return render(request, "comments/unavailable.html", context, status=status)


def sanction_form_name(sanction):
    return f"sanction{sanction.pk}"


def sanctions_of(suspensions, address, refused):
    """Return what a private page says of its person's sanctions: each with its appeal, or the form for one.

    `address(sanction)` is where that form leads, `refused` {sanction id: a form that was refused}.
    """
    told = []
    for sanction in suspensions.filter(kind__in=Suspension.IMPOSED).select_related("clause", "by"):
        appeal = sanction.appeals.select_related("ruling__by").first()
        form = refused.get(sanction.pk)
        if form is None and sanction.can_appeal():
            form = AppealForm(
                action=address(sanction), auto_id=f"{sanction_form_name(sanction)}_%s"
            )
        told.append(
            {
                "sanction": sanction,
                "is_standing": sanction.is_standing(),
                "lifted": sanction.lifted,
                "appeal": appeal,
                "form": form,
            }
        )
    return told

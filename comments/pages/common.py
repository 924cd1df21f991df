"""Parts that several reader pages share: the private page, the gone page, the sanctions."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..models import Suspension
from .forms import AppealForm


def private_page(view):
    """Keep a page with a private address out of caches and search engines; explain a 404."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            gone = _("Ce lien privé n’est pas valable, ou ne l’est plus")
            hint = _(
                "Vérifiez que l’adresse est entière : elle se termine par une longue suite de "
                "lettres et de chiffres."
            )
            response = unavailable(request, what=gone, hint=hint, status=404)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(wrapped)


def typed_in(request):
    """Return the text that the reader typed into any of the forms, or ""."""
    names = ("text", "explanation", "appeal")
    return next((request.POST[name] for name in names if request.POST.get(name)), "")


def unavailable(request, *, what, status, back="", hint=""):
    """Say that the subject of the form is gone; give the typed text back to be copied."""
    context = {"what": what, "typed": typed_in(request), "back": back, "hint": hint}
    return render(request, "comments/unavailable.html", context, status=status)


def sanction_form_name(sanction):
    return f"sanction{sanction.pk}"


def sanctions_of(suspensions, address, refused):
    """Return one row for each sanction of a person: its state, and its appeal or a form for one.

    `address(sanction)` is the action of that form, `refused` is {sanction id: a form with errors}.
    """
    rows = []
    for sanction in suspensions.filter(kind__in=Suspension.IMPOSED).select_related("clause", "by"):
        appeal = sanction.appeals.select_related("ruling__by").first()
        form = refused.get(sanction.pk)
        if form is None and sanction.can_appeal():
            form = AppealForm(
                action=address(sanction),
                button=_("Contester cette sanction"),
                auto_id=f"{sanction_form_name(sanction)}_%s",
            )
        rows.append(
            {
                "sanction": sanction,
                "is_standing": sanction.is_standing(),
                "lifted": sanction.lifted,
                "appeal": appeal,
                "form": form,
            }
        )
    return rows

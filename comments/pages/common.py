"""What readers' pages answer alike: a private page, a form from elsewhere, what is gone, when to come back."""

from datetime import timedelta
from functools import wraps

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import door
from ..models import Refusal, Suspension
from .forms import AppealForm

# A double click, or a retry after a lost answer; later, it is the same text again. Short, because whoever
# shares an address and a browser with the author, and writes the very same, is taken for them.
SAME_SUBMISSION = timedelta(minutes=2)


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


def refuse_elsewhere(request):
    """Return the sentence for a form posted from another site, or "" when it comes from here."""
    if door.is_same_origin(request):
        return ""
    return _(
        "Ce formulaire est arrivé d’un autre site : par prudence, rien n’a été enregistré. "
        "Relisez votre texte, conservé ici, et envoyez-le vous-même s’il est bien de vous."
    )


def typed_in(request):
    """Return the words a form brought, whichever form it was."""
    names = ("text", "explanation", "appeal")
    return next((request.POST[name] for name in names if request.POST.get(name)), "")


def unavailable(request, *, what, status, back="", hint=""):
    """Say that what the form was about is gone, and give the typed text back to be copied."""
    context = {"what": what, "typed": typed_in(request), "back": back, "hint": hint}
    return render(request, "comments/unavailable.html", context, status=status)


def when_again(until):
    """Say when to come back, so that it is true whenever it is read: never a time already there."""
    now = timezone.localtime()
    until = timezone.localtime(until + timedelta(seconds=59)).replace(second=0, microsecond=0)
    if until - now <= timedelta(minutes=1):
        return _("dans une minute")
    if until.date() == now.date():
        return _("à partir de %(time)s") % {"time": date_format(until, "H:i")}
    if until.date() == now.date() + timedelta(days=1):
        return _("demain à partir de %(time)s") % {"time": date_format(until, "H:i")}
    return _("à partir du %(day)s") % {"day": date_format(until, "SHORT_DATETIME_FORMAT")}


def retry_after(until, response):
    """Count the refusal, and say when to come back in the words of machines too (RFC 9110 10.2.3)."""
    Refusal.objects.count_up(["too_fast"])
    response.headers["Retry-After"] = str(max(1, round((until - timezone.now()).total_seconds())))
    return response


def said_before():
    return _(
        "Ce texte a déjà été envoyé depuis hier. S’il est de vous, inutile de le renvoyer ; "
        "sinon, dites-le avec vos mots : il est conservé ci-dessous."
    )


def shut_out(suspension, sender):
    """Return the sentence for someone who is suspended: until when, under which rule, where to contest it.

    To whoever only types that person's address, from elsewhere, nothing of the sanction is told.
    """
    if not sender or suspension.sender != sender:
        return _(
            "Cette adresse électronique ne peut pas servir ici pour l’instant. Un courriel l’a expliqué à "
            "la personne à qui elle est, avec le moyen de contester. Votre texte est conservé ci-dessous."
        )
    about = {
        "until": suspension.until
        and date_format(timezone.localtime(suspension.until), "j F Y, H:i"),
        "rule": _("règle %(n)d de la charte") % {"n": suspension.clause.number}
        if suspension.clause
        else _("charte"),
    }
    is_ban = suspension.kind == Suspension.Kind.BAN
    if suspension.scope == Suspension.Scope.NOTICES:
        sentence = (
            _("Vous ne pouvez plus envoyer d’alerte (%(rule)s).")
            if is_ban
            else _("Vous ne pourrez pas envoyer d’alerte avant le %(until)s (%(rule)s).")
        )
    elif is_ban:
        sentence = _("Vous ne pouvez plus commenter ici (%(rule)s).")
    else:
        sentence = _("Vous ne pourrez pas commenter avant le %(until)s (%(rule)s).")
    where = _(
        "La page privée de votre message en cause en dit les motifs, et permet de contester. "
        "Votre texte est conservé ci-dessous."
    )
    return f"{sentence % about} {where}"


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

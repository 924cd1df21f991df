"""A lost device: two colleagues vouch for the person, or one administrator asks and a day passes.

Everybody concerned gets a mail at once, and the person ends it by signing in with a factor that they still have.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import journal, sessions
from .models import Kind, StaffEvent

DELAY = timedelta(hours=24)
VOUCHERS = 2
ENDS_IT = {Kind.SIGNED_IN, Kind.FACTORS_RESET}


def ask(user, *, by) -> bool:
    """Note that a colleague vouches for a person who lost their device; return whether the factors are gone now.

    Raise ValueError if one asks for oneself.
    """
    if user == by:
        raise ValueError("nobody vouches for themselves")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if by.pk not in _vouchers(user):
            journal.note(Kind.RESET_ASKED, user, by=by)
        return _reset_if_due(user, timezone.now())


def reset_due(at=None) -> int:
    """Take the factors away where the delay is over; return of how many people. `tick` calls it."""
    now = at or timezone.now()
    asked = StaffEvent.objects.filter(kind=Kind.RESET_ASKED, at__gt=now - 10 * DELAY)
    found = 0
    for user in User.objects.filter(pk__in=asked.values("user")):
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            found += _reset_if_due(user, now)
    return found


def _asked(user):
    """Return what was asked for since the person last signed in, or their factors were last taken away."""
    ended = StaffEvent.objects.filter(user=user, kind__in=ENDS_IT).order_by("-at", "-pk").first()
    asked = StaffEvent.objects.filter(user=user, kind=Kind.RESET_ASKED).select_related("by")
    return list(asked.filter(pk__gt=ended.pk) if ended else asked)


def _vouchers(user):
    return {event.by_id for event in _asked(user)}


def _reset_if_due(user, now):
    asked = _asked(user)
    waited = [
        event
        for event in asked
        if now - event.at >= DELAY and event.by.has_perm("auth.change_user")
    ]
    if len({event.by_id for event in asked}) < VOUCHERS and not waited:
        return False
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    names = ", ".join(sorted({event.by.get_username() for event in asked}))
    journal.note(Kind.FACTORS_RESET, user, detail=names)
    return True


class VouchForm(forms.Form):
    colleague = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Qui a perdu son appareil")
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy(
            "J’ai vu cette personne, ou je lui ai parlé, et c’est bien elle qui le demande."
        )
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=by.pk)
        self.fields["colleague"].queryset = others.order_by("first_name", "username")
        self.fields["colleague"].label_from_instance = lambda user: (
            user.get_full_name() or user.get_username()
        )


def page(request):
    form = VouchForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        if ask(form.cleaned_data["colleague"], by=request.user):
            sentence = _(
                "Ses seconds facteurs sont ôtés : un mot de passe suffit pour en ajouter un."
            )
        else:
            sentence = _(
                "C’est noté, et la personne l’apprend par courriel. Il faut qu’un autre collègue se porte garant aussi, "
                "ou que 24 heures passent si vous êtes de l’administration."
            )
        messages.success(request, sentence)
        return redirect("lost_device")
    context = {**admin.site.each_context(request), "title": _("Appareil perdu"), "form": form}
    return render(request, "account/lost_device.html", context)

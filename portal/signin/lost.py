"""A lost device: two colleagues vouch for the person, or one administrator asks and a day passes.

Two of whom one made or changed the other's account lately might be one person: they count as one.
Everybody concerned gets a mail at once, and the person ends it by signing in with a factor that they still have.
"""

from datetime import timedelta
from itertools import combinations

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models.filing import are_tied, file_credentials

from . import journal, sessions
from .models import Kind, StaffEvent

DELAY = timedelta(hours=24)
ASKED_FOR = timedelta(days=10)  # then it must be asked again
ENDS_IT = {Kind.SIGNED_IN, Kind.FACTORS_RESET}


def ask(user, *, by) -> bool:
    """Note that a colleague vouches for a person who lost their device; return whether the factors are gone now.

    Raise ValueError if one asks for oneself.
    """
    if user == by:
        raise ValueError("nobody vouches for themselves")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        now = timezone.now()
        if by not in {event.by for event in _asked(user, now)}:
            journal.note(Kind.RESET_ASKED, user, by=by, at=now)
        return _reset_if_due(user, now)


def reset_due(at=None) -> int:
    """Take the factors away where the delay is over; return of how many people. `tick` calls it."""
    now = at or timezone.now()
    asked = StaffEvent.objects.filter(kind=Kind.RESET_ASKED, at__gt=now - ASKED_FOR)
    found = 0
    for user in User.objects.filter(pk__in=asked.values("user")):
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            found += _reset_if_due(user, now)
    return found


def _asked(user, now):
    """Return what colleagues who still work here asked for within ASKED_FOR.

    Only since the person last signed in, or their factors were last taken away.
    """
    ended = StaffEvent.objects.filter(user=user, kind__in=ENDS_IT).order_by("-at", "-pk").first()
    asked = StaffEvent.objects.filter(user=user, kind=Kind.RESET_ASKED, at__gt=now - ASKED_FOR)
    asked = asked.filter(by__is_active=True, by__is_staff=True).select_related("by")
    return list(asked.filter(pk__gt=ended.pk) if ended else asked)


def _reset_if_due(user, now):
    asked = _asked(user, now)
    vouchers = {event.by for event in asked}
    are_two = any(not are_tied(one, other, now) for one, other in combinations(vouchers, 2))
    has_waited = any(
        now - event.at >= DELAY and event.by.has_perm("auth.change_user") for event in asked
    )
    if not are_two and not has_waited:
        return False
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    names = ", ".join(sorted(voucher.get_username() for voucher in vouchers))
    journal.note(Kind.FACTORS_RESET, user, detail=names)
    for voucher in vouchers:
        file_credentials(user, "factors", by=voucher)
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
                "dont vous n’avez pas changé le compte depuis trente jours, ni lui le vôtre ; ou que 24 heures passent "
                "si vous êtes de l’administration."
            )
        messages.success(request, sentence)
        return redirect("lost_device")
    context = {**admin.site.each_context(request), "title": _("Appareil perdu"), "form": form}
    return render(request, "account/lost_device.html", context)

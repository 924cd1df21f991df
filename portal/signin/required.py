"""Who may go on: with a second factor where the site asks for one, and not after a long silence."""

import re
import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SINCE, SEEN, ENROLLED = "signed_in_at", "seen_at", "enrolled"
SEEN_EVERY = 60  # seconds: a session is not written at each request
BY_ITSELF = "X-By-Itself"  # of a request that a page makes by itself (static/desk/presence.js)
# What a password alone opens: signing in and out, and enrolling a factor; not vouching for a colleague.
OPEN = re.compile(
    r"admin/(login/|logout/|jsi18n/|compte/((totp|webauthn|recovery-codes|authenticate|reauthenticate|confirmer)/.*)?)$"
)


class SessionEnds:
    """End a session after STAFF_IDLE_MINUTES without a request of somebody's hand, and after twelve hours in all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if getattr(request, "session", None) is None or not request.user.is_authenticated:
            return self.get_response(request)
        now, session = time.time(), request.session
        since = session.setdefault(SINCE, now)
        seen = session.setdefault(SEEN, now)
        idle = settings.STAFF_IDLE_MINUTES * 60
        if now - since > settings.SESSION_COOKIE_AGE or (idle and now - seen > idle):
            logout(request)
            messages.info(request, _("Votre session est finie : connectez-vous de nouveau."))
        elif now - seen > SEEN_EVERY and BY_ITSELF not in request.headers:
            session[SEEN] = now
        return self.get_response(request)


class SecondFactor:
    """Send whoever gave a password alone to enrol a second factor; until then no page of the admin opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.SECOND_FACTOR or not _is_signed_in(request) or has_proved(request):
            return self.get_response(request)
        if Authenticator.objects.filter(user=request.user, type__in=FACTORS).exists():
            # It was enrolled in another session; this one gave a password alone, and may not even add a factor.
            logout(request)
            return redirect("account_login")
        if _is_open(request):
            return self.get_response(request)
        messages.warning(
            request,
            _("Ajoutez un second facteur : sans lui, rien ne s’ouvre ici."),
        )
        return redirect("mfa_index")


def has_proved(request) -> bool:
    """Return whether this session gave a second factor, or a passkey, or has just enrolled one."""
    if request.session.get(ENROLLED) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def _is_signed_in(request):
    return getattr(request, "session", None) is not None and request.user.is_authenticated


def _is_open(request):
    path = request.path_info.lstrip("/").removeprefix(f"{request.LANGUAGE_CODE}/")
    return OPEN.match(path) is not None


def note_enrolment(request, user, authenticator, **_kwargs):
    """Remember that this very session holds the new factor."""
    if authenticator.type in FACTORS:
        request.session[ENROLLED] = user.pk


authenticator_added.connect(note_enrolment, dispatch_uid="portal.signin.required")

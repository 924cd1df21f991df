"""One's open sessions, and «déconnecter partout»."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import admin, messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import journal
from .models import Kind
from .required import SEEN, SINCE

BROWSER = "browser"
BROWSERS = re.compile(r"(Firefox|Edg|OPR|Chrome|Safari|Lynx|w3m)/[\d.]+")
SYSTEMS = re.compile(r"Android|iPhone|iPad|Windows|Mac OS X|Linux")
NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "macOS"}


@dataclass
class Open:
    """One open session; no address of it is kept."""

    since: datetime
    seen: datetime
    browser: str
    is_this_one: bool


def browser_of(user_agent: str) -> str:
    """Return «Firefox, Windows» of a User-Agent; "" if it names none that we know."""
    found = [BROWSERS.search(user_agent), SYSTEMS.search(user_agent)]
    words = [each[1] if each.re is BROWSERS else each[0] for each in found if each]
    return ", ".join(NAMES.get(word, word) for word in words)


def of(user) -> list[tuple[Session, dict]]:
    """Return a colleague's sessions that have not ended, each with its content."""
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    opened = ((row, row.get_decoded()) for row in rows.iterator())
    return [(row, kept) for row, kept in opened if kept.get(SESSION_KEY) == str(user.pk)]


def end_all(user, *, but=None) -> int:
    """End every session of a colleague but one; return how many."""
    keys = [row.pk for row, _kept in of(user) if row.pk != but]
    return Session.objects.filter(pk__in=keys).delete()[0]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    if request.method == "POST":
        ended = end_all(request.user, but=request.session.session_key)
        journal.note(Kind.SESSIONS_ENDED, request.user, by=request.user, detail=str(ended))
        messages.success(request, _("Vos autres sessions sont fermées."))
        return redirect("sessions")
    opened = [
        Open(
            since=_moment(kept.get(SINCE)),
            seen=_moment(kept.get(SEEN)),
            browser=kept.get(BROWSER, ""),
            is_this_one=row.pk == request.session.session_key,
        )
        for row, kept in of(request.user)
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Vos sessions ouvertes"),
        "sessions": sorted(opened, key=lambda each: each.seen, reverse=True),
    }
    return render(request, "account/sessions.html", context)


def _moment(seconds):
    return datetime.fromtimestamp(seconds or 0, UTC)

"""`/metrics`: the figures in the text format of Prometheus, for the addresses of METRICS_FROM alone."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.door.sender import client_address

from .figures import figures

KIND = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@never_cache
def metrics(request):
    """Answer the figures; 404 to whoever is not expected. While the database is away it says just that."""
    if not _is_expected(client_address(request)):
        raise Http404
    try:
        lines = [*_gauges(figures())]
    except DatabaseError:
        lines = ["portal_database_up 0"]
    return HttpResponse("\n".join(lines) + "\n", content_type=KIND)


def _is_expected(address):
    try:
        there = ip_address(address)
    except ValueError:
        return False
    return any(there in ip_network(each, strict=False) for each in settings.METRICS_FROM)


def _gauges(found):
    """Yield the lines; an age that is not known has no line."""
    yield "portal_database_up 1"
    yield f"portal_articles_visible {found.articles}"
    for lane, number in found.waiting.items():
        yield f'portal_comments_waiting{{lane="{lane}"}} {number}'
    yield f"portal_answers_late {found.late}"
    yield f"portal_answers_due_within_two_hours {found.nearly_late}"
    yield f"portal_letters_waiting {found.letters_waiting}"
    yield f"portal_letters_given_up {found.letters_given_up}"
    yield f"portal_wires {found.wires}"
    yield f"portal_wires_quiet {len(found.wires_quiet)}"
    yield f"portal_tick_went_well {int(found.tick_went_well)}"
    ages = {
        "comment_oldest_waiting": found.oldest_seconds,
        "letter_oldest_due": found.letters_oldest_seconds,
        "tick": found.tick_seconds,
        "backup": found.backup_seconds,
    }
    for name, age in ages.items():
        if age is not None:
            yield f"portal_{name}_age_seconds {age:.0f}"
    yield f"portal_worries {len(found.worries)}"

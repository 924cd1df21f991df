"""`/metrics`: the figures in the text format of Prometheus, for the addresses of METRICS_FROM alone."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.door.sender import client_address

from .counters import LATENCIES, MICROSECONDS, counters
from .figures import figures

KIND = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
@never_cache
def metrics(request):
    """Answer the figures; 404 to whoever is not expected. While the database is away it says so, and its counts."""
    if not _is_expected(client_address(request)):
        raise Http404
    try:
        lines = [*_gauges(figures())]
    except DatabaseError:
        lines = ["portal_database_up 0"]
    lines.extend(_counts(counters().totals()))
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
    yield f"portal_statements_waiting {found.statements_waiting}"
    yield f"portal_statements_refused {found.statements_refused}"
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
    if found.wal_archive_fails is not None:
        yield f"portal_wal_archive_fails {int(found.wal_archive_fails)}"
    yield f"portal_worries {len(found.worries)}"


def _counts(counted):
    """Yield what this machine's processes counted; they never fall."""
    yield "# TYPE portal_pages_from_memory_total counter"
    yield f"portal_pages_from_memory_total {counted['hits']}"
    yield "# TYPE portal_old_pages_total counter"
    yield f"portal_old_pages_total {counted['old']}"
    yield "# TYPE portal_requests_total counter"
    answers = {kind: counted[f"answers_{kind}xx"] for kind in range(1, 6)}
    for kind, number in answers.items():
        yield f'portal_requests_total{{status="{kind}xx"}} {number}'
    yield "# TYPE portal_request_seconds histogram"
    for bound in LATENCIES:
        yield f'portal_request_seconds_bucket{{le="{bound}"}} {counted[f"within_{bound}"]}'
    yield f'portal_request_seconds_bucket{{le="+Inf"}} {sum(answers.values())}'
    yield f"portal_request_seconds_sum {counted['request_microseconds'] / MICROSECONDS:.6f}"
    yield f"portal_request_seconds_count {sum(answers.values())}"
    yield "# TYPE portal_database_queries_total counter"
    yield f"portal_database_queries_total {counted['queries']}"
    yield "# TYPE portal_database_seconds_total counter"
    yield f"portal_database_seconds_total {counted['query_microseconds'] / MICROSECONDS:.6f}"
    yield "# TYPE portal_policy_reports_total counter"
    yield f"portal_policy_reports_total {counted['policy_reports']}"

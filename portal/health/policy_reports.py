"""Reports of browsers: something on a page that the content security policy stopped.

They are counted (/metrics) and told in the log, by a few words of known form: no address of a page, which may be private, and
nothing that a stranger chose beyond the name of a host. Nobody can fill a disk with them: a process tells PER_MINUTE a
minute, and counts the others.
"""

import json
import logging
import re
import threading
import time
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .counters import counters

logger = logging.getLogger(__name__)

LONGEST = 16 * 1024  # bytes of what a browser sends
MOST = 10  # reports of one request that are read
PER_MINUTE = 10
DIRECTIVE = re.compile(r"[a-z-]{1,40}")
KEYWORD = re.compile(r"inline|eval|wasm-eval|data|blob|trusted-types-(?:sink|policy)")
HOST = re.compile(r"[a-z0-9.-]{1,100}")
FIRST_WORD = re.compile(r"/(?:(?:ar|en)/)?([a-z-]{1,30})(?:/|$)")
OF_AN_EXTENSION = re.compile(r"(?:\w+-)*extension\b")


class Turns:
    """So many in each minute, for one process."""

    def __init__(self, most):
        self.most, self.minute, self.taken = most, 0, 0
        self.lock = threading.Lock()

    def take(self) -> bool:
        minute = int(time.monotonic() // 60)
        with self.lock:
            if minute != self.minute:
                self.minute, self.taken = minute, 0
            self.taken += 1
            return self.taken <= self.most


turns = Turns(PER_MINUTE)


@require_POST
@never_cache
def policy_reports(request):
    """Take the reports of a browser; answer 204 whatever they say, 413 if they are too long."""
    if len(body := request.read(LONGEST + 1)) > LONGEST:
        return HttpResponse(status=413)
    for report in reports_of(body):
        counters().count("policy_reports")
        if turns.take():
            logger.warning("the content policy stopped something: %s", told(report))
    return HttpResponse(status=204)


def reports_of(body: bytes) -> list[dict]:
    """Return what was stopped, in either form: `report-uri` of CSP 2 and the Reporting API's list.

    What extensions of the browser do on a page is left out.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if isinstance(sent, dict):
        found = [sent.get("csp-report")]
    elif isinstance(sent, list):
        found = [each.get("body") for each in sent[:MOST] if isinstance(each, dict)]
    else:
        found = []
    return [each for each in found if isinstance(each, dict) and not _is_an_extensions(each)]


def told(report: dict) -> str:
    """Return the rule, what it stopped and on which kind of page, each by words of a known form."""
    rule = _first(report, "effective-directive", "violated-directive", "effectiveDirective")
    page = _first(report, "document-uri", "documentURL")
    rule = DIRECTIVE.match(rule)
    return f"{rule[0] if rule else 'a rule'}, {_stopped(report)}, on {_kind_of_page(page)}"


def _stopped(report):
    blocked = _first(report, "blocked-uri", "blockedURL")
    if KEYWORD.fullmatch(blocked):
        return blocked
    host = _host(blocked)
    return f"from {host}" if host else "from elsewhere"


def _host(address):
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host if HOST.fullmatch(host) else ""


def _kind_of_page(address):
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    word = FIRST_WORD.match(path)
    return f"/{word[1]}/…" if word else "a page"


def _is_an_extensions(report):
    places = (
        _first(report, "source-file", "sourceFile"),
        _first(report, "blocked-uri", "blockedURL"),
    )
    return any(OF_AN_EXTENSION.match(place) for place in places)


def _first(report, *names):
    for name in names:
        if isinstance(value := report.get(name), str) and value:
            return value
    return ""

"""Log lines that name no private page: text for a terminal, or one JSON object a line.

Each line of a request bears its number, which nginx logs too, and which a page of error shows (`request_number`).
"""

import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings

PRIVATE = re.compile(
    r"/(suivi|alertes|reponses|signaleurs)/[A-Za-z0-9_-]{43}|/(suivi/adresse|admin/compte/mot-de-passe)/[^\s?]+"
)
NUMBER = re.compile(r"[0-9a-f]{32}")  # as nginx makes it ($request_id)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_number = ContextVar("request_number", default="")


def request_number() -> str:
    """Return the number of the request at work, "" outside one."""
    return _number.get()


def numbered(get_response):
    """Give each request a number: our proxy's, else a new one. An answer that failed tells it."""

    def middleware(request):
        told = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
        token = _number.set(told if NUMBER.fullmatch(told) else secrets.token_hex(16))
        try:
            response = get_response(request)
            if response.status_code >= 500:
                response.headers["X-Request-ID"] = request_number()
            return response
        finally:
            _number.reset(token)

    return middleware


class WithoutPrivateAddresses(logging.Filter):
    """Blank the key of a private address in a record: a reader of the log cannot open the page."""

    def filter(self, record):
        record.msg = without_keys(record.getMessage())
        record.args = ()
        return True


def without_keys(text: str) -> str:
    return PRIVATE.sub(lambda found: f"/{found[1] or found[2]}/…", text)


class OneLineForStrangers(logging.Filter):
    """Leave out the trace of a request that Django refuses as malformed or suspicious.

    Anybody can send one (a wrong host, a thousand fields): the line says it all, a trace fills the disk.
    """

    def filter(self, record):
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True


class TextLines(logging.Formatter):
    """Text for a terminal: a message stays on its line, so that nobody writes a second one into the log (CWE-117)."""

    def formatMessage(self, record):
        return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), record.message)


class JsonLines(logging.Formatter):
    """One JSON object a line: `at` (UTC), `level`, `logger`, `message`, and of a request its number; a trace if any."""

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number():
            line["request"] = number
        if record.exc_info:
            line["trace"] = without_keys(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

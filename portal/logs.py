"""Keep out of the logs the private addresses of follow-up pages, and traces of malformed requests."""

import logging
import re

PRIVATE = re.compile(
    r"/(suivi|alertes|reponses|signaleurs)/[A-Za-z0-9_-]{43}|/(suivi/adresse)/[^/\s]+"
)


class WithoutPrivateAddresses(logging.Filter):
    """Blank the key of a private address in a record: a reader of the log cannot open the page."""

    def filter(self, record):
        record.msg = PRIVATE.sub(lambda found: f"/{found[1] or found[2]}/…", record.getMessage())
        record.args = ()
        return True


class OneLineForStrangers(logging.Filter):
    """Leave out the trace of a request that Django refuses as malformed or suspicious.

    Anybody can send one (a wrong host, a thousand fields): the line says it all, a trace fills the disk.
    """

    def filter(self, record):
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True

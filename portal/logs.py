"""Keep the private addresses of follow-up pages out of the logs."""

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

"""What the logs must not hold: the private addresses of follow-up pages."""

import logging
import re

PRIVATE = re.compile(r"/(suivi|alertes|reponses|signaleurs)/[A-Za-z0-9_-]{43}")


class WithoutPrivateAddresses(logging.Filter):
    """Blank the key of a private address in a record; whoever reads the log cannot follow it."""

    def filter(self, record):
        record.msg = PRIVATE.sub(r"/\1/…", record.getMessage())
        record.args = ()
        return True

"""The one rule on who is the same person: the same address, or the same sender hash."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q


def whose(colleague, path=""):
    """Return the condition of rows that are a colleague's own, as far as anything says so.

    Two things may: the address of their account, and the browser they sit at. The desk sets the keyed hash
    of that browser as `colleague.sender`. `path` leads to the row, as `comment__`.
    """
    known = {"email": colleague.email.lower(), "sender": getattr(colleague, "sender", "")}
    asked = [Q(**{f"{path}{name}": value}) for name, value in known.items() if value]
    return reduce(or_, asked, Q(pk__in=[]))


def is_of(row, colleague) -> bool:
    """Return whether a row in hand is a colleague's own, as whose() tells of rows in the database."""
    by_address = bool(row.email) and row.email == colleague.email.lower()
    return by_address or (bool(row.sender) and row.sender == getattr(colleague, "sender", ""))


class KnownPersonQuerySet(models.QuerySet):
    """Rows that bear `email` and `sender`: comments, notices, sanctions."""

    def of(self, email, sender):
        """Return the rows of one person; none if nothing says who they are."""
        known = {"email": email, "sender": sender}
        asked = [Q(**{name: value}) for name, value in known.items() if value]
        return self.filter(reduce(or_, asked)) if asked else self.none()

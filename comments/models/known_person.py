"""The one rule on who is the same person: the same address, or the same sender hash."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q


class KnownPersonQuerySet(models.QuerySet):
    """Rows that bear `email` and `sender`: comments, notices, sanctions."""

    def of(self, email, sender):
        """Return the rows of one person; none if nothing says who they are."""
        known = {"email": email, "sender": sender}
        asked = [Q(**{name: value}) for name, value in known.items() if value]
        return self.filter(reduce(or_, asked)) if asked else self.none()

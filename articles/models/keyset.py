"""Page a list by keyset: «after this row», so that page 4,000 costs no more than page 1.

No row is lost or repeated between two pages. A cursor holds the row's values in the order of the list, signed, so
that nobody can change it.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import Q

signer = Signer(salt="comments.keyset")


def cursor_of(row, order) -> str:
    """Return the cursor of a row in a list ordered by `order`, such as `["-alleged", "pk"]`."""
    values = [getattr(row, name.lstrip("-")) for name in order]
    return signer.sign_object([v.isoformat() if isinstance(v, datetime) else v for v in values])


def after(queryset, order, cursor):
    """Return the rows that follow the cursor; the whole list if the cursor is not ours."""
    try:
        values = signer.unsign_object(cursor)
    except BadSignature:
        return queryset
    if not isinstance(values, list) or len(values) != len(order):
        return queryset
    following, same = Q(pk=None), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        following |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{field: value})
    return queryset.filter(following)

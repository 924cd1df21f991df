"""Page a list by keyset: «after this row», so that page 4,000 costs no more than page 1.

No row is lost or repeated between two pages. A cursor holds the row's values in the order of the list, signed, so
that nobody can change it.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

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
    return queryset.filter(beyond(values, order))


def beyond(values, order, *, included=False) -> Q:
    """Return the condition of the rows that follow the one of these values; of that one too if `included`.

    The first column is asked for twice: an index begins at it, which the second question alone does not
    let it.
    """
    if len(order) > 2 and not included and not any(name.startswith("-") for name in order):
        # The first column alone would not do if it has few values. As one row, an index is entered at all columns.
        return Q(TupleGreaterThan(Tuple(*map(F, order)), tuple(values)))
    ways = [(name.lstrip("-"), "lt" if name.startswith("-") else "gt") for name in order]
    first, way = ways[0]
    following, same = Q(pk=None), Q()
    for (name, towards), value in zip(ways, values, strict=True):
        is_last = name == ways[-1][0]
        reach = f"{towards}e" if included and is_last else towards
        following |= same & Q(**{f"{name}__{reach}": value})
        same &= Q(**{name: value})
    return Q(**{f"{first}__{way}e": values[0]}) & following


def reverse_of(order):
    """Return the same order from its end: `["-published_at", "-pk"]` for `["published_at", "pk"]`."""
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]

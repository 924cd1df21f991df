"""How long origins are kept: the keyed hashes of senders, and the addresses of sanctions.

| what | goes |
|---|---|
| the hash of a comment, a notice | after SENDER_DAYS |
| the hash of a sanction | when the sanction ends; after SENDER_DAYS if it has no end |
| the address of a sanction, of its warning or its lifting | once it is over and can be contested no more: APPEAL_WINDOW_DAYS after its end |
| the address of a comment, and of the letters to its author | when its author or an administrator erases it (`Comment.erase`) |

Any other address, as that of whoever alerted, stays with its row.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .models import Comment, Notice, Suspension

SENDER_DAYS = 90  # how long a comment or a notice keeps where it came from, as a hash
Kind = Suspension.Kind
BATCH = 5000  # rows of one transaction


def forget_senders(*, at=None) -> int:
    """Empty the hashes that are past their term; return their number.

    Addresses of sanctions go too. Safe to run twice.
    """
    at = at or timezone.now()
    old = at - timedelta(days=SENDER_DAYS)
    over = Q(until__lt=at) | Q(until=None, at__lt=old)
    due = [
        Comment.objects.filter(created_at__lt=old),
        Notice.objects.filter(at__lt=old),
        Suspension.objects.filter(over),
    ]
    forgotten = sum(_forget(rows.exclude(sender=""), sender="") for rows in due)
    contestable = at - timedelta(days=settings.APPEAL_WINDOW_DAYS)
    lifted = Suspension.objects.filter(
        kind=Kind.LIFT, supersedes=OuterRef("pk"), at__lt=contestable
    )
    ended = Suspension.objects.filter(
        Q(until__lt=contestable)
        | Q(kind__in=[Kind.WARN, Kind.LIFT, Kind.CONFIRM])
        | Exists(lifted),
        at__lt=contestable,
    )
    return forgotten + _forget(ended.exclude(email=""), email="", sender="")


def _forget(rows, **change):
    forgotten = 0
    while some := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        forgotten += rows.model.objects.filter(pk__in=some).update(**change)
    return forgotten

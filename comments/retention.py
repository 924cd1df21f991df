"""Forget at its term the origin of a comment, a notice or a sanction: hashes and addresses."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from .models import Comment, Notice, Suspension

SENDER_DAYS = 90  # how long a comment or a notice keeps where it came from, as a hash
BATCH = 5000  # rows of one transaction


def forget_senders(*, at=None) -> int:
    """Empty the hashes that are past their term; return their number.

    Those of comments and notices go after SENDER_DAYS, those of sanctions once these are over: a sanction's
    hash stays as long as it runs, a ban's SENDER_DAYS. Safe to run twice.
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
    # An address whose sanction is over, and can be contested no more.
    contestable = at - timedelta(days=settings.APPEAL_WINDOW_DAYS)
    ended = Suspension.objects.filter(until__lt=contestable, at__lt=contestable)
    return forgotten + _forget(ended.exclude(email=""), email="", sender="")


def _forget(rows, **change):
    forgotten = 0
    while some := list(rows.order_by().values_list("pk", flat=True)[:BATCH]):
        forgotten += rows.model.objects.filter(pk__in=some).update(**change)
    return forgotten

"""How long the newsroom keeps what came in with an article; `tick` enforces it.

| what | goes |
|---|---|
| a file or an answer of a wire, as received | after DELIVERY_DAYS, unless an editor has still to decide on one of its items |
| the words and the address of whoever reported an error | after REPORT_DAYS; that it was reported, where, and what the newsroom did, stay with the article, unless `erase_person` deletes the report |
"""

from datetime import timedelta

from django.utils import timezone

from .models import Delivery, ErrorReport, WireItem

DELIVERY_DAYS = 365
REPORT_DAYS = 365
BATCH = 500  # rows of one transaction: a delivery may have megabytes


def forget_old(*, at=None) -> int:
    """Delete and empty what is past its term; return how many rows. Safe to run twice."""
    at = at or timezone.now()
    undecided = WireItem.objects.filter(outcome=WireItem.Outcome.PROPOSED, delivery__isnull=False)
    old = Delivery.objects.filter(received_at__lt=at - timedelta(days=DELIVERY_DAYS))
    old = old.exclude(pk__in=undecided.values("delivery")).order_by()
    gone = 0
    while some := list(old.values_list("pk", flat=True)[:BATCH]):
        WireItem.objects.filter(delivery__in=some).update(delivery=None)
        gone += Delivery.objects.filter(pk__in=some).delete()[0]
    reports = ErrorReport.objects.filter(at__lt=at - timedelta(days=REPORT_DAYS))
    return gone + reports.exclude(email="", text="").update(email="", text="")

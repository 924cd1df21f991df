"""Poll the wires in turn: each at its interval, less often while it fails; find silent ones."""

import logging
import random
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from ..models import Wire, WireItem
from ..rules.printable import printable
from ..wires import Unreadable, read
from . import fetch, ingest
from .deadline import SECONDS_TO_READ, within
from .pictures import take_pictures

logger = logging.getLogger(__name__)
BACK_OFF_MOST = timedelta(hours=6)


def is_due(wire, at) -> bool:
    """Return whether to ask it: after its interval, doubled by each failure, at most six hours."""
    if wire.polled_at is None:
        return True
    wait = timedelta(minutes=wire.interval_minutes) * 2 ** min(wire.failures, 10)
    return at >= wire.polled_at + min(
        wait, max(BACK_OFF_MOST, timedelta(minutes=wire.interval_minutes))
    )


def is_quiet(wire, at) -> bool:
    """Return whether nothing new came from it for longer than its `quiet_hours`."""
    return at - (wire.fresh_at or wire.created_at) > timedelta(hours=wire.quiet_hours)


def claim(wire, *, at=None) -> bool:
    """Take the turn of a wire that was found due; return False if another process was faster."""
    return bool(
        Wire.objects.filter(pk=wire.pk, polled_at=wire.polled_at).update(
            polled_at=at or timezone.now()
        )
    )


def poll(wire, *, at=None) -> list:
    """Ask one wire; return the outcomes of its items; raise fetch.Refused or Unreadable.

    A 304 costs one request and nothing else.
    """
    at = at or timezone.now()
    Wire.objects.filter(pk=wire.pk).update(polled_at=at)
    try:
        return _poll(wire, at)
    except (fetch.Refused, Unreadable) as error:
        _count_failure(wire, str(error))
        raise
    except Exception as error:  # one wire never keeps the others waiting
        logger.exception("wire %s", wire.pk)
        _count_failure(wire, unforeseen := f"unforeseen: {type(error).__name__}")
        raise Unreadable(unforeseen) from error


def _count_failure(wire, reason):
    reason = printable(reason)[:300]
    Wire.objects.filter(pk=wire.pk).update(failures=F("failures") + 1, last_error=reason)


def _poll(wire, at):
    answer = fetch.fetch(
        wire.address,
        allowed_hosts=settings.WIRE_ALLOWED_HOSTS,
        etag=wire.etag,
        modified=wire.modified,
    )
    items = []
    if not answer.unchanged:
        with within(SECONDS_TO_READ):
            items = read(answer.content, language=wire.language)
    keep = ingest.keeper(answer.content, wire.address)
    taken = []
    for item in items:
        taken.append(
            ingest.take_in(
                item,
                source=wire.source,
                section=wire.section,
                publish=wire.publishes,
                delivery=keep,
                at=at,
            )
        )
    if wire.takes_pictures:
        take_pictures(taken, allowed_hosts=settings.WIRE_ALLOWED_HOSTS)
    fresh = {WireItem.Outcome.CREATED, WireItem.Outcome.UPDATED, WireItem.Outcome.HELD}
    Wire.objects.filter(pk=wire.pk).update(
        failures=0, last_error="", etag=answer.etag, modified=answer.modified,
        **({"fresh_at": at} if any(each.outcome in fresh for each in taken) else {}),
    )  # fmt: skip
    return taken


def due(at=None):
    """Return the wires to ask now, in random order: a slow one must not always delay the same."""
    at = at or timezone.now()
    found = [
        wire
        for wire in Wire.objects.filter(is_active=True).select_related("source", "section")
        if is_due(wire, at)
    ]
    random.shuffle(found)
    return found

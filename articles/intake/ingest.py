"""Dispatch → Article: take in each item of a wire, once, and record its outcome.

The same dispatch twice is one article. What its next version does, a kill among them, is newer_version.py's.
"""

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models import Article, Delivery, WireItem
from ..rules.body import clean_body, plain_text
from ..rules.printable import printable
from ..wires import Failed, Unreadable
from . import newer_version
from .deadline import within
from .editors_touch import digest
from .outcome import Outcome, Taken
from .resemblance import same_story
from .writing import write, write_around
from .written_fields import HEADLINE_MOST, shortened

logger = logging.getLogger(__name__)
SECONDS_EACH = 15
VERSION_MOST = 2**63


def take_in(item, *, source, section, publish=False, delivery=None, at=None, apart=False) -> Taken:
    """Take in one item of a wire, in one transaction, and record its outcome.

    `apart` makes an article of it even if another agency's article looks the same: an editor says it is another story.
    `delivery` is a callable that stores the bytes and returns the Delivery; it is not called for an unchanged item.
    An item that fails for any reason is refused like any other: the rest of its feed still comes in.
    """
    at = at or timezone.now()
    for is_last in (False, True):  # another process may have created it a moment ago
        try:
            with within(SECONDS_EACH), transaction.atomic():
                taken = _taken(item, source, section, publish, at, apart)
                _record(taken, source, delivery)
                return taken
        except Exception as error:
            if is_last or not isinstance(error, IntegrityError):
                return _failed(item, error, source, delivery)


def _failed(item, error, source, delivery):
    """Refuse an item that could not be kept, for whatever reason; its traceback goes to the log."""
    name = f"{source} {item.origin_id[:100]!r}"
    logger.error("an item could not be kept: %s", name, exc_info=error)
    said = printable(" ".join(str(error).split()))[:120]
    taken = Taken(item, Outcome.REFUSED, f"could not be kept: {type(error).__name__}: {said}")
    taken.is_failure = True
    try:
        with transaction.atomic():
            _record(taken, source, delivery)
    except Exception:
        logger.exception("its refusal could not be recorded: %s", name)
    return taken


def _taken(item, source, section, publish, at, apart):
    if isinstance(item, Unreadable):
        return Taken(item, Outcome.REFUSED, item.reason, is_failure=isinstance(item, Failed))
    if len(item.origin_id) > 300:
        item = Unreadable("an identifier longer than 300 characters", item.origin_id[:300])
    elif not 0 <= item.version < VERSION_MOST:
        item = Unreadable("a version that is no number of ours", item.origin_id)
    if isinstance(item, Unreadable):
        return Taken(item, Outcome.REFUSED, item.reason)
    article = (
        Article.objects.select_for_update().filter(source=source, origin_id=item.origin_id).first()
    )
    earlier = WireItem.objects.filter(source=source, origin_id=item.origin_id)
    if item.status != "usable":
        return newer_version.withdraw(item, article, earlier)
    if item.is_status_alone and article is None:
        return Taken(item, Outcome.REFUSED, "a status alone, of a dispatch that is not here")
    if off_line := newer_version.stays_off_line(item, article, earlier):
        return off_line
    if article is None:
        settled = earlier.filter(version=item.version, settled_by__isnull=False)
        if settled.exists() and not apart:
            return Taken(item, Outcome.UNCHANGED, "settled here, by an editor")
        return _create(item, source, section, publish, at, apart)
    if item.is_status_alone:
        return newer_version.change_status(item, article, publish, at)
    return newer_version.update(item, article, publish, at)


def _create(item, source, section, publish, at, apart):
    if not apart and (other := same_story(_whole_text(item), source, at)):
        reason = f"looks like article {other.pk} of {other.source.short_name}"
        return Taken(item, Outcome.PROPOSED, reason, other)
    article = Article(source=source, section=section, origin_id=item.origin_id, received_at=at)
    article.published_at = min(item.published_at or at, at).replace(microsecond=0)
    article.embargo_until = article.origin_embargo = item.embargo_until
    write(article, item)
    article.save()
    write_around(article, item)
    is_held = bool(item.embargo_until and item.embargo_until > at)
    if publish and article.body:
        article.publish(at=at)
    else:
        article.reindex()
    reason = "" if article.body else "no text came: a draft"
    return Taken(item, Outcome.HELD if is_held else Outcome.CREATED, reason, article)


def _whole_text(item):
    return f"{item.headline} {plain_text(clean_body(item.body))}"


def _record(taken, source, delivery):
    """Write the item's outcome, once: nothing if nothing changed, or if it is the same again."""
    item, outcome = taken.item, taken.outcome
    if outcome == Outcome.UNCHANGED:
        return
    reason = printable(taken.reason)[:300]
    origin_id = printable(item.origin_id)[:300]
    origin_id = origin_id or f"unreadable:{digest(reason)[:16]}"
    version = getattr(item, "version", 0)
    version = version if 0 <= version < VERSION_MOST else 0
    key = {"source": source, "origin_id": origin_id, "version": version}
    row = WireItem.objects.filter(**key).first() or WireItem(**key)
    if row.pk and (row.outcome, row.reason) == (outcome, reason):
        # In a feed without versions, the latest delivery is the proposed one.
        if outcome == Outcome.PROPOSED and delivery:
            WireItem.objects.filter(pk=row.pk).update(
                delivery=delivery(), headline=item.headline[:HEADLINE_MOST], at=timezone.now()
            )
        return
    is_kill = outcome == Outcome.WITHDRAWN and item.status != "usable"
    if row.outcome == Outcome.WITHDRAWN and not is_kill:
        return  # a kill stays, in its own words: no other item of the same version undoes it
    row.headline = printable(shortened(getattr(item, "headline", ""), HEADLINE_MOST))
    row.outcome, row.reason = outcome, reason
    row.is_final = row.is_final or getattr(item, "status", "") == "canceled"
    row.settled_by = None
    row.article, row.delivery = taken.article, delivery() if delivery else None
    row.save()


def keeper(content: bytes, came_from: str):
    """Return a callable that stores these bytes and returns the Delivery, the same one at each call.

    If the transaction that stored them was taken back, they are stored anew.
    """
    kept = None

    def keep():
        nonlocal kept
        if kept is None or not Delivery.objects.filter(pk=kept.pk).exists():
            kept = Delivery.objects.keep(content, came_from=came_from)
        return kept

    return keep

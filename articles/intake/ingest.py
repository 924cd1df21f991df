"""Dispatch → Article: take in each item of a wire, once, and record its outcome.

The same dispatch twice is one article; no change of an editor is overwritten.
"""

import logging
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..models import Article, Author, Correction, Credit, Delivery, Revision, Topic, WireItem
from ..models.languages import slug_of
from ..rules.body import clean_body, plain_text
from ..rules.printable import printable
from ..wires import Failed, Unreadable
from .deadline import within
from .resemblance import same_story
from .written_fields import (
    HEADLINE_MOST,
    digest,
    digest_of_article,
    digest_of_item,
    fields_of_item,
    shortened,
)

logger = logging.getLogger(__name__)
Outcome = WireItem.Outcome
TOPICS_MOST = 8
SECONDS_EACH = 15
VERSION_MOST = 2**63


@dataclass
class Taken:
    """The outcome of one item, the reason for it, and its article."""

    item: object
    outcome: str
    reason: str = ""
    article: Article | None = None
    is_failure: bool = False  # our own code broke on it: the traceback is in the log


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
        return _withdraw(item, article, earlier)
    if item.is_status_alone and article is None:
        return Taken(item, Outcome.REFUSED, "a status alone, of a dispatch that is not here")
    gone = earlier.filter(outcome=Outcome.WITHDRAWN).order_by("-is_final", "-version").first()
    if gone and (gone.is_final or item.version <= gone.version):
        return Taken(item, Outcome.WITHDRAWN, f"withdrawn by version {gone.version}", article)
    if article is None:
        settled = earlier.filter(version=item.version, settled_by__isnull=False)
        if settled.exists() and not apart:
            return Taken(item, Outcome.UNCHANGED, "settled here, by an editor")
        return _create(item, source, section, publish, at, apart)
    if article.is_withdrawn and not (gone and article.is_withdrawn_by_its_source):
        return Taken(item, Outcome.UNCHANGED, "withdrawn here, by an editor", article)
    if item.is_status_alone:
        return _change_status(item, article, publish, at)
    return _update(item, article, publish, at)


def _change_status(item, article, publish, at):
    """Set, move or lift an embargo, or lift a withdrawal, without a change of the text."""
    if item.version < (article.origin_version or 0):
        return Taken(item, Outcome.UNCHANGED, f"version {article.origin_version} is there", article)
    article.start_history()
    _move_embargo(article, item)
    article.origin_version = item.version
    article.save(update_fields=["embargo_until", "origin_embargo", "origin_version", "saved_at"])
    if article.is_withdrawn:
        article.publish(at=at) if publish else article.return_to_draft()
    article.record(Revision.Act.EMBARGO, by=None, note=str(article.embargo_until or ""))
    is_held = bool(article.embargo_until and article.embargo_until > at)
    return Taken(item, Outcome.HELD if is_held else Outcome.UPDATED, "its status alone", article)


def _withdraw(item, article, earlier):
    """Kill the dispatch, even if the kill arrives first: it never becomes visible again."""
    newer = earlier.filter(version__gt=item.version).exclude(outcome=Outcome.WITHDRAWN).exists()
    if newer and item.status == "withheld":
        return Taken(item, Outcome.UNCHANGED, "a newer version is there", article)
    reason = f"the agency says {item.status}"
    earlier.filter(version__lte=item.version, outcome=Outcome.PROPOSED).update(
        outcome=Outcome.SET_ASIDE, reason=reason
    )
    if article and not article.is_withdrawn:
        article.kill(notice="")
    elif earlier.filter(version=item.version, outcome=Outcome.WITHDRAWN, reason=reason).exists():
        return Taken(item, Outcome.UNCHANGED, "withdrawn already", article)
    return Taken(item, Outcome.WITHDRAWN, reason, article)


def _create(item, source, section, publish, at, apart):
    if not apart and (other := same_story(_whole_text(item), source, at)):
        reason = f"looks like article {other.pk} of {other.source.short_name}"
        return Taken(item, Outcome.PROPOSED, reason, other)
    article = Article(source=source, section=section, origin_id=item.origin_id, received_at=at)
    article.published_at = min(item.published_at or at, at).replace(microsecond=0)
    article.embargo_until = article.origin_embargo = item.embargo_until
    _write(article, item)
    article.save()
    _write_around(article, item)
    is_held = bool(item.embargo_until and item.embargo_until > at)
    if publish and article.body:
        article.publish(at=at)
    else:
        article.reindex()
    reason = "" if article.body else "no text came: a draft"
    return Taken(item, Outcome.HELD if is_held else Outcome.CREATED, reason, article)


def _update(item, article, publish, at):
    if item.version < (article.origin_version or 0):
        return Taken(item, Outcome.UNCHANGED, f"version {article.origin_version} is there", article)
    has_new_text = digest_of_item(item) != article.origin_digest
    has_new_embargo = item.embargo_until != article.origin_embargo
    was_withdrawn = article.is_withdrawn
    if not (has_new_text or has_new_embargo or was_withdrawn):
        if item.version > (article.origin_version or 0):
            Article.objects.filter(pk=article.pk).update(origin_version=item.version)
        return Taken(item, Outcome.UNCHANGED, "", article)
    if has_new_embargo:
        article.start_history()
        _move_embargo(article, item)
        article.save(update_fields=["embargo_until", "origin_embargo", "saved_at"])
        article.record(Revision.Act.EMBARGO, by=None, note=str(article.embargo_until or ""))
    if has_new_text and digest_of_article(article) != article.written_digest:
        return Taken(item, Outcome.PROPOSED, "an editor has written in it", article)
    before = article.headline, plain_text(article.body)
    if has_new_text:
        article.start_history()
        _write(article, item)
    article.origin_version = item.version
    if has_new_text and article.status == Article.Status.PUBLISHED:
        changed = item.updated_at or at
        article.updated_at = max(min(changed, at), article.published_at)
    article.save()
    if has_new_text:
        _write_around(article, item)
        article.record(Revision.Act.RECEIVED, by=None, note=f"version {item.version}")
    if was_withdrawn:
        article.publish(at=at) if publish else article.return_to_draft()
    if item.is_correction and has_new_text and article.status == Article.Status.PUBLISHED:
        _announce_correction(item, article, *before)
    article.reindex()
    is_held = bool(item.embargo_until and item.embargo_until > at)
    return Taken(item, Outcome.HELD if is_held else Outcome.UPDATED, "", article)


def _announce_correction(item, article, old_headline, old_text):
    """Publish the agency's correction: old and new text, or headlines if only they changed."""
    text = plain_text(article.body)
    is_text_new = old_text != text
    article.correct(
        kind=Correction.Kind.CORRECTION,
        note=f"{article.source.short_name} a corrigé cette dépêche (version {item.version}).",
        said=old_text[:2000] if is_text_new else old_headline,
        says=text[:2000] if is_text_new else article.headline,
        by=None,
        at=article.updated_at,
    )


def _move_embargo(article, item):
    """Take the agency's embargo; if an editor set another one, keep the later of the two."""
    if article.embargo_until == article.origin_embargo:
        article.embargo_until = item.embargo_until
    elif item.embargo_until:
        article.embargo_until = max(article.embargo_until or item.embargo_until, item.embargo_until)
    article.origin_embargo = item.embargo_until


def _write(article, item):
    for name, value in fields_of_item(item).items():
        setattr(article, name, value)
    article.lead_is_sure = item.is_lead_sure
    article.origin_url = (
        item.url if item.url.startswith(("http://", "https://")) and len(item.url) <= 500 else ""
    )
    article.origin_version = item.version
    article.origin_digest = digest_of_item(item)
    article.machine_made = shortened(item.machine_made, 200)
    article.slug = article.slug or slug_of(article.headline, language=article.language) or "depeche"


def _write_around(article, item):
    """Write the byline, and the topics that have the names of the item's."""
    sign(article, item.byline)
    if item.topics:
        article.topics.add(*Topic.objects.filter(name__in=item.topics[:TOPICS_MOST]))
    article.written_digest = digest_of_article(article)
    Article.objects.filter(pk=article.pk).update(written_digest=article.written_digest)


def sign(article, names):
    """Give the article that byline; a name already in it keeps its role and its author's page."""
    article.credits.exclude(name__in=names).delete()
    there = {credit.name: credit for credit in article.credits.all()}
    for order, name in enumerate(names, start=1):
        if credit := there.get(name):
            Credit.objects.filter(pk=credit.pk).update(order=order)
            continue
        author = Author.objects.filter(name=name).first()
        Credit.objects.create(article=article, name=name[:120], author=author, order=order)


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
    if row.outcome == Outcome.WITHDRAWN and outcome != Outcome.WITHDRAWN:
        return  # a kill stays: no item with the same version undoes it
    row.headline = printable(shortened(getattr(item, "headline", ""), HEADLINE_MOST))
    row.outcome, row.reason = outcome, reason
    row.is_final = row.is_final or getattr(item, "status", "") == "canceled"
    row.settled_by = None
    row.article, row.delivery = taken.article, delivery() if delivery else None
    row.save()


def keeper(content: bytes, came_from: str):
    """Return a callable that stores these bytes at its first call, and returns the Delivery."""
    kept = []

    def keep():
        if not kept:
            kept.append(Delivery.objects.keep(content, came_from=came_from))
        return kept[0]

    return keep

"""Merge our version of a dispatch with the agency's newer one, as an editor chooses."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Article, Revision, WireItem
from ..models.revision import AGENCY
from ..rules.body import clean_body
from ..rules.merge import Field, merge_content
from ..wires import Dispatch, Unreadable, read
from . import ingest, writing
from .editors_touch import WRITTEN, digest_of_fields, digest_of_item
from .written_fields import fields_of_item

Act = Revision.Act
OURS, THEIRS, BOTH = "ours", "theirs", "both"


class NothingToMerge(Exception):
    """The item is no longer proposed, or its delivery can no longer be read."""


class TakenBack(NothingToMerge):
    """The agency has withdrawn this version or a later one, or cancelled the dispatch for good."""


class NewerDelivery(Exception):
    """The agency has sent another text under the same version since the page was shown."""


def dispatch_of(item: WireItem) -> Dispatch | None:
    """Return the dispatch of an item, read again from its delivery; returns None if not in it."""
    if not item.delivery:
        return None
    language = item.article.language if item.article else ""
    try:
        found = read(item.delivery.read(), language=language)
    except Unreadable:
        return None
    for each in found:
        if isinstance(each, Dispatch) and (each.origin_id, each.version) == (
            item.origin_id,
            item.version,
        ):
            return each
    return None


def compare(item: WireItem) -> list[Field]:
    """Return the differences between our article, the agency's item and their common base.

    The base is the version last written into the article. Another agency's item has no base: every difference is to
    be chosen. Raise TakenBack, NothingToMerge.
    """
    if _is_taken_back(item):
        raise TakenBack
    dispatch = dispatch_of(item)
    if item.outcome != WireItem.Outcome.PROPOSED or not item.article or dispatch is None:
        raise NothingToMerge
    if not is_of_another(item) and item.version < (item.article.origin_version or 0):
        raise NothingToMerge
    return merge_content(_base(item), _ours(item.article), _content(dispatch))


def _is_taken_back(item):
    """Return whether a withdrawal covers this version: one as new, or a cancellation, which is final."""
    withdrawn = WireItem.objects.filter(
        source=item.source, origin_id=item.origin_id, outcome=WireItem.Outcome.WITHDRAWN
    )
    return withdrawn.filter(Q(is_final=True) | Q(version__gte=item.version)).exists()


def _content(dispatch):
    return {**fields_of_item(dispatch), "credits": list(dispatch.byline)}


def _ours(article):
    names = list(article.credits.values_list("name", flat=True))
    return {**{name: getattr(article, name) for name in WRITTEN}, "credits": names}


def _base(item):
    """Return the agency's text that the article was last written from; {} if it is unknown."""
    article = item.article
    if is_of_another(item) or item.origin_id != article.origin_id:
        return {}
    acts = [Act.KEPT, Act.RECEIVED, Act.MERGED, Act.SET_ASIDE]
    if last := article.revisions.filter(act__in=acts).first():
        kept = last.content.get(AGENCY) or last.content
        names = [each["name"] if isinstance(each, dict) else each for each in kept["credits"]]
        return {**{name: kept[name] for name in WRITTEN}, "credits": names}
    written = WireItem.objects.filter(
        source=item.source, origin_id=item.origin_id, version=article.origin_version
    ).exclude(pk=item.pk)
    last = written.select_related("delivery").first()
    dispatch = dispatch_of(last) if last else None
    return _content(dispatch) if dispatch else {}


def chosen(fields: list[Field], choices: dict) -> dict:
    """Return {field: its value after the merge}.

    `choices` maps "headline" or "body.3" (a piece of the body) to ours, theirs or both.
    """
    values = {}
    for field in fields:
        if field.pieces:
            pieces = [
                _piece(piece, choices.get(f"{field.name}.{number}"))
                for number, piece in enumerate(field.pieces)
            ]
            values[field.name] = "\n".join(block for piece in pieces for block in piece)
        else:
            choice = choices.get(field.name)
            values[field.name] = {OURS: field.ours, THEIRS: field.theirs}.get(choice, field.merged)
    return values


def _piece(piece, choice):
    if choice == BOTH and piece.kind == "conflict":
        return piece.ours + piece.theirs
    return {OURS: piece.ours, THEIRS: piece.theirs}.get(choice, piece.merged)


@transaction.atomic
def merge(item: WireItem, choices: dict, *, by, seen: int, received: int | None = None) -> Article:
    """Write an editor's choices into the article, as one revision; later versions compare to it.

    Raise StaleRevision if somebody has changed the article since revision `seen`, NewerDelivery if the agency has sent
    another text since the delivery `received`, NothingToMerge.
    """
    if not item.article:
        raise NothingToMerge
    article = item.article
    article.claim(seen)
    article.refresh_from_db()
    item.refresh_from_db(fields=["delivery", "outcome"])
    if received not in (None, item.delivery_id):
        raise NewerDelivery
    fields = compare(item)
    article.start_history()
    values = chosen(fields, choices)
    before = article.body, article.headline
    for name in set(values) & set(WRITTEN):
        setattr(article, name, values[name])
    article.body = clean_body(article.body)
    _accept(item, article)
    if article.status == Article.Status.PUBLISHED and before != (article.body, article.headline):
        article.updated_at = max(timezone.now(), article.published_at)
    article.save()
    if "credits" in values:
        writing.sign(article, values["credits"])
    article.record(Act.MERGED, by=by, note=f"version {item.version}", **_looked_at(item))
    article.reindex()
    _settle(item, WireItem.Outcome.MERGED, by)
    return article


@transaction.atomic
def set_aside(item: WireItem, *, by):
    """Keep our article unchanged; this version is not proposed again. Raise NothingToMerge."""
    compare(item)
    article = item.article
    article.start_history()
    _accept(item, article)
    article.save(update_fields=["origin_digest", "origin_version", "written_digest"])
    article.record(Act.SET_ASIDE, by=by, note=f"version {item.version}", **_looked_at(item))
    _settle(item, WireItem.Outcome.SET_ASIDE, by)


@transaction.atomic
def make_apart(item: WireItem, *, by) -> Article:
    """Make a new draft of another agency's item: it is another story. Raise NothingToMerge."""
    dispatch = dispatch_of(item)
    if not is_of_another(item):
        raise NothingToMerge
    compare(item)
    delivery = item.delivery
    taken = ingest.take_in(
        dispatch,
        source=item.source,
        section=item.article.section,
        delivery=lambda: delivery,
        apart=True,
    )
    if taken.article is None:
        raise NothingToMerge
    WireItem.objects.filter(pk=item.pk).update(settled_by=by)
    return taken.article


def is_of_another(item: WireItem) -> bool:
    """Return whether the item and the article it looks like come from different agencies."""
    return bool(item.article and item.source_id != item.article.source_id)


def _accept(item, article):
    """Remember this version as looked at; the words of our editors stay marked as theirs."""
    if is_of_another(item):
        return
    dispatch = dispatch_of(item)
    article.origin_digest = digest_of_item(dispatch)
    article.origin_version = item.version
    article.written_digest = digest_of_fields(fields_of_item(dispatch), dispatch.byline)


def _looked_at(item):
    """Return the agency's text, to keep beside the revision: the next version is compared to it."""
    return {} if is_of_another(item) else {AGENCY: _content(dispatch_of(item))}


def _settle(item, outcome, by):
    """Close this item, and earlier proposed versions: nobody is to choose from outdated text."""
    WireItem.objects.filter(
        source=item.source,
        origin_id=item.origin_id,
        version__lt=item.version,
        outcome=WireItem.Outcome.PROPOSED,
    ).update(outcome=WireItem.Outcome.SET_ASIDE, settled_by=by)
    WireItem.objects.filter(pk=item.pk).update(outcome=outcome, settled_by=by)
    item.refresh_from_db(fields=["outcome", "settled_by"])

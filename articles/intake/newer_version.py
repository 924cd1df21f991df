"""Our version of a dispatch and the agency's newer one, brought together by an editor: what each changed since the last."""

from django.db import transaction
from django.utils import timezone

from ..models import Article, Revision, WireItem
from ..models.revision import AGENCY
from ..rules.body import clean_body
from ..rules.merge import Field, merge_content
from ..wires import Dispatch, Unreadable, read
from . import ingest

Act = Revision.Act
OURS, THEIRS, BOTH = "ours", "theirs", "both"


class NothingToMerge(Exception):
    """The item is proposed no longer, or what was received cannot be read again."""


class NewerDelivery(Exception):
    """Under the same number, the agency has sent other words than those that were shown."""


def dispatch_of(item: WireItem) -> Dispatch | None:
    """Return the dispatch of an item, read again from the bytes that were received; None where they do not hold it."""
    if not item.delivery:
        return None
    try:
        found = read(item.delivery.read())
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
    """Return what differs between the article (ours), the item (theirs) and the version that was last written (base).

    Another agency's item has no base: whatever differs is to be chosen. Raise NothingToMerge.
    """
    dispatch = dispatch_of(item)
    if item.outcome != WireItem.Outcome.PROPOSED or not item.article or dispatch is None:
        raise NothingToMerge
    same = WireItem.objects.filter(source=item.source, origin_id=item.origin_id)
    is_past = not is_of_another(item) and item.version < (item.article.origin_version or 0)
    if is_past or same.filter(outcome=WireItem.Outcome.WITHDRAWN).exists():
        raise NothingToMerge
    return merge_content(_base(item), _ours(item.article), _content(dispatch))


def _content(dispatch):
    return {**ingest.words_of_item(dispatch), "credits": list(dispatch.byline)}


def _ours(article):
    names = list(article.credits.values_list("name", flat=True))
    return {**{name: getattr(article, name) for name in ingest.WRITTEN}, "credits": names}


def _base(item):
    """What the agency's words were when the article was last brought in line with them; {} where it is not known."""
    article = item.article
    if is_of_another(item) or item.origin_id != article.origin_id:
        return {}
    acts = [Act.KEPT, Act.RECEIVED, Act.MERGED, Act.SET_ASIDE]
    if last := article.revisions.filter(act__in=acts).first():
        told = last.content.get(AGENCY) or last.content
        names = [each["name"] if isinstance(each, dict) else each for each in told["credits"]]
        return {**{name: told[name] for name in ingest.WRITTEN}, "credits": names}
    written = WireItem.objects.filter(
        source=item.source, origin_id=item.origin_id, version=article.origin_version
    ).exclude(pk=item.pk)
    last = written.select_related("delivery").first()
    dispatch = dispatch_of(last) if last else None
    return _content(dispatch) if dispatch else {}


def chosen(fields: list[Field], choices: dict) -> dict:
    """Return {field: what it becomes}. `choices` maps "headline" or "body.3" (a piece of it) to ours, theirs or both."""
    told = {}
    for field in fields:
        if field.pieces:
            pieces = [
                _piece(piece, choices.get(f"{field.name}.{number}"))
                for number, piece in enumerate(field.pieces)
            ]
            told[field.name] = "\n".join(block for piece in pieces for block in piece)
        else:
            choice = choices.get(field.name)
            told[field.name] = {OURS: field.ours, THEIRS: field.theirs}.get(choice, field.merged)
    return told


def _piece(piece, choice):
    if choice == BOTH and piece.kind == "conflict":
        return piece.ours + piece.theirs
    return {OURS: piece.ours, THEIRS: piece.theirs}.get(choice, piece.merged)


@transaction.atomic
def merge(item: WireItem, choices: dict, *, by, seen: int, received: int | None = None) -> Article:
    """Write what an editor chose into the article, as one revision; the next version is compared with this one.

    Raise StaleRevision where somebody has written in the article since revision `seen`, NewerDelivery where the
    agency has sent other words since the delivery `received`, NothingToMerge.
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
    told = chosen(fields, choices)
    before = article.body, article.headline
    for name in set(told) & set(ingest.WRITTEN):
        setattr(article, name, told[name])
    article.body = clean_body(article.body)
    _accept(item, article)
    if article.status == Article.Status.PUBLISHED and before != (article.body, article.headline):
        article.updated_at = max(timezone.now(), article.published_at)
    article.save()
    if "credits" in told:
        ingest.sign(article, told["credits"])
    article.record(Act.MERGED, by=by, note=f"version {item.version}", **_looked_at(item))
    article.reindex()
    _settle(item, WireItem.Outcome.MERGED, by)
    return article


@transaction.atomic
def set_aside(item: WireItem, *, by):
    """Keep ours as it is; the same version is not proposed again. Raise NothingToMerge."""
    compare(item)
    article = item.article
    article.start_history()
    _accept(item, article)
    article.save(update_fields=["origin_digest", "origin_version", "written_digest"])
    article.record(Act.SET_ASIDE, by=by, note=f"version {item.version}", **_looked_at(item))
    _settle(item, WireItem.Outcome.SET_ASIDE, by)


@transaction.atomic
def make_apart(item: WireItem, *, by) -> Article:
    """Make an article of its own of another agency's item, a draft: it is not the same story. Raise NothingToMerge."""
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
    """Whether the item is another agency's than the article it looks like."""
    return bool(item.article and item.source_id != item.article.source_id)


def _accept(item, article):
    """Remember of this version that it was looked at; what an editor wrote stays an editor's."""
    if is_of_another(item):
        return
    dispatch = dispatch_of(item)
    article.origin_digest = ingest.digest_of_item(dispatch)
    article.origin_version = item.version
    article.written_digest = ingest.digest_of_words(ingest.words_of_item(dispatch), dispatch.byline)


def _looked_at(item):
    """The agency's words, kept beside the line: what the next version is compared with."""
    return {} if is_of_another(item) else {AGENCY: _content(dispatch_of(item))}


def _settle(item, outcome, by):
    """This one, and what was proposed of earlier versions: nobody is to choose from words that are past."""
    WireItem.objects.filter(
        source=item.source,
        origin_id=item.origin_id,
        version__lt=item.version,
        outcome=WireItem.Outcome.PROPOSED,
    ).update(outcome=WireItem.Outcome.SET_ASIDE, settled_by=by)
    WireItem.objects.filter(pk=item.pk).update(outcome=outcome, settled_by=by)
    item.refresh_from_db(fields=["outcome", "settled_by"])

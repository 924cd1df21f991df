"""Dispatch → Article: what becomes of each item of a wire. The same dispatch twice is one article; nothing an editor wrote is lost."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from .body import clean_body, plain_text
from .models import Article, Author, Correction, Credit, Delivery, Topic, WireItem
from .models.languages import slug_of
from .wires import Unreadable
from .words import words_of

Outcome = WireItem.Outcome
HEADLINE_MOST, STANDFIRST_MOST, TOPICS_MOST = 250, 600, 8
# The same story of two agencies: so many of its three-word runs are the same, within so long.
ALIKE_SHARE, ALIKE_WITHIN, ALIKE_MOST, SHINGLE = 0.6, timedelta(days=2), 300, 3
WORDS_COMPARED = 250


@dataclass
class Taken:
    """What became of one item: `outcome`, why, and the article it is in."""

    item: object
    outcome: str
    reason: str = ""
    article: Article | None = None


@transaction.atomic
def take_in(item, *, source, section, publish=False, delivery=None, at=None) -> Taken:
    """Take in one item of a wire, in one transaction; the item's row says what became of it.

    `delivery` is a callable that keeps the bytes and returns the Delivery: nothing is kept of what changes nothing.
    """
    at = at or timezone.now()
    taken = _taken(item, source, section, publish, at)
    if taken.outcome != Outcome.UNCHANGED:
        _record(taken, source, delivery() if delivery else None)
    return taken


def _taken(item, source, section, publish, at):
    if isinstance(item, Unreadable):
        return Taken(item, Outcome.REFUSED, item.reason)
    if len(item.origin_id) > 300:
        item = Unreadable("an identifier longer than 300 characters", item.origin_id[:300])
    elif not 0 <= item.version < 2**63:
        item = Unreadable("a version that is no number of ours", item.origin_id)
    if isinstance(item, Unreadable):
        return Taken(item, Outcome.REFUSED, item.reason)
    article = (
        Article.objects.select_for_update().filter(source=source, origin_id=item.origin_id).first()
    )
    earlier = WireItem.objects.filter(source=source, origin_id=item.origin_id)
    if item.status != "usable":
        return _withdraw(item, article, earlier)
    gone = earlier.filter(outcome=Outcome.WITHDRAWN).order_by("-version").first()
    if gone and (gone.is_final or item.version <= gone.version):
        return Taken(item, Outcome.WITHDRAWN, f"withdrawn by version {gone.version}", article)
    if article is None:
        return _create(item, source, section, publish, at)
    return _update(item, article, publish, at)


def _withdraw(item, article, earlier):
    """A kill, before the dispatch or after it, in any order of arrival: it is never visible again."""
    newer = earlier.filter(version__gt=item.version).exclude(outcome=Outcome.WITHDRAWN).exists()
    if newer and item.status == "withheld":
        return Taken(item, Outcome.UNCHANGED, "a newer version is there", article)
    if article:
        if not article.is_withdrawn:
            article.kill(notice="")
        elif earlier.filter(version=item.version, outcome=Outcome.WITHDRAWN).exists():
            return Taken(item, Outcome.UNCHANGED, "withdrawn already", article)
    return Taken(item, Outcome.WITHDRAWN, f"the agency says {item.status}", article)


def _create(item, source, section, publish, at):
    words = words_of(_said(item))[:WORDS_COMPARED]
    if other := _looks_like(words, source, at):
        reason = f"looks like article {other.pk} of {other.source.short_name}"
        return Taken(item, Outcome.PROPOSED, reason, other)
    article = Article(source=source, section=section, origin_id=item.origin_id, received_at=at)
    article.published_at = min(item.published_at or at, at)
    _write(article, item)
    article.save()
    _write_around(article, item, is_new=True)
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
    came = _digest_of_item(item)
    moved = item.embargo_until != article.embargo_until
    lifted = article.is_withdrawn
    if came == article.origin_digest and not moved and not lifted:
        if item.version > (article.origin_version or 0):
            Article.objects.filter(pk=article.pk).update(origin_version=item.version)
        return Taken(item, Outcome.UNCHANGED, "", article)
    if _digest_of_article(article) != article.origin_digest and came != article.origin_digest:
        return Taken(item, Outcome.PROPOSED, "an editor has written in it", article)
    before = article.headline, plain_text(article.body)
    is_told = came != article.origin_digest
    _write(article, item)
    if is_told and article.status == Article.Status.PUBLISHED:
        changed = item.updated_at or at
        article.updated_at = max(min(changed, at), article.published_at)
    article.save()
    _write_around(article, item)
    if lifted and publish:
        article.publish(at=at)
    if item.is_correction and is_told and article.status == Article.Status.PUBLISHED:
        said, says = before[1], plain_text(article.body)
        article.correct(
            kind=Correction.Kind.CORRECTION,
            note=f"{article.source.short_name} a corrigé cette dépêche (version {item.version}).",
            said=said[:2000] if said != says else before[0],
            says=says[:2000] if said != says else article.headline,
            by=None,
            at=article.updated_at,
        )
    article.reindex()
    is_held = bool(item.embargo_until and item.embargo_until > at)
    return Taken(item, Outcome.HELD if is_held else Outcome.UPDATED, "", article)


def _write(article, item):
    article.headline = _short(item.headline, HEADLINE_MOST)
    article.kicker = _short(item.kicker, 80)
    article.standfirst = _short(
        plain_text(clean_body(item.standfirst)).replace("\n", " "), STANDFIRST_MOST
    )
    article.body = clean_body(item.body)
    article.language = item.language
    article.dateline_place = _short(item.dateline_place, 80)
    article.origin_url = (
        item.url if item.url.startswith(("http://", "https://")) and len(item.url) <= 500 else ""
    )
    article.origin_version = item.version
    article.origin_digest = _digest_of_item(item)
    article.embargo_until = item.embargo_until
    article.usage_terms = _short(item.usage_terms or item.rights, 300)
    article.machine_made = _short(item.machine_made, 200)
    article.slug = article.slug or slug_of(article.headline, language=article.language) or "depeche"


def _write_around(article, item, *, is_new=False):
    """The byline and the topics; those editors made with a page of their own are found again by name."""
    if not is_new:
        article.credits.all().delete()
    for order, name in enumerate(item.byline, start=1):
        author = Author.objects.filter(name=name).first()
        Credit.objects.create(article=article, name=name[:120], author=author, order=order)
    if item.topics:
        article.topics.add(*Topic.objects.filter(name__in=item.topics[:TOPICS_MOST]))


def _short(words, most):
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def _said(item):
    return f"{item.headline} {plain_text(clean_body(item.body))}"


def _digest(headline, standfirst, body, place):
    """Of the words alone: the same dispatch as text and as HTML is the same."""
    words = " ".join(f"{headline}\n{standfirst}\n{plain_text(body)}\n{place}".split())
    return sha256(words.encode()).hexdigest()


def _digest_of_item(item):
    standfirst = _short(plain_text(clean_body(item.standfirst)).replace("\n", " "), STANDFIRST_MOST)
    return _digest(
        _short(item.headline, HEADLINE_MOST),
        standfirst,
        clean_body(item.body),
        _short(item.dateline_place, 80),
    )


def _digest_of_article(article):
    return _digest(article.headline, article.standfirst, article.body, article.dateline_place)


def _looks_like(words, source, at):
    """Return an article of another agency that tells the same in the same words; None where there is none."""
    runs = _runs(words)
    if len(runs) < 20:
        return None
    near = Article.objects.filter(published_at__gte=at - ALIKE_WITHIN, received_at__isnull=False)
    for other in (
        near.exclude(source=source).select_related("source").order_by("-published_at")[:ALIKE_MOST]
    ):
        theirs = _runs(words_of(f"{other.headline} {plain_text(other.body)}")[:WORDS_COMPARED])
        if len(runs & theirs) >= ALIKE_SHARE * min(len(runs), len(theirs) or 1):
            return other
    return None


def _runs(words):
    return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


def _record(taken, source, delivery):
    item = taken.item
    origin_id = (item.origin_id or f"unreadable:{sha256(taken.reason.encode()).hexdigest()[:16]}")[
        :300
    ]
    key = {"source": source, "origin_id": origin_id, "version": getattr(item, "version", 1)}
    row = WireItem.objects.filter(**key).first() or WireItem(**key)
    row.headline = _short(getattr(item, "headline", ""), HEADLINE_MOST)
    row.outcome, row.reason = taken.outcome, taken.reason[:300]
    row.is_final = getattr(item, "status", "") == "canceled"
    row.article, row.delivery = taken.article, delivery
    row.save()


def keeper(content: bytes, came_from: str):
    """Return a callable that keeps these bytes once, when first asked."""
    kept = []

    def keep():
        if not kept:
            kept.append(Delivery.objects.keep(content, came_from=came_from))
        return kept[0]

    return keep

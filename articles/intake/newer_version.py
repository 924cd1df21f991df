"""What the agency's next version of a dispatch does to its article: the whole rule.

| the agency sends | the article |
|---|---|
| a kill (canceled) or a withdrawal (withheld) | goes off line with 410, whatever was done to it here; a kill for good, even if it comes before the dispatch; what was withheld comes back with a newer version (as a draft if the wire does not publish), unless an editor had touched it and the words are new: then it stays off line and the version is proposed |
| an older version, or the same words | stays as it is |
| new words, and nobody here changed what the wire had written | is rewritten, and says when; an agency's correction is announced |
| new words, and an editor has touched it | keeps its words: the version waits as a proposal for merge_by_hand.py |
| another embargo | takes it, touched or not; the later of the two, if an editor set one |
| anything, after an editor withdrew the article | stays withdrawn |

A kill has no notice for readers, sets waiting proposals aside, and binds the wire, not an editor, who may publish again.
Words merged by hand into another agency's article stay there: find them yourself. What an embargo had kept from all
readers answers 404.

An editor has touched it if a field that a wire writes is not as in the version last written or looked at
(`written_digest`): headline, kicker, standfirst, body, place, language, terms of use, address at the source, and the
names of the byline in their order. Markup counts, spaces do not. Section, topics and pictures are no touch: they are
the newsroom's own. A version may add a topic and takes none away.
"""

from ..models import Article, Correction, Revision
from ..rules.body import plain_text
from .outcome import Outcome, Taken
from .writing import write, write_around
from .written_fields import digest_of_article, digest_of_item


def withdraw(item, article, earlier):
    """Take the dispatch off line, even if its kill arrives before it."""
    newer = earlier.filter(version__gt=item.version).exclude(outcome=Outcome.WITHDRAWN).exists()
    if newer and item.status == "withheld":
        return Taken(item, Outcome.UNCHANGED, "a newer version is there", article)
    reason = f"the agency says {item.status}"
    waiting = earlier.filter(outcome=Outcome.PROPOSED)
    if item.status == "withheld":  # a later version may be taken up; of a cancelled dispatch, none
        waiting = waiting.filter(version__lte=item.version)
    waiting.update(outcome=Outcome.SET_ASIDE, reason=reason)
    if article and not article.is_withdrawn:
        article.kill(notice="")
    elif earlier.filter(version=item.version, outcome=Outcome.WITHDRAWN, reason=reason).exists():
        return Taken(item, Outcome.UNCHANGED, "withdrawn already", article)
    return Taken(item, Outcome.WITHDRAWN, reason, article)


def change_status(item, article, publish, at):
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


def update(item, article, publish, at):
    if item.version < (article.origin_version or 0):
        return Taken(item, Outcome.UNCHANGED, f"version {article.origin_version} is there", article)
    has_new_text = digest_of_item(item) != article.origin_digest
    has_new_embargo = item.embargo_until != article.origin_embargo
    comes_back = article.is_withdrawn and not _is_settled(item, article)
    if not (has_new_text or has_new_embargo or comes_back):
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
        write(article, item)
    article.origin_version = item.version
    if has_new_text and article.status == Article.Status.PUBLISHED:
        changed = item.updated_at or at
        article.updated_at = max(min(changed, at), article.published_at)
    article.save()
    if has_new_text:
        write_around(article, item)
        article.record(Revision.Act.RECEIVED, by=None, note=f"version {item.version}")
    if comes_back:
        article.publish(at=at) if publish else article.return_to_draft()
    if item.is_correction and has_new_text and article.status == Article.Status.PUBLISHED:
        _announce_correction(item, article, *before)
    article.reindex()
    is_held = bool(item.embargo_until and item.embargo_until > at)
    return Taken(item, Outcome.HELD if is_held else Outcome.UPDATED, "", article)


def _is_settled(item, article):
    """Return whether an editor merged this version or set it aside: then they bring the article back."""
    same = article.wire_items.filter(source=article.source, origin_id=item.origin_id)
    return same.filter(version=item.version, settled_by__isnull=False).exists()


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

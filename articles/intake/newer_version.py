"""What the agency's next version of a dispatch does to its article: the whole rule, a kill included.

| the agency sends | the article |
|---|---|
| a kill (canceled) | goes off line, whatever was done to it here, even if the kill is older than the version here; the wire never brings it back |
| a new version or an embargo, after a kill | stays as it is: no later version brings it back; if an editor published it again, it takes no words and no embargo of the wire any more |
| a withdrawal (withheld) | goes off line, whatever was done to it here, unless a newer version has come that we could read |
| the same kill or withdrawal again, of the same version | stays as it is: an editor may have published it again. One of another version takes it off line again |
| a newer version of what was withheld | comes back: on line, or as a draft if its wire does not publish, an editor had returned it to draft, or a picture lacks words |
| … in new words, and an editor has touched it | stays off line; the version waits as a proposal, and once it is settled an editor publishes by hand |
| a kill or a withdrawal before the dispatch itself | a dispatch of that version or an older one makes no article then; after a kill, no version does |
| an older version | stays as it is |
| the same words | stays as it is; if an earlier version waited with other words, it is set aside |
| new words, and no editor has touched it | is rewritten; on line it says when, and an agency's correction is announced; a draft stays a draft |
| new words, and an editor has touched it | keeps its words: the version waits as a proposal (merge_by_hand.py) |
| another embargo | takes it, touched or not; the later of the two, if an editor set one |
| anything, after an editor withdrew the article | stays withdrawn |
| a picture | takes it only if this dispatch made the article and nobody has changed it here (pictures.py) |

Whether an editor has touched it: editors_touch.py. Which words are a kill: STATES in wires/elements.py and ninjs.py
(NITF may withdraw another dispatch than its own: nitf.py); the deleted entry of a feed is a withdrawal (feeds.py).

A withdrawal without a version number counts as version 1, so it changes nothing once version 2 is here. A NITF document
that withdraws another dispatch never has a number.

A kill sets aside every waiting proposal of its dispatch. A withdrawal sets aside those of its own version or an older
one. This holds even if the article itself does not change. Readers get no notice of either. The wire cannot undo a
kill, an editor can: by publishing again. The addresses of the article, its text and its ninjs answer 410, or 404 if no
reader ever saw it; its discussion and its comments' permalinks answer 404. It takes no comment, and no letter tells of
a reply under it; moderators still decide on what waits. If an editor merged words of the dispatch into another agency's
article, they stay there; at most the register of dispatches tells it. A translation made here is an article of its own:
it stays on line. A breaking line that leads to the article keeps its words, and leads nowhere (breaking.py). A version
may add a topic and takes none away.

An entry of a feed is always version 1. So what a feed deleted never comes back by itself, and takes no more words of
the feed after an editor published it again.
"""

from contextlib import suppress

from django.core.exceptions import ValidationError

from ..models import Article, Correction, Revision
from ..models.revision import WAS_ON_LINE
from ..rules.body import plain_text
from .editors_touch import digest_of_item, is_touched
from .outcome import Outcome, Taken
from .writing import write, write_around


def withdraw(item, article, earlier):
    """Take the dispatch off line, even if its kill or withdrawal arrives before it."""
    reason = f"the agency says {item.status}"
    waiting = earlier.filter(outcome=Outcome.PROPOSED)
    if item.status == "withheld":  # a later version may be taken up; of a cancelled dispatch, none
        waiting = waiting.filter(version__lte=item.version)
    waiting.update(outcome=Outcome.SET_ASIDE, reason=reason)
    if item.status == "withheld" and _is_overtaken(item, article, earlier):
        return Taken(item, Outcome.UNCHANGED, "a newer version is there", article)
    if earlier.filter(version=item.version, outcome=Outcome.WITHDRAWN, reason=reason).exists():
        return Taken(item, Outcome.UNCHANGED, "withdrawn already", article)
    if article and not article.is_withdrawn:
        article.kill(notice="")
    return Taken(item, Outcome.WITHDRAWN, reason, article)


def stays_off_line(item, article, earlier):
    """Return the outcome of a version that brings nothing back: after a kill, a newer withdrawal, an editor's own."""
    gone = earlier.filter(outcome=Outcome.WITHDRAWN).order_by("-is_final", "-version").first()
    if gone and (gone.is_final or item.version <= gone.version):
        return Taken(item, Outcome.WITHDRAWN, f"withdrawn by version {gone.version}", article)
    if article and article.is_withdrawn and not (gone and article.is_withdrawn_by_its_source):
        return Taken(item, Outcome.UNCHANGED, "withdrawn here, by an editor", article)
    return None


def _is_overtaken(item, article, earlier):
    """Return whether a newer version came that could be read, one with the same words included."""
    unread = [Outcome.WITHDRAWN, Outcome.REFUSED]
    newer = earlier.filter(version__gt=item.version).exclude(outcome__in=unread)
    here = (article.origin_version or 0) if article and not article.is_withdrawn else 0
    return here > item.version or newer.exists()


def change_status(item, article, publish, at):
    """Set, move or lift an embargo, or lift a withdrawal, without a change of the text."""
    if item.version < (article.origin_version or 0):
        return Taken(item, Outcome.UNCHANGED, f"version {article.origin_version} is there", article)
    known = (article.origin_version, article.origin_embargo)
    if (item.version, item.embargo_until) == known and not article.is_withdrawn:
        return Taken(item, Outcome.UNCHANGED, "its status is that of before", article)
    article.start_history()
    was_on_line = _move_embargo(article, item)
    if not _proposals(article, item).exclude(version=item.version).exists():
        # Their words are the agency's latest: with a later version here they could be merged no more.
        article.origin_version = item.version
    article.save(update_fields=["embargo_until", "origin_embargo", "origin_version", "saved_at"])
    if article.is_withdrawn:
        _come_back(article, publish, at)
    _record_embargo(article, was_on_line)
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
        _set_aside(item, article, "has the words of before again")
        return Taken(item, Outcome.UNCHANGED, "", article)
    if has_new_embargo:
        article.start_history()
        was_on_line = _move_embargo(article, item)
        article.save(update_fields=["embargo_until", "origin_embargo", "saved_at"])
        _record_embargo(article, was_on_line)
    if has_new_text and is_touched(article):
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
    _set_aside(item, article, "is written" if has_new_text else "has the words of before again")
    if has_new_text:
        write_around(article, item)
        article.record(Revision.Act.RECEIVED, by=None, note=f"version {item.version}")
    if comes_back:
        _come_back(article, publish, at)
    if item.is_correction and has_new_text and article.status == Article.Status.PUBLISHED:
        _announce_correction(item, article, *before)
    article.reindex()
    is_held = bool(article.embargo_until and article.embargo_until > at)
    return Taken(item, Outcome.HELD if is_held else Outcome.UPDATED, "", article)


def _come_back(article, publish, at):
    """Lift the agency's withdrawal; it comes back as a draft if an editor wanted that, or if a picture lacks words."""
    acts = [Revision.Act.RETURNED, Revision.Act.PUBLISHED, Revision.Act.SCHEDULED]
    last = article.revisions.filter(by__isnull=False, act__in=acts).first()
    is_returned = last is not None and last.act == Revision.Act.RETURNED
    if publish and not is_returned:
        with suppress(ValidationError):
            article.publish(at=at)
            return
    article.return_to_draft()


def _proposals(article, item):
    """Return the versions of this dispatch, up to that of `item`, that wait for an editor."""
    same = article.wire_items.filter(source=article.source, origin_id=item.origin_id)
    return same.filter(outcome=Outcome.PROPOSED, version__lte=item.version)


def _set_aside(item, article, why):
    """Let no version wait any more that the agency has replaced: of a feed, the one under the same number too."""
    reason = f"version {item.version} {why}"
    _proposals(article, item).update(outcome=Outcome.SET_ASIDE, reason=reason)


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
    """Take the agency's embargo; if an editor set another one, keep the later of the two.

    Return whether readers saw the article until then.
    """
    was_on_line = article.is_visible
    if article.embargo_until == article.origin_embargo:
        article.embargo_until = item.embargo_until
    elif item.embargo_until:
        article.embargo_until = max(article.embargo_until or item.embargo_until, item.embargo_until)
    article.origin_embargo = item.embargo_until
    return was_on_line


def _record_embargo(article, was_on_line):
    until = str(article.embargo_until or "")
    article.record(Revision.Act.EMBARGO, by=None, note=until, **{WAS_ON_LINE: was_on_line})

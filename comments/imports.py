"""Comments that come with a site that moves in: shown as they were there, and told in the log for what they are.

Nobody here decided on them: each has one event, «repris d'un autre site», and no decision. Those that waited wait.
"""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from .models import Comment, Event, LogHead, Revision
from .rules.digests import digest
from .rules.language import language_of
from .rules.likeness import simhash, text_digest
from .rules.rendering import RENDERER, render
from .rules.tidying import tidy, tidy_name

NAME_MOST = 60
TEXT_MOST = 20_000  # characters: what stood there stays, however long; a book does not


def key_of(site: str, post: str, number: str) -> str:
    """Under what key a comment is found again: some sites number comments from 1 under each post."""
    return sha256(f"import\x1f{site}\x1f{post}\x1f{number}".encode()).hexdigest()


@transaction.atomic
def take_in(article, old, *, site, at=None, keep_addresses=False) -> int:
    """Take in the comments of one article (articles.wires.wxr.OldComment, with plain `text`); return how many are new.

    Parents may come after their answers. Taken in twice, nothing is new.
    """
    at = at or timezone.now()
    wanted = {key_of(site, article.origin_id, each.number): each for each in old if tidy(each.text)}
    there = dict(
        Comment.objects.filter(submission_key__in=wanted).values_list("submission_key", "pk")
    )
    fresh = {key: each for key, each in wanted.items() if key not in there}
    if not fresh:
        return 0
    rows = {
        key: Comment(
            article=article,
            name=tidy_name(each.name)[:NAME_MOST] or "Anonyme",
            email=each.email.lower() if keep_addresses and "@" in each.email else "",
            language=language_of(each.text, default=article.language),
            submission_key=key,
            text_digest=text_digest(tidy(each.text)),
            simhash=simhash(tidy(each.text)),
            created_at=min(each.at or article.published_at or at, at),
        )
        for key, each in fresh.items()
    }
    Comment.objects.bulk_create(rows.values())
    by_number = {each.number: there.get(key) for key, each in wanted.items()}
    by_number |= {each.number: rows[key].pk for key, each in fresh.items()}
    # Under a comment that nobody sees, an answer would not be seen either.
    shown = {each.number for each in wanted.values() if each.state == "published"}
    parents = {each.number: each.parent if each.parent in shown else "" for each in wanted.values()}
    revisions = []
    for key, comment in rows.items():
        each = fresh[key]
        comment.parent_id, comment.root_id = _place(each.number, parents, by_number)
        revision = Revision(
            comment=comment,
            number=1,
            text=tidy(each.text)[:TEXT_MOST],
            created_at=comment.created_at,
        )
        revision.set_seal()
        revisions.append(revision)
    Revision.objects.bulk_create(revisions)
    for revision, key in zip(revisions, rows, strict=True):
        comment = rows[key]
        comment.revision = revision
        if fresh[key].state == "published":
            comment.state = Comment.State.PUBLISHED
            comment.published_revision, comment.published_at = revision, comment.created_at
            comment.html, comment.html_renderer = render(revision.text), RENDERER
    changed = [
        "parent",
        "root",
        "revision",
        "state",
        "published_revision",
        "published_at",
        "html",
        "html_renderer",
    ]
    Comment.objects.bulk_update(rows.values(), changed, batch_size=200)
    _log(rows.values(), at)
    return len(rows)


def _place(number, parents, by_number):
    """Return (the comment it answers, the one that opens its conversation); (None, None) where it opens one.

    Answers that go round in a circle answer nothing.
    """
    parent = by_number.get(parents.get(number, ""))
    if parent is None:
        return None, None
    seen, top = {number}, parents[number]
    while top not in seen and by_number.get(parents.get(top, "")):
        seen.add(top)
        top = parents[top]
    return (None, None) if top in seen else (parent, by_number[top])


def _log(comments, at):
    head, _created = LogHead.objects.select_for_update().get_or_create(pk=1)
    events = []
    for comment in comments:
        event = Event(
            sequence=head.sequence + 1, kind=Event.Kind.IMPORTED, comment=comment, revision=comment.revision,
            state=comment.state, version=comment.version, by="import", at=at, previous=head.digest,
            subject_digest=comment.revision.digest(),
        )  # fmt: skip
        event.digest = digest(event.record())
        head.sequence, head.digest = event.sequence, event.digest
        events.append(event)
    Event.objects.bulk_create(events)
    head.save()

"""Take in the comments of a site that moves in, as they were, and log them as imported.

Nobody here decided on them: each has one event, «repris d'un autre site», and no decision. Those that
waited there wait here.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import Comment, Event, Flag, LogHead, Revision
from .models.visibility import on_line, set_columns
from .rules.language import language_of
from .rules.likeness import simhash, text_digest
from .rules.links import find_links, judge
from .rules.staff_names import imitates_staff
from .rules.tidying import tidy, tidy_name

NAME_MOST = 60
EMAIL_MOST = 254
TEXT_MOST = 20_000  # characters: a long comment of the old site stays whole, a book does not
# A comment is written before its parent and its revision have a key.
SET_AFTERWARDS = [
    "parent",
    "root",
    "revision",
    "state",
    "published_revision",
    "published_at",
    "html",
    "html_renderer",
]


def key_of(site: str, post: str, number: str) -> str:
    """Return the submission key by which an imported comment is found again.

    The post is part of it: some sites number comments from 1 under each post.
    """
    return sha256(f"import\x1f{site}\x1f{post}\x1f{number}".encode()).hexdigest()


@dataclass
class Taken:
    """The number of new comments; what to tell of some, as (number on the old site, what)."""

    new: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)


def take_in(article, old, *, site, at=None, keep_addresses=False) -> Taken:
    """Take in the comments `old` of one article. A second call takes in nothing.

    `old` are articles.wires.exports.wxr.OldComment, with plain `text`, each parent before or after its answers. One that
    fails, for any reason, is told; the others come in.
    """
    options = {"site": site, "at": at or timezone.now(), "keep_addresses": keep_addresses}
    try:
        with transaction.atomic():
            return _take_in(article, old, **options)
    except Exception:
        failures = {each.number: _failure_of(article, each, **options) for each in old}
        if not any(failures.values()):
            raise  # what fails is not one of them
    sound = [each for each in old if not failures[each.number]]
    taken = take_in(article, sound, **options)
    taken.notes += [(number, f"failed: {why}") for number, why in failures.items() if why]
    return taken


def _failure_of(article, each, **options) -> str:
    """Return why a comment cannot be taken in by itself; "" if it can. Nothing is kept."""
    try:
        with transaction.atomic():
            _take_in(article, [each], **options)
            transaction.set_rollback(True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return ""


def _take_in(article, old, *, site, at, keep_addresses) -> Taken:
    wanted = {key_of(site, article.origin_id, each.number): each for each in old if tidy(each.text)}
    known = dict(
        Comment.objects.filter(submission_key__in=wanted).values_list("submission_key", "pk")
    )
    fresh = {key: each for key, each in wanted.items() if key not in known}
    if not fresh:
        return Taken()
    comments = {
        key: _comment(article, key, each, at, keep_addresses) for key, each in fresh.items()
    }
    Comment.objects.bulk_create(comments.values())
    ids = known | {key: comment.pk for key, comment in comments.items()}
    _place_in_conversations(comments, wanted, ids)
    _write_revisions(comments, fresh)
    _publish(comment for key, comment in comments.items() if fresh[key].state == "published")
    Comment.objects.bulk_update(comments.values(), SET_AFTERWARDS, batch_size=200)
    linked = _flag_links(comments.values())
    _log(comments.values(), at)
    notes = [note for key, comment in comments.items() for note in _notes(fresh[key], comment)]
    notes += [
        (fresh[key].number, "a link in its text") for key in comments if comments[key] in linked
    ]
    return Taken(len(comments), notes)


def _comment(article, key, old, at, keep_addresses):
    """Return the comment to write for an old one, without parent or revision yet."""
    text = tidy(old.text)
    return Comment(
        article=article,
        name=tidy_name(old.name)[:NAME_MOST] or "Anonyme",
        email=_email_of(old) if keep_addresses else "",
        language=language_of(old.text, default=article.language),
        submission_key=key,
        text_digest=text_digest(text),
        simhash=simhash(text),
        created_at=min(old.at or article.published_at or at, at),
    )


def _email_of(old):
    return old.email.lower() if "@" in old.email and len(old.email) <= EMAIL_MOST else ""


def _notes(old, comment):
    """Yield (number, what) for what a moderator would stop, or was shortened."""
    if len(tidy_name(old.name)) > NAME_MOST:
        yield old.number, f"its name is cut after {NAME_MOST} characters"
    if find_links(old.name):
        yield old.number, f"a link for a name: {comment.name!r}"
    elif imitates_staff(comment.name, settings.SITE_NAME):
        yield old.number, f"a name that readers may take for ours: {comment.name!r}"
    if len(tidy(old.text)) > TEXT_MOST:
        yield old.number, f"its text is cut after {TEXT_MOST} characters"
    if old.at is None:
        yield old.number, "its date cannot be read: it has its article's"


def _flag_links(comments) -> set:
    """Flag the links of the texts, sure ones too, which the door refuses; return who has any.

    A moderator who opens the card sees them marked.
    """
    flags, linked = [], set()
    for comment in comments:
        found = judge(comment.revision.text)
        for link in [*found.sure, *found.doubtful]:
            flag = Flag(revision=comment.revision, code=Flag.Code.DOUBTFUL_LINK)
            flag.start, flag.end = link.start, link.end
            flags.append(flag)
        if found.sure:
            linked.add(comment)
    Flag.objects.bulk_create(flags)
    return linked


def _place_in_conversations(comments, wanted, ids):
    """Set parent and root of the comments, {key: comment}; `wanted` are all the old ones by key."""
    by_number = {each.number: ids[key] for key, each in wanted.items()}
    # Under a comment that nobody sees, an answer would not be seen either.
    shown = {each.number for each in wanted.values() if each.state == "published"}
    parents = {each.number: each.parent if each.parent in shown else "" for each in wanted.values()}
    for key, comment in comments.items():
        comment.parent_id, comment.root_id = _place(wanted[key].number, parents, by_number)


def _write_revisions(comments, fresh):
    """Write the one revision of each comment, sealed, and set it on the comment."""
    revisions = []
    for key, comment in comments.items():
        text, written_at = tidy(fresh[key].text)[:TEXT_MOST], comment.created_at
        revision = Revision(
            comment=comment, number=1, text=text, language=comment.language, created_at=written_at
        )
        revision.set_seal()
        revisions.append(revision)
    Revision.objects.bulk_create(revisions)
    for comment, revision in zip(comments.values(), revisions, strict=True):
        comment.revision = revision


def _publish(comments):
    """Set on the comments that they are published, at the date they had on the old site."""
    for comment in comments:
        set_columns(comment, on_line(comment.revision, since=comment.created_at))


def _place(number, parents, by_number):
    """Return the ids of a comment's parent and root; (None, None) if it opens a conversation.

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
    """Append one event for each comment, in one statement."""
    head = LogHead.held()
    events = []
    for comment in comments:
        event = Event(
            kind=Event.Kind.IMPORTED, comment=comment, revision=comment.revision, state=comment.state,
            version=comment.version, by="import", at=at,
        )  # fmt: skip
        head.link(event)
        events.append(event)
    Event.objects.bulk_create(events)
    head.save()

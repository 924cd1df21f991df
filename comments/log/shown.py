"""Verify that readers see each comment as it was last decided, word for word."""

from collections.abc import Iterator
from html import unescape

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import strip_tags

from articles.rules.body import sanitize

from ..models import BrokenLink, Comment, Decision, Event, Revision
from ..rules.rendering import RENDERER, render

BATCH = 1000  # rows in memory at a time
COMPARED = "state version revision created_at published_at hidden_at words_erased_at html html_renderer".split()  # fmt: skip


def comments() -> Iterator[BrokenLink]:
    """Yield each comment that readers see otherwise than it was last decided, word for word."""
    for comment in _comments_beside_their_log().iterator(chunk_size=BATCH):
        for fault in _faults(comment):
            yield BrokenLink(f"comment {comment.pk}", fault)


def _comments_beside_their_log():
    """Return all comments, each annotated with the state, texts and dates that the log gives it."""
    events = Event.objects.filter(comment=OuterRef("pk")).order_by("-sequence")
    revisions = Revision.objects.filter(comment=OuterRef("pk")).order_by("number")
    publishing = (
        Decision.objects.standing()
        .filter(comment=OuterRef("pk"), kind__in=[Decision.Kind.APPROVE, Decision.Kind.RESTORE])
        .order_by("pk")
    )
    # A comment imported as published was judged by nobody here: it has its own words and date.
    imported = events.filter(kind=Event.Kind.IMPORTED, state=Comment.State.PUBLISHED)
    return (
        Comment.objects.select_related("published_revision")
        .only(*COMPARED, "published_revision__text")
        .annotate(
            logged_state=events.values("state")[:1],
            logged_version=events.values("version")[:1],
            written_at=revisions.values("created_at")[:1],
            latest_revision=revisions.reverse().values("pk")[:1],
            first_published_at=Coalesce(
                Subquery(imported.values("revision__created_at")[:1]),
                Subquery(publishing.values("at")[:1]),
            ),
            judged_revision=Coalesce(
                Subquery(publishing.reverse().values("revision")[:1]),
                Subquery(imported.values("revision")[:1]),
            ),
            logged_expired=events.filter(kind=Event.Kind.EXPIRED).values("at")[:1],
            logged_hidden=events.filter(kind=Event.Kind.HIDDEN).values("at")[:1],
        )
        .order_by("pk")
    )


def _faults(comment):
    """Yield each difference between an annotated comment and its log."""
    if (comment.logged_state, comment.logged_version) != (comment.state, comment.version):
        yield "its state is not the one the log left it in"
    if comment.revision_id != comment.latest_revision:
        yield "its text is not the last its author wrote"
    if comment.published_revision_id != comment.judged_revision:
        yield "the text on line is not the one that was judged"
    dates = (comment.created_at, comment.published_at)
    if dates != (comment.written_at, comment.first_published_at):
        yield "its dates are not those of the log"
    if comment.hidden_at or (comment.logged_hidden and comment.state == "published"):
        comment.refresh_from_db(fields=["hidden_at"])
        standing = comment.decisions.standing()
        if comment.hidden_at != comment.hidden_since(standing):
            yield "whether it is hidden is not what the log says"
    if comment.words_erased_at != comment.logged_expired:
        yield "whether its words went at their term is not what the log says"
    if comment.html and not _shows_its_text(comment):
        yield "the words on line are not those that were judged"


def _shows_its_text(comment) -> bool:
    """Return whether a comment's HTML has the text that was judged, and nothing else."""
    if comment.published_revision is None:  # taken away by force
        return False
    text = comment.published_revision.text
    if comment.html_renderer == RENDERER:
        return comment.html == render(text)
    # Another version of render() made it: only its words and its clean HTML can be compared.
    words = unescape(strip_tags(comment.html)).split()
    return words == text.split() and sanitize(comment.html, tags=("p", "br")) == comment.html

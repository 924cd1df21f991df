"""What stands around a comment on its card: what it answers, its thread, what it quotes."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from articles.models.keyset import beyond, reverse_of
from articles.rules.body import plain_text

from ..models import Comment, Decision, Notice
from ..rules.quoting import marked

THREAD_ORDER = ["created_at", "pk"]
BEFORE_MOST, AFTER_MOST = (
    40,
    20,
)  # comments of the thread shown before and after the one on the card
LEAST_QUOTED = 3  # words: fewer are anybody's
QUOTED_CONTEXT = 240  # characters of the article around what a comment quotes
QUOTED_MOST = 3  # passages

# Between marks of quotation, or on a line that begins with «>».
QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|\"([^\"\n]+)\"|^>(.+)$", re.MULTILINE)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Span:
    """A passage of a text, in code points."""

    start: int
    end: int


def above(comment):
    """Return the comments it answers, whole: the one that opened the thread, then its parent."""
    asked = {comment.root_id, comment.parent_id} - {None}
    if not asked:
        return []
    found = Comment.objects.filter(pk__in=asked).select_related("revision", "parent")
    return tell_hard_words(list(found.order_by(*THREAD_ORDER)))


def tell_hard_words(comments):
    """Tell on each comment its last decision, and whether its words are hard to read; return them.

    A notice that waits, or that decision, may call them hateful. Two queries, whatever their number.
    """
    if not comments:
        return comments
    notices, last = defaultdict(list), {}
    for notice in Notice.objects.open().filter(comment__in=comments).select_related("clause"):
        notices[notice.comment_id].append(notice)
    decisions = Decision.objects.standing().filter(comment__in=comments).order_by("pk")
    for decision in decisions.select_related("clause", "by"):
        last[decision.comment_id] = decision
    for comment in comments:
        comment.decision = last.get(comment.pk)
        judged = [comment.decision] if comment.decision else []
        comment.has_hard_words = comment.is_harsh(notices[comment.pk], judged)
    return comments


def has_a_thread(comment):
    """Return whether other comments stand in its thread; nobody answers what never was on line."""
    if comment.root_id:
        return True
    return comment.published_at is not None and comment.thread.exists()


def thread_around(comment):
    """Return the comments of its thread around it, and how many stand before and after those.

    Every state is shown, but for what was erased; the one that opened the thread always comes first.
    """
    root = comment.root_id or comment.pk
    thread = Comment.objects.filter(Q(pk=root) | Q(root=root)).select_related("revision", "parent")
    here = [comment.created_at, comment.pk]
    before = thread.filter(beyond(here, backwards := reverse_of(THREAD_ORDER))).order_by(*backwards)
    after = thread.filter(beyond(here, THREAD_ORDER)).order_by(*THREAD_ORDER)
    shown_before, shown_after = list(before[:BEFORE_MOST]), list(after[:AFTER_MOST])
    shown = [*reversed(shown_before), comment, *shown_after]
    earlier = before.count() - len(shown_before)
    if earlier:
        shown.insert(0, thread.get(pk=root))
        earlier -= 1
    tell_hard_words(shown)
    # As its card says it, which knows of like texts that were judged.
    comment.has_hard_words = comment.has_hard_words or comment.is_harsh(
        [], comment.similar_judged()
    )
    return {
        "thread": shown,
        "earlier": earlier,
        "later": after.count() - len(shown_after),
    }


def quoted_passages(text, body):
    """Return the passages of an article's body that a comment quotes, as HTML with the words marked.

    Words are compared, whatever their case, spaces, apostrophes and typography.
    """
    article = plain_text(body)
    places = list(WORD.finditer(article))
    words = [place[0].casefold() for place in places]
    passages = []
    for found in QUOTED.finditer(text):
        quoted = [word.casefold() for word in WORD.findall(next(filter(None, found.groups())))]
        at = _position(quoted, words) if len(quoted) >= LEAST_QUOTED else None
        if at is not None:
            span = Span(places[at].start(), places[at + len(quoted) - 1].end())
            passage = marked(article, [span], QUOTED_CONTEXT)
            passages.append(mark_safe(passage))  # noqa: S308, marked() sanitizes each piece
    return list(dict.fromkeys(passages))[:QUOTED_MOST]


def _position(part, words):
    """Return where these words stand one after the other; None if they do not."""
    for at in range(len(words) - len(part) + 1):
        if words[at] == part[0] and words[at : at + len(part)] == part:
            return at
    return None


class Around:
    """Mixed into the desk: the thread around a comment, as a page or unfolded on its card."""

    def thread(self, request, pk):
        """Show the thread around a comment; only its part of the page for static/desk/."""
        self._check(request, "comments.view_comment")
        comment = self._comment(pk)
        context = {"comment": comment, **thread_around(comment)}
        template = "admin/comments/comment/thread.html"
        if request.headers.get("Accept", "").startswith("text/x-fragment"):
            return TemplateResponse(request, f"{template}#thread", context)
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Le fil de ce commentaire"),
            "opts": self.opts,
        }
        return TemplateResponse(request, template, context)

"""Cut a discussion into pages, in five queries at most. How many comments one page holds: bounds.py.

Answers are laid out from keys and sizes alone; only those that stand on the page are read then.
"""

from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import mark_safe

from articles.freshness import kept, shows, thread
from articles.models import keyset
from articles.rules.query_words import NEWEST_FIRST, Word
from articles.rules.typography import typeset_html

from ...models import Comment, Decision
from . import bounds
from .folds import stretches

OLDEST_FIRST = ["created_at", "pk"]


@dataclass
class Page:
    """Some conversations of an article, each opening comment with its `answers` and, if there are `more`, their page.

    `next` is the query of the page that follows, "" at the end.
    """

    conversations: list
    next: str = ""
    is_newest_first: bool = False
    language: str = ""  # the only one that this page tells, "" for all
    alone: Comment | None = None  # the one conversation this page tells


def page_of(article, *, newest_first=False, language="", after=None, start=None) -> Page:
    """Return the conversations after the one `after` opens, or from `start` on; the oldest first by default.

    With a `language`, only conversations that began in it, with their answers in every language.
    """
    opening = _opening(article, newest_first, after, start, language)
    opening = list(opening.select_related("pick").defer("email")[: bounds.CONVERSATIONS + 1])
    for root in opening:
        root.size = bounds.size_of(root)
    shown, is_last = bounds.lay_out(opening)
    conversations = _read(shown, opening, article)
    _tell_removals([c for root in conversations for c in (root, *root.answers)])
    for root in conversations:
        root.stretches = stretches(root.answers)
    kept = {Word.ORDER: NEWEST_FIRST} if newest_first else {}
    kept |= {Word.LANGUAGE: language} if language else {}
    following = "" if is_last else _query(kept | {Word.AFTER: shown[-1].root})
    return Page(conversations, following, newest_first, language)


def conversation(root, article, *, after=None, start=None) -> Page:
    """Return one conversation alone, with its answers after `after`, or from `start` on."""
    answers = Comment.objects.in_thread().filter(root=root)
    if after or start:
        answers = answers.filter(_follows(after or start, False, included=not after))
    found = list(bounds.measured(answers)[: bounds.COMMENTS])
    # One at least, however long: a page without any would lead nowhere.
    left = bounds.PAGE_BYTES - bounds.size_of(root)
    fit = bounds.fit_in(found, bounds.COMMENTS - 1, left) or found[:1]
    _place([root], _rows([answer.pk for answer in fit]), article)
    _tell_removals([root, *root.answers])
    root.stretches = stretches(root.answers, all_open=True)
    is_last = len(fit) == len(found)
    rest = "" if is_last else _rest_of(root.pk, [answer.pk for answer in fit])
    return Page([root], rest, alone=root)


def address_of(comment) -> str:
    """Return the address of a page that holds a comment, down to its own place."""
    article, root = comment.article, comment.root or comment
    if _holds(_layout(article), comment):
        return f"{article.get_absolute_url()}#{comment.anchor}"
    query = {Word.FROM: root.pk}
    if comment.root_id and not _holds(_layout(article, start=root), comment):
        query = {Word.CONVERSATION: root.pk, Word.FROM: comment.pk}
    return f"{discussion_url(article)}{_query(query)}#{comment.anchor}"


def discussion_url(article) -> str:
    """Return the address of an article's discussion, beyond what its own page shows."""
    where = {"section": article.section.slug, "pk": article.pk, "slug": article.slug}
    return reverse("discussion", kwargs=where)


def counts_by_language(article) -> dict:
    """Return {language: how many comments readers see under the article}, from memory if none changed."""
    shows(threads=[article.pk])
    return kept(
        ("languages", article.pk),
        partial(_count_by_language, article.pk),
        tags=[thread(article.pk)],
    )


def _count_by_language(article_pk):
    seen = Comment.objects.visible().filter(article=article_pk).order_by("language")
    return dict(seen.values_list("language").annotate(Count("pk")))


def visible_count(article) -> int:
    return sum(counts_by_language(article).values())


def _rest_of(root, shown):
    """Return the query of a conversation's page after the answers shown, given by their ids."""
    after = {Word.AFTER: shown[-1]} if shown else {}
    return _query({Word.CONVERSATION: root} | after)


def _query(words):
    return f"?{urlencode(words)}"


def _follows(comment, newest_first, *, included):
    """Return the condition of the comments after this one, or from it on if `included`."""
    order = keyset.reverse_of(OLDEST_FIRST) if newest_first else OLDEST_FIRST
    return keyset.beyond([comment.created_at, comment.pk], order, included=included)


# The layout: which comments stand on a page, from their keys and sizes


def _layout(article, start=None):
    """Return the conversations of a page, from keys and sizes alone: the first one, or that from `start` on."""
    opening = _opening(article, False, None, start, "")
    return bounds.lay_out(list(bounds.measured(opening)[: bounds.CONVERSATIONS + 1]))[0]


def _opening(article, newest_first, after, start, language):
    """Return the comments that open the conversations of a page and of those after it."""
    opening = Comment.objects.in_thread().filter(article=article, root=None)
    if language:
        opening = opening.filter(language=language)
    if newest_first:
        opening = opening.order_by("-created_at", "-pk")
    if after or start:
        opening = opening.filter(_follows(after or start, newest_first, included=not after))
    return opening


def _holds(shown, comment):
    return any(comment.pk in (laid.root, *laid.answers, *laid.beyond) for laid in shown)


# What stands on it


def _rows(keys):
    rows = Comment.objects.in_thread().filter(pk__in=keys).select_related("parent", "pick")
    return list(rows.defer("email", "parent__email", "parent__html"))


def _read(shown, opening, article):
    """Return the opening comments of a layout with their answers, except answers removed since."""
    opening = {row.pk: row for row in opening}
    roots = [opening[laid.root] for laid in shown]
    keys = [pk for laid in shown for pk in (*laid.answers, *laid.beyond)]
    _place(roots, _rows(keys) if keys else [], article)
    for laid in shown:
        opening[laid.root].more = "" if laid.is_whole else _rest_of(laid.root, laid.answers)
    return roots


def _place(roots, answers, article):
    """Hang each answer under the comment that opened its conversation, with whom it answers."""
    by_pk = {}
    for root in roots:
        root.article, root.answers, root.more, root.answered = article, [], "", None
        root.answered_at = ""
        by_pk[root.pk] = root
    for answer in answers:
        answer.article, answer.answered, answer.answered_at = article, None, ""
        if answer.parent_id != answer.root_id:
            answer.answered = answer.parent
            is_here = answer.parent_id in by_pk
            anchor, address = answer.parent.anchor, answer.parent.get_absolute_url()
            answer.answered_at = f"#{anchor}" if is_here else address
        by_pk[answer.pk] = answer
        by_pk[answer.root_id].answers.append(answer)
    for comment in by_pk.values():
        comment.words = _typeset(comment.html, comment.language)


@lru_cache(2000)
def _typeset(html, language):
    return mark_safe(typeset_html(html, language))  # noqa: S308, of our own rendering; text alone is changed


def _tell_removals(comments):
    """Give each removed comment the decision that removed it, as its `removal`."""
    removed = {c.pk: c for c in comments if c.state == Comment.State.REMOVED}
    if not removed:
        return
    decisions = Decision.objects.standing().filter(comment__in=removed, kind=Decision.Kind.REMOVE)
    for decision in reversed(decisions.select_related("clause")):  # the newest is written last
        removed[decision.comment_id].removal = decision

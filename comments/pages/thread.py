"""A discussion in pages: fifty conversations at a time and twenty answers of each, in five queries whatever there are."""

from dataclasses import dataclass

from django.db.models import Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from ..models import Comment, Decision

CONVERSATIONS = 50
ANSWERS = 20  # of one conversation on a page of many; the others stand on its own page
ANSWERS_ALONE = 100


@dataclass
class Page:
    """Some conversations of an article, each opening comment with its `answers` and whether there are `more`.

    `next` is the query of the page that follows, "" at the end.
    """

    conversations: list
    next: str = ""
    is_newest_first: bool = False
    alone: Comment | None = None  # the one conversation this page tells


def page_of(article, *, newest_first=False, after=None, start=None) -> Page:
    """Return the conversations after the one `after` opens, or from `start` on; the oldest first by default."""
    roots = Comment.objects.in_thread().filter(article=article, root=None).defer("email")
    if newest_first:
        roots = roots.order_by("-created_at", "-pk")
    if after or start:
        roots = roots.filter(_follows(after or start, newest_first, included=not after))
    found = list(roots[: CONVERSATIONS + 1])
    shown = found[:CONVERSATIONS]
    _with_answers(shown, article)
    order = "tri=recents&" if newest_first else ""
    following = f"?{order}apres={shown[-1].pk}" if len(found) > CONVERSATIONS else ""
    return Page(shown, following, newest_first)


def conversation(root, article, *, after=None, start=None) -> Page:
    """Return one conversation alone, with its answers after `after`, or from `start` on."""
    answers = _answers_to([root])
    if after or start:
        answers = answers.filter(_follows(after or start, False, included=not after))
    found = list(answers[: ANSWERS_ALONE + 1])
    _place([root], found[:ANSWERS_ALONE], article)
    _tell_removals([root, *root.answers])
    following = f"?fil={root.pk}&apres={root.answers[-1].pk}" if len(found) > ANSWERS_ALONE else ""
    return Page([root], following, alone=root)


def address_of(comment) -> str:
    """Return the address of the page where a comment stands, down to its own place."""
    article, root = comment.article, comment.root or comment
    before = Comment.objects.in_thread().filter(root=root).filter(_precedes(comment))
    is_deep = comment.root_id and before[: ANSWERS + 1].count() >= ANSWERS
    opening = Comment.objects.in_thread().filter(article=article, root=None)
    if is_deep:
        query = f"?fil={root.pk}&depuis={comment.pk}"
    elif opening.filter(_precedes(root))[:CONVERSATIONS].count() == CONVERSATIONS:
        query = f"?depuis={root.pk}"
    else:
        return f"{article.get_absolute_url()}#{comment.anchor}"
    return f"{discussion_url(article)}{query}#{comment.anchor}"


def discussion_url(article) -> str:
    """Return the address of an article's discussion, beyond what its own page shows."""
    where = {"section": article.section.slug, "pk": article.pk, "slug": article.slug}
    return reverse("discussion", kwargs=where)


def visible_count(article) -> int:
    """Return how many comments readers see under it; asked once of one article in hand."""
    if not hasattr(article, "visible_comments"):
        article.visible_comments = Comment.objects.visible().filter(article=article).count()
    return article.visible_comments


def _precedes(comment):
    same = Q(created_at=comment.created_at, pk__lt=comment.pk)
    before = Q(created_at__lt=comment.created_at) | same
    # Said twice: an index begins at the first, which the second alone does not let it.
    return Q(created_at__lte=comment.created_at) & before


def _follows(comment, newest_first, *, included):
    way = "lt" if newest_first else "gt"
    same = Q(
        **{"created_at": comment.created_at, f"pk__{way}{'e' if included else ''}": comment.pk}
    )
    beyond = Q(**{f"created_at__{way}": comment.created_at}) | same
    return Q(**{f"created_at__{way}e": comment.created_at}) & beyond


def _answers_to(roots):
    answers = Comment.objects.in_thread().filter(root__in=[root.pk for root in roots])
    return answers.select_related("parent").defer("email", "parent__email", "parent__html")


def _with_answers(roots, article):
    place = Window(RowNumber(), partition_by="root", order_by=["created_at", "pk"])
    answers = _answers_to(roots).annotate(place=place).filter(place__lte=ANSWERS + 1)
    _place(roots, answers, article)
    for root in roots:
        root.more = len(root.answers) > ANSWERS
        root.answers = root.answers[:ANSWERS]
    _tell_removals([*roots, *(answer for root in roots for answer in root.answers)])


def _place(roots, answers, article):
    """Hang each answer under the comment that opened its conversation, with whom it answers."""
    by_pk = {}
    for root in roots:
        root.article, root.answers, root.more = article, [], False
        by_pk[root.pk] = root
    for answer in answers:
        answer.article = article
        if answer.parent_id != answer.root_id:
            answer.answered = answer.parent
        by_pk[answer.root_id].answers.append(answer)


def _tell_removals(comments):
    """Give each removed comment the decision that removed it, as its `removal`."""
    removed = {c.pk: c for c in comments if c.state == Comment.State.REMOVED}
    if not removed:
        return
    decisions = Decision.objects.standing().filter(comment__in=removed, kind=Decision.Kind.REMOVE)
    for decision in reversed(decisions.select_related("clause")):  # the newest is written last
        removed[decision.comment_id].removal = decision

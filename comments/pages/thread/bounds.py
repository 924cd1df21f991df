"""How many comments stand on one page of a discussion, an article's page included: the whole bound.

| of | at most |
|---|---|
| conversations | CONVERSATIONS |
| comments, answers and the notes in the place of what was taken down included | COMMENTS |
| bytes of their HTML, reckoned from the stored words | PAGE_BYTES |
| answers of one conversation | ANSWERS each, if the page then holds the next CONVERSATIONS conversations, or all that are left; if not, FEW_ANSWERS each |
| replies of the newsroom beyond those answers | NEWSROOM_REPLIES, the first ones |
| answers on the page of one conversation alone | what fits into COMMENTS and PAGE_BYTES; one always, however long |

A page always shows the opening comment of its first conversation, however long. The page of a single conversation also
shows at least one answer (thread/__init__.py). The latest comment that the newsroom chose stands a second time above
the discussion, cut short and beyond these bounds (CHOSEN, templatetags/comments.py). Where answers are left out, the
newsroom's first NEWSROOM_REPLIES replies among them are shown all the same; on the conversation's own page they stand
again, in their place. What does not fit is on the following page; the other answers of a conversation are on its own
page. More than five answers stand folded, and on the page all the same (folds.py). How many comments an article has is
told by counts.py. An author's private page lists every reply to the comment (follow_up.py); a feed has the latest fifty
comments (portal/feeds/items.py).
"""

from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Func, IntegerField, Q, Window
from django.db.models.functions import RowNumber

from ...models import Comment

CONVERSATIONS = 50
COMMENTS = 100  # each takes about half a millisecond to write
# Of their HTML. With an article around it and the spaces that French typography adds, a page stays
# under 200 kB unpacked.
PAGE_BYTES = 140_000
MARKUP_BYTES = 1_100  # around the words and names of one comment; measured: 980 to 1,050
TIMES_NAMED = 4  # how often a comment's HTML says a name: its own thrice, and whom it answers
ANSWERS, FEW_ANSWERS = 20, 4
NEWSROOM_REPLIES = 3


@dataclass(frozen=True)
class Laid:
    """One conversation on a page: the ids of its opening comment and of its answers shown."""

    root: int
    answers: list  # the first ones, none between them left out
    is_whole: bool  # whether all its answers are here
    beyond: list = ()  # replies of the newsroom after answers that are not here


class _Octets(Func):
    """The length of a text in bytes."""

    function, output_field = "OCTET_LENGTH", IntegerField()

    def as_sqlite(self, compiler, connection):
        """Count in bytes on SQLite before 3.43 too, which has no OCTET_LENGTH."""
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))")


def measured(comments, *more):
    """Return (pk, root, size) of each and `more` columns, its size the bytes of HTML it takes on a page."""
    size = MARKUP_BYTES + _Octets("html") + TIMES_NAMED * _Octets("name")
    return comments.annotate(size=size).values_list("pk", "root", "size", *more, named=True)


def size_of(comment):
    """Return what measured() tells of a comment in hand."""
    own, name = len(comment.html.encode()), len(comment.name.encode())
    return MARKUP_BYTES + own + TIMES_NAMED * name


def lay_out(found):
    """Return (the conversations of one page, whether it is the last) of opening comments with their `size`."""
    asked = found[:CONVERSATIONS]
    answers = _first_answers([root.pk for root in asked])
    for most in (ANSWERS, FEW_ANSWERS):
        shown = list(_until_full(asked, answers, most))
        if len(shown) == len(asked):
            break
    return shown, len(shown) == len(found)


def _first_answers(roots):
    """Return {pk of an opening comment: its first answers and the newsroom's, measured, in their order}.

    Of each, one more than a page shows: it tells whether some are left out.
    """
    place = Window(RowNumber(), partition_by="root", order_by=["created_at", "pk"])
    first = Q(place__lte=ANSWERS + NEWSROOM_REPLIES + 1)
    answers = Comment.objects.in_thread().filter(root__in=roots).annotate(place=place)
    found = {pk: [] for pk in roots}
    for answer in measured(answers.filter(first | Q(newsroom_by__isnull=False)), "newsroom_by"):
        found[answer.root].append(answer)
    return found


def _until_full(roots, answers, most):
    """Yield conversations with up to `most` answers until the page is full; the first one always."""
    comments, size = COMMENTS, PAGE_BYTES  # that are left
    for root in roots:
        fit, beyond = _fit(answers[root.pk], most, PAGE_BYTES - root.size)
        first = comments == COMMENTS
        comments -= 1 + len(fit) + len(beyond)
        size -= root.size + sum(answer.size for answer in fit + beyond)
        if not first and (comments < 0 or size < 0):
            return
        is_whole = len(fit) + len(beyond) == len(answers[root.pk])
        yield Laid(root.pk, _keys(fit), is_whole, _keys(beyond))


def _fit(answers, most, size):
    """Return (the first answers of a conversation that fit, the newsroom's replies beyond them)."""
    fit = fit_in(answers[:most], COMMENTS - 1, size)
    while True:
        of_newsroom = [each for each in answers[len(fit) :] if each.newsroom_by]
        beyond = fit_in(of_newsroom[:NEWSROOM_REPLIES], COMMENTS - 1, size)
        left = size - sum(each.size for each in beyond)
        beside = fit_in(fit, COMMENTS - 1 - len(beyond), left)
        if beside == fit:
            return fit, beyond
        fit = beside  # the answer taken out to make room may itself be a reply of the newsroom: reckon again


def _keys(rows):
    return [row.pk for row in rows]


def fit_in(answers, comments, size):
    """Return the first answers that fit into so many comments and bytes."""
    sums = accumulate(answer.size for answer in answers)
    return [a for a, total in zip(answers[:comments], sums, strict=False) if total <= size]

"""How many comments stand on one page of a discussion, an article's page included: the whole bound.

| of | at most |
|---|---|
| conversations | CONVERSATIONS |
| comments, answers included | COMMENTS |
| bytes of their HTML, reckoned from the stored words | PAGE_BYTES |
| answers of one conversation | ANSWERS, if all conversations of the page then fit; else FEW_ANSWERS |
| answers on the page of one conversation alone | what fits into COMMENTS and PAGE_BYTES; one always, however long |

The first conversation always stands there, however long. What does not fit is on the following page; the other answers
of a conversation are on its own page. How many comments an article has is told by counts.py.
"""

from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Func, IntegerField, Window
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


@dataclass(frozen=True)
class Laid:
    """One conversation on a page: the ids of its opening comment and of its answers shown."""

    root: int
    answers: list
    is_whole: bool  # whether all its answers are here


class _Octets(Func):
    """The length of a text in bytes."""

    function, output_field = "OCTET_LENGTH", IntegerField()

    def as_sqlite(self, compiler, connection):
        """Count in bytes on SQLite before 3.43 too, which has no OCTET_LENGTH."""
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))")


def measured(comments):
    """Return (pk, root, size) of each, its size the bytes of HTML it takes on a page."""
    size = MARKUP_BYTES + _Octets("html") + TIMES_NAMED * _Octets("name")
    return comments.annotate(size=size).values_list("pk", "root", "size", named=True)


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
    """Return {pk of an opening comment: its first answers, measured, one more than a page shows}."""
    place = Window(RowNumber(), partition_by="root", order_by=["created_at", "pk"])
    answers = Comment.objects.in_thread().filter(root__in=roots).annotate(place=place)
    found = {pk: [] for pk in roots}
    for answer in measured(answers.filter(place__lte=ANSWERS + 1)):
        found[answer.root].append(answer)
    return found


def _until_full(roots, answers, most):
    """Yield conversations with up to `most` answers until the page is full; the first one always."""
    comments, size = COMMENTS, PAGE_BYTES  # that are left
    for root in roots:
        fit = fit_in(answers[root.pk][:most], COMMENTS - 1, PAGE_BYTES - root.size)
        first = comments == COMMENTS
        comments -= 1 + len(fit)
        size -= root.size + sum(answer.size for answer in fit)
        if not first and (comments < 0 or size < 0):
            return
        yield Laid(root.pk, [answer.pk for answer in fit], len(fit) == len(answers[root.pk]))


def fit_in(answers, comments, size):
    """Return the first answers that fit into so many comments and bytes."""
    sums = accumulate(answer.size for answer in answers)
    return [a for a, total in zip(answers[:comments], sums, strict=False) if total <= size]

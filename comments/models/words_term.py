"""What is erased at its term though nobody asks: words that were refused, taken down or withdrawn, words of alerts.

The decision, its reasons and the log stay: a link tells that the words went, and the seals need them no more.
"""

from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .appeal import Appeal
from .decision import Decision
from .event import Event
from .legal_hold import LegalHold
from .notice import Notice
from .suspension import Suspension
from .visibility import STANDINGS, states_that

# Term by term: SQLite takes a partial index for these, and not for a list of states.
LOSE_THEIR_WORDS = states_that("loses_its_words")
OFF_LINE = Q(
    *(~Q(state=state) for state in STANDINGS if state not in LOSE_THEIR_WORDS), words_erased_at=None
)


def contestable_since(at):
    """Return the moment before which nothing can be contested any more."""
    return at - timedelta(days=settings.APPEAL_WINDOW_DAYS)


def comments_whose_words_go(comments, at):
    """Return the comments that stay off line: no appeal is open or possible, no hold keeps them."""
    since, mine = contestable_since(at), OuterRef("pk")
    return comments.filter(OFF_LINE, created_at__lt=since).exclude(
        Exists(Decision.objects.filter(comment=mine, at__gte=since))
        | Exists(Suspension.objects.filter(comment=mine, at__gte=since))
        | Exists(Event.objects.filter(comment=mine, kind=Event.Kind.WITHDRAWN, at__gte=since))
        | Exists(Appeal.objects.unanswered().filter(comment=mine))
        | Exists(LegalHold.objects.filter(comment=mine))
    )


def notices_whose_words_go(at):
    """Return the alerts whose answer cannot be contested any more, or that nobody needs to answer."""
    since, this = contestable_since(at), OuterRef("pk")
    is_over = Q(answer__at__lt=since) | Q(settled_by__isnull=False) | ~Q(comment__state="published")
    about_it = Q(notice=this) | Q(suspension__notice=this)
    return (
        Notice.objects.filter(is_over, at__lt=since)
        .exclude(salt="")
        .exclude(
            Exists(Appeal.objects.unanswered().filter(about_it))
            | Exists(Suspension.objects.filter(notice=this, at__gte=since))
            | Exists(LegalHold.objects.filter(comment=OuterRef("comment")))
        )
    )


class WordsHaveATerm(models.Model):
    """Mixed into the comment: its words go once what was decided against them can be contested no more."""

    # Its text and name went at their term; the log says so too.
    words_erased_at = models.DateTimeField(_("mots effacés le"), null=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def forget_words(self, *, at=None) -> bool:
        """Erase its text, its author's name and address; return False if it is not the time. Its state stays."""
        at = at or timezone.now()
        self.hold()
        if not comments_whose_words_go(type(self).objects.filter(pk=self.pk), at).exists():
            return False
        self._become({**self.nobody, "words_erased_at": at}, among=LOSE_THEIR_WORDS)
        self._erase_words(at)
        Event.objects.append(Event.Kind.EXPIRED, comment=self, at=at)
        return True

    @transaction.atomic
    def forget_words_of_notices(self, *, at=None) -> int:
        """Erase the words, names and addresses of alerts on it that are past their term; return how many."""
        at = at or timezone.now()
        self.hold()
        due = notices_whose_words_go(at).filter(comment=self)
        if not (gone := list(due.order_by("pk").values_list("pk", flat=True))):
            return 0
        Notice.objects.filter(pk__in=gone).update(explanation="", name="", email="", salt="")
        pleas = Appeal.objects.filter(Q(notice__in=gone) | Q(suspension__notice__in=gone))
        pleas.update(text="", salt="")
        answers = " ".join(f"notice:{pk}" for pk in gone)
        Event.objects.append(Event.Kind.LAPSED, comment=self, answers=answers, at=at)
        return len(gone)


def forget_all(comments, *, at, most) -> int:
    """Erase what is due of `comments`, a queryset, and of all alerts; return how many. `most` at once in memory."""
    gone = 0
    while due := list(comments_whose_words_go(comments, at).order_by("created_at", "pk")[:most]):
        done = sum(comment.forget_words(at=at) for comment in due)
        gone += done
        if not done:  # others do the same at once
            break
    while due := list(notices_whose_words_go(at).order_by("comment_id", "pk")[:most].select_related("comment")):  # fmt: skip
        each = [next(notices).comment for _pk, notices in groupby(due, lambda n: n.comment_id)]
        done = sum(comment.forget_words_of_notices(at=at) for comment in each)
        gone += done
        if not done:
            break
    return gone

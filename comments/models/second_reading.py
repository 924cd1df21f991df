"""A decision read a second time by another moderator, who knows nothing of the first: how even-handed is the house?"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..rules.triage.ranks import is_drawn
from .charter import Clause
from .decision import Decision
from .errors import NotYours, SettledAlready

ONE_IN = 50  # of the decisions on what waited: two in a hundred
AFTER, WITHIN = (
    timedelta(hours=1),
    timedelta(days=30),
)  # of the decision: once it stands, while it is of this time


class SecondReadingQuerySet(models.QuerySet):
    def due_for(self, user, at=None):
        """Return the number of the oldest decision that this moderator may read anew; None if there is none."""
        at = at or timezone.now()
        found = _drawn_from(at).exclude(by=user).order_by("at")
        read = set(self.filter(decision__at__gt=at - WITHIN).values_list("decision", flat=True))
        numbers = found.values_list("pk", flat=True).iterator(chunk_size=2000)
        return next(
            (number for number in numbers if number not in read and _is_drawn(number)), None
        )

    def read(self, decision, *, by, refuses, clause=None, at=None):
        """Keep how somebody else would have decided; it changes nothing of the comment.

        Raise NotYours for one's own decision or one that was not drawn, SettledAlready if a colleague was faster.
        """
        if decision.by_id == by.pk or not _is_drawn(decision.pk):
            raise NotYours
        reading, is_new = self.get_or_create(
            decision=decision,
            defaults={"by": by, "refuses": refuses, "clause": clause, "at": at or timezone.now()},
        )
        if not is_new:
            raise SettledAlready
        return reading


def _is_drawn(number):
    return is_drawn(number, "second reading", ONE_IN)


def _drawn_from(at):
    first = ["approve", "reject"]  # of what waited: later ones rest on alerts and appeals
    standing = Decision.objects.standing().filter(kind__in=first)
    lately = standing.filter(at__gt=at - WITHIN, at__lte=at - AFTER)
    return lately.exclude(revision__text="")


class SecondReading(models.Model):
    """What a second moderator would have decided, blind. Not a decision, and outside the log: nothing rests on it."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="second_reading"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    refuses = models.BooleanField()
    clause = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("seconde lecture")
        verbose_name_plural = _("secondes lectures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="second_reading_that_refuses_cites_a_rule",
                condition=Q(refuses=True, clause__isnull=False) | Q(refuses=False, clause=None),
            )
        ]

    def __str__(self):
        return f"{self.decision_id}"

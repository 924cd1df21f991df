from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# How long to wait after each try that failed; the last one again and again: a database may be away for a week.
PAUSES = [timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 1440)]
DOUBTFUL_AFTER = timedelta(
    minutes=10
)  # a process that took a batch and told nothing since has died


class OwedStatementQuerySet(models.QuerySet):
    def claim(self, at, most) -> list[int]:
        """Take so many that are due, to send them; return their numbers. Nobody else takes the same."""
        given_up = Q(state=OwedStatement.State.SENDING, claimed_at__lt=at - DOUBTFUL_AFTER)
        due = self.filter(Q(state=OwedStatement.State.WAITING, due_at__lte=at) | given_up)
        taken = []
        for pk in due.order_by("pk").values_list("pk", flat=True)[:most]:
            mine = due.filter(pk=pk).update(state=OwedStatement.State.SENDING, claimed_at=at)
            taken += [pk] * mine
        return taken


class OwedStatement(models.Model):
    """One statement of reasons that the Commission's transparency database is owed: sent once, refused, or waiting."""

    class State(models.TextChoices):
        WAITING = "waiting", _("attend")
        SENDING = "sending", _("part")
        SENT = "sent", _("transmis")
        REFUSED = "refused", _("non accepté")

    decision = models.OneToOneField(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="owed_statement"
    )
    suspension = models.OneToOneField(
        "comments.Suspension", null=True, on_delete=models.PROTECT, related_name="owed_statement"
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("part le"))
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("transmis le"), null=True)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    error = models.CharField(_("erreur"), max_length=300, blank=True, editable=False)

    objects = OwedStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("exposé dû à la base européenne")
        verbose_name_plural = _("exposés dus à la base européenne")
        ordering = ["pk"]
        indexes = [
            models.Index(
                "due_at", name="owed_statement_due", condition=Q(state__in=["waiting", "sending"])
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="owed_statement_is_of_one_act",
                condition=Q(decision=None, suspension__isnull=False)
                | Q(decision__isnull=False, suspension=None),
            )
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

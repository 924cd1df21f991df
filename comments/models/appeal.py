from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..digests import digest
from .errors import ChangedMeanwhile, NotYours
from .event import Event
from .sealed import Sealed


class AppealQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for an answer; none is owed any more for a comment that was erased."""
        return self.filter(answer=None).exclude(comment__state="erased")

    @transaction.atomic
    def lodge(self, *, decision, text, language, at=None):
        """Contest one decision; return (appeal, whether it is new): a decision is contested once.

        Raise ChangedMeanwhile where the decision no longer stands or its term is past.
        """
        at = at or timezone.now()
        comment = decision.comment
        comment.hold()
        if not comment.can_appeal(decision, at=at):
            raise ChangedMeanwhile(comment)
        appeal = Appeal(
            comment=comment,
            decision=decision,
            contested_by_id=decision.by_id,
            text=text,
            language=language,
            at=at,
        )
        appeal.set_seal()
        try:
            with transaction.atomic():
                appeal.save(force_insert=True)
        except IntegrityError:
            return self.get(decision=decision), False
        Event.objects.append(Event.Kind.APPEALED, comment=comment, appeal=appeal, at=at)
        return appeal, True


class Appeal(Sealed):
    """A request that someone else look again at one decision (DSA art. 20): judged by another person."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="appeals"
    )
    decision = models.OneToOneField(
        "comments.Decision", on_delete=models.PROTECT, related_name="appeal"
    )
    text = models.TextField(_("motifs du recours"))
    language = models.CharField(_("langue"), max_length=2)
    at = models.DateTimeField(_("reçu le"))
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answer = models.OneToOneField(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="answered_appeal"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("recours")
        verbose_name_plural = _("recours")
        ordering = ["at", "pk"]
        indexes = [models.Index("at", name="appeal_open", condition=Q(answer=None))]
        constraints = [
            models.CheckConstraint(
                name="appeal_is_judged_by_someone_else",
                condition=Q(answered_by=None) | ~Q(answered_by=F("contested_by")),
            ),
            models.CheckConstraint(
                name="appeal_answer_names_its_judge",
                condition=Q(answer=None, answered_by=None)
                | Q(answer__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def uphold(self, *, by, reasons, **particulars):
        """Confirm the decision, with reasons."""
        self._refuse_those_who_decided(by)
        return self.comment.decide("uphold", by=by, reasons=reasons, appeal=self, **particulars)

    def reverse(self, *, by, reasons, **particulars):
        """Overturn the decision: the comment is published, and its author told why."""
        self._refuse_those_who_decided(by)
        return self.comment.decide("restore", by=by, reasons=reasons, appeal=self, **particulars)

    def _refuse_those_who_decided(self, by):
        if self.comment.decisions.filter(by=by).exists():
            raise NotYours

    def sealed_texts(self):
        return (self.text,)

    def record(self):
        return {
            "id": self.pk,
            "comment": self.comment_id,
            "decision": self.decision_id,
            "language": self.language,
            "at": self.at,
            "seal": self.seal,
        }

    def digest(self):
        return digest(self.record())

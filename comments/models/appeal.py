from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .appeal_judges import JudgeableQuerySet
from .errors import ChangedMeanwhile
from .event import Event
from .log_format import Vouched
from .sealed import Sealed
from .thresholds import Thresholds


class AppealQuerySet(JudgeableQuerySet):
    def unanswered(self):
        return self.filter(answer=None, ruling=None)

    def open(self):
        """Return the appeals that wait for an answer and could still be granted.

        An author asks for a text that is off line, a notifier about one that is on line; nobody is owed
        an answer any more on a comment that was erased.
        """
        asks = (
            Q(suspension__isnull=False)
            & (~Q(comment__state="erased") | Q(suspension__notice__isnull=False))
            | Q(decision__isnull=False, notice=None, comment__state__in=["rejected", "removed"])
            | Q(decision__isnull=False, notice__isnull=False, comment__state="published")
        )
        return self.unanswered().filter(asks)

    @transaction.atomic
    def lodge(self, *, text, language, decision=None, notice=None, suspension=None, at=None):
        """Contest a decision or a sanction, once; return (appeal, whether it is new).

        The author contests a decision; the person who gave `notice` contests its outcome. Raise
        ChangedMeanwhile if the decision or the sanction no longer stands, or its term is past.
        """
        at = at or timezone.now()
        comment = (suspension or notice or decision).comment
        comment.hold()
        if notice:
            notice.refresh_from_db()
            decision = notice.outcome
            if decision is None:  # taken back meanwhile
                raise ChangedMeanwhile(comment)
        contested = suspension or decision
        known = {"decision": decision, "notice": notice, "suspension": suspension}
        if earlier := self.filter(**known).first():
            return earlier, False
        if suspension:
            may = suspension.can_appeal(at)
        else:
            may = notice.can_appeal(at) if notice else comment.can_appeal(decision, at=at)
        if not may:
            raise ChangedMeanwhile(comment)
        appeal = Appeal(
            comment=comment,
            contested_by_id=contested.by_id,
            text=text,
            language=language,
            at=at,
            **known,
        )
        appeal.set_seal()
        try:
            with transaction.atomic():
                appeal.save(force_insert=True)
        except IntegrityError:
            return self.get(**known), False
        Event.objects.append(Event.Kind.APPEALED, comment=comment, appeal=appeal, at=at)
        return appeal, True


class Appeal(Vouched, Sealed):
    """A request that someone else look again (DSA art. 20).

    An author, a notifier or a sanctioned person makes it.
    """

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="appeals"
    )
    decision = models.ForeignKey(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    notice = models.ForeignKey(
        "comments.Notice", null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    suspension = models.ForeignKey(
        "comments.Suspension", null=True, on_delete=models.PROTECT, related_name="appeals"
    )
    text = models.TextField(_("motifs du recours"))
    language = models.CharField(_("langue"), max_length=2)
    at = models.DateTimeField(_("reçu le"))
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answer = models.ForeignKey(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="answered_appeals"
    )
    ruling = models.OneToOneField(
        "comments.Suspension", null=True, on_delete=models.PROTECT, related_name="answered_appeal"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("recours")
        verbose_name_plural = _("recours")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                "answer",
                "ruling",
                "comment",
                name="appeal_open",
                condition=Q(answer=None, ruling=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="appeal_is_judged_by_someone_else",
                condition=Q(answered_by=None) | ~Q(answered_by=F("contested_by")),
            ),
            models.CheckConstraint(
                name="appeal_answer_names_its_judge",
                condition=Q(answer=None, ruling=None, answered_by=None)
                | Q(answer__isnull=False, ruling=None, answered_by__isnull=False)
                | Q(answer=None, ruling__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="appeal_contests_one_thing",
                condition=Q(decision__isnull=False, suspension=None)
                | Q(decision=None, notice=None, suspension__isnull=False),
            ),
            models.UniqueConstraint(
                "decision", name="appeal_once_by_its_author", condition=Q(notice=None)
            ),
            models.UniqueConstraint("notice", name="appeal_once_by_who_alerted"),
            models.UniqueConstraint("suspension", name="appeal_once_against_a_sanction"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def due_at(self):
        """Return when the newsroom must answer, by its own thresholds."""
        return self.at + timedelta(hours=Thresholds.objects.current().appeal_hours)

    def may_be_judged_by(self, colleague):
        """Return whether this colleague may judge it; appeal_judges.py has the rule."""
        return Appeal.objects.filter(pk=self.pk).judgeable_by(colleague).exists()

    def sealed_texts(self):
        return (self.text,)

"""Sanctions of a person: a warning, a hold, a suspension, a ban (DSA art. 23)."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.encrypted import EncryptedEmailField
from articles.models.text_fields import TextField

from . import letters_owed
from .errors import BeyondReach, NotYours, SettledAlready
from .event import Event
from .letter import Letter
from .log_format import Vouched
from .suspension_queryset import SuspensionQuerySet

# How long the private page must have told of a warning, if no letter could: an author looks there to see
# what became of the comment.
READABLE = timedelta(hours=1)


class Suspension(Vouched, models.Model):
    """One sanction of a person, or its end. Append-only: triggers let only the identity go."""

    class Kind(models.TextChoices):
        WARN = "warn", pgettext_lazy("sanction", "Avertissement")
        HOLD = "hold", pgettext_lazy("sanction", "Mise à part")
        SUSPEND = "suspend", pgettext_lazy("sanction", "Suspension")
        BAN = "ban", pgettext_lazy("sanction", "Exclusion")
        LIFT = "lift", pgettext_lazy("sanction", "Sanction levée")
        CONFIRM = "confirm", pgettext_lazy("sanction", "Sanction confirmée")

    class Scope(models.TextChoices):
        COMMENTS = "comments", _("commentaires")
        NOTICES = "notices", _("alertes")

    IMPOSED = (Kind.WARN, Kind.HOLD, Kind.SUSPEND, Kind.BAN)

    kind = models.CharField(_("sanction"), max_length=10, choices=Kind)
    scope = models.CharField(_("portée"), max_length=10, choices=Scope)
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="suspensions"
    )
    notice = models.ForeignKey(
        "comments.Notice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="suspensions",
    )
    email = EncryptedEmailField(blank=True, editable=False)
    sender = models.CharField(max_length=64, blank=True, editable=False)
    clause = models.ForeignKey(
        "comments.Clause",
        verbose_name=_("règle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reasons = TextField(_("motifs"))
    language = models.CharField(_("langue des motifs"), max_length=2)
    until = models.DateTimeField(_("jusqu’au"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="suspensions",
    )
    at = models.DateTimeField(_("le"))
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers"
    )
    contested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        ordering = ["-pk"]
        permissions = [
            ("suspend_person", "Can warn, hold and suspend for some days"),
            ("suspend_beyond", "Can suspend for longer, and ban"),
        ]
        indexes = [
            models.Index("email", name="suspension_of_an_address"),
            models.Index("sender", name="suspension_of_a_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                name="suspension_kind_is_known",
                condition=Q(kind__in=["warn", "hold", "suspend", "ban", "lift", "confirm"]),
            ),
            models.CheckConstraint(
                name="suspension_says_until_when",
                condition=Q(kind="hold")
                | Q(kind="suspend", until__isnull=False)
                | Q(kind__in=["warn", "ban", "lift", "confirm"], until=None),
            ),
            models.CheckConstraint(name="suspension_gives_its_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="suspension_end_says_of_what",
                condition=Q(kind__in=["lift", "confirm"], supersedes__isnull=False)
                | ~Q(kind__in=["lift", "confirm"]) & Q(supersedes=None),
            ),
            models.CheckConstraint(
                name="suspension_is_judged_by_someone_else",
                condition=Q(contested_by=None) | ~Q(contested_by=F("by")),
            ),
            models.UniqueConstraint(
                "supersedes", name="suspension_is_lifted_once", condition=Q(kind="lift")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.comment_id})"

    # Questions

    @property
    def is_imposed(self):
        return self.kind in self.IMPOSED

    @property
    def lifted(self):
        """Return the row that lifted it; None if none did."""
        return self.followers.filter(kind=self.Kind.LIFT).first()

    def is_standing(self, at=None):
        return Suspension.objects.standing(at).filter(pk=self.pk).exists()

    def was_delivered(self, at):
        """Return whether the person can have read of it: its letter left, or its page told long enough."""
        letters = Letter.objects.filter(suspension=self)
        if letters.filter(state__in=[Letter.State.WAITING, Letter.State.SENDING]).exists():
            return False
        return letters.filter(state=Letter.State.SENT).exists() or at >= self.at + READABLE

    def can_appeal(self, at=None):
        """Return whether the person may contest it now.

        Once, within settings.APPEAL_WINDOW_DAYS, even if it is over; not if it was lifted, nor after the
        comment was erased: nobody could judge it without the text.
        """
        term = self.at + timedelta(days=settings.APPEAL_WINDOW_DAYS)
        is_erased = self.notice_id is None and self.comment.state == self.comment.State.ERASED
        return (
            self.is_imposed
            and not is_erased
            and (at or timezone.now()) < term
            and self.lifted is None
            and not self.appeals.exists()
        )

    # Verbs

    def lift(self, **particulars):
        """End it now, with reasons: the person may write again."""
        return self._answer(self.Kind.LIFT, **particulars)

    def confirm(self, **particulars):
        """Answer an appeal against it: it stands, with reasons."""
        return self._answer(self.Kind.CONFIRM, **particulars)

    @transaction.atomic
    def _answer(self, kind, *, by, reasons, at=None):
        at = at or timezone.now()
        self.comment.hold()
        appeal = self.appeals.unanswered().first()
        if self.lifted or not (appeal or self.is_standing(at)):
            raise SettledAlready
        is_about_them = self.email and by.email and self.email == by.email.lower()
        if is_about_them or (appeal and not appeal.may_be_judged_by(by)):
            raise NotYours
        if kind == self.Kind.CONFIRM and appeal is None:
            raise SettledAlready
        if appeal is None and not (by.pk == self.by_id or by.has_perm("comments.suspend_beyond")):
            raise BeyondReach
        ruling = Suspension.objects.create(
            kind=kind,
            scope=self.scope,
            comment=self.comment,
            notice=self.notice,
            email=self.email,
            sender=self.sender,
            clause=self.clause,
            reasons=reasons,
            language=self.language,
            by=by,
            at=at,
            supersedes=self,
            contested_by=self.by if appeal else None,
        )
        answers = ""
        if appeal:
            self.appeals.filter(pk=appeal.pk).update(ruling=ruling, answered_by=by)
            answers = f"appeal:{appeal.pk}"
        if kind == self.Kind.LIFT:
            Letter.objects.cancel(suspension=self)
        ruling._tell(at, answers=answers)
        return ruling

    def _tell(self, at, answers=""):
        """Owe the person a letter, and add its link to the log."""
        letters_owed.of_sanction(self)
        Event.objects.append(
            Event.Kind.SANCTIONED,
            comment=self.comment,
            suspension=self,
            answers=answers,
            by=f"user:{self.by_id}",
            at=at,
        )

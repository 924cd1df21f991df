"""A legal hold: an administrator orders that nothing of a comment is erased until it is lifted."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import CharField

from .errors import ChangedMeanwhile, UnderHold
from .filing import Filed


class LegalHoldQuerySet(models.QuerySet):
    def refuse_erasing(self, comment):
        """Raise UnderHold if a hold keeps this comment. Call it once the comment's row is locked."""
        if hold := self.filter(comment=comment).first():
            raise UnderHold(hold)


class LegalHold(Filed, models.Model):
    """The hold on one comment, while it lasts: its beginning and its end are filed in the log."""

    comment = models.OneToOneField(
        "comments.Comment",
        verbose_name=_("commentaire"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="legal_hold",
    )
    reason = CharField(_("motif"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("depuis le"), default=timezone.now)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("gel")
        verbose_name_plural = _("gels")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class MayBeHeld(models.Model):
    """Mixed into the comment: the verbs that put it under a legal hold and end that."""

    class Meta:
        abstract = True

    @property
    def is_under_hold(self) -> bool:
        return LegalHold.objects.filter(comment=self.pk).exists()

    @transaction.atomic
    def put_under_hold(self, *, by, reason):
        """Let nothing of it be erased from now on; return the hold, the earlier one if there is one.

        Raise ChangedMeanwhile if it was erased: there is nothing to keep.
        """
        self.hold()
        if earlier := LegalHold.objects.filter(comment=self).first():
            return earlier
        if self.state == self.State.ERASED:
            raise ChangedMeanwhile(self)
        hold = LegalHold(comment=self, reason=reason, by=by)
        hold.changed_by = by
        hold.save(force_insert=True)
        return hold

    @transaction.atomic
    def end_hold(self, *, by) -> bool:
        """Let the ordinary terms run again; return False if nothing held it. Safe to do twice."""
        self.hold()
        hold = LegalHold.objects.filter(comment=self).first()
        if hold is None:
            return False
        hold.changed_by = by
        hold.delete()
        return True

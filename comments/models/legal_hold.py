"""A legal hold: an administrator orders that nothing of a comment is erased until it is lifted."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import CharField

from .errors import UnderHold
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

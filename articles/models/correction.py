from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .revision import Revision
from .text_fields import CharField, TextField

MENDABLE = timedelta(minutes=10)  # after it was announced; readers may have seen it since
SAME_PRESS = timedelta(minutes=2)  # the same words again within it are a second press of the button


class TooLate(Exception):
    """A correction is older than MENDABLE: it stays as it was announced."""


class CorrectionQuerySet(models.QuerySet):
    def visible(self):
        """Return the corrections of articles that readers may see, newest first."""
        from .article import Article  # which speaks of corrections itself

        seen = Article.objects.visible().filter(pk=models.OuterRef("article"))
        return self.filter(models.Exists(seen)).order_by("-at", "-pk")


class Correction(models.Model):
    """A public, dated amendment after publication: the old words and the new ones.

    Written by `article.correct()`; `mend()` changes it in its first minutes, nothing does later.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Rectificatif")
        CLARIFICATION = "clarification", _("Précision")
        UPDATE = "update", _("Mise à jour")
        RETRACTION = "retraction", _("Rétractation")

    article = models.ForeignKey(
        "Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="corrections"
    )
    kind = CharField(_("genre"), max_length=13, choices=Kind, default=Kind.CORRECTION)
    note = TextField(
        _("ce que lisent les lecteurs"),
        max_length=600,
        help_text=_("Ce qui était faux, ou manquait, en une ou deux phrases."),
    )
    said = TextField(_("il était écrit"), max_length=2000, blank=True)
    says = TextField(_("il est écrit"), max_length=2000, blank=True)
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="correction_latest")]
        constraints = [
            models.CheckConstraint(name="correction_says_what", condition=~Q(note="")),
            models.CheckConstraint(
                name="correction_kind_is_known",
                condition=Q(kind__in=["correction", "clarification", "update", "retraction"]),
            ),
        ]

    def __str__(self):
        return self.note

    @transaction.atomic
    def mend(self, *, by, at=None, **words):
        """Change its words in its first minutes; raise TooLate afterwards."""
        since = (at or timezone.now()) - MENDABLE
        if not type(self).objects.filter(pk=self.pk, at__gt=since).update(**words):
            raise TooLate
        self.refresh_from_db(fields=list(words))
        self.article.record(Revision.Act.CORRECTED, by=by, note=self.note)

    def is_mendable(self, at=None):
        return (at or timezone.now()) < self.mendable_until

    @property
    def mendable_until(self):
        return self.at + MENDABLE

    @property
    def anchor(self):
        return f"correction-{self.pk}"

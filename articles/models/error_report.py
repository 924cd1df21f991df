from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .encrypted import EncryptedEmailField
from .text_fields import CharField, TextField


class ErrorReport(models.Model):
    """A reader's report of an error in an article; the newsroom corrects it or closes it."""

    class State(models.TextChoices):
        OPEN = "open", _("À vérifier")
        MENDED = "mended", _("Corrigé")
        UNFOUNDED = "unfounded", _("Sans suite")

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="error_reports"
    )
    paragraph = models.PositiveSmallIntegerField(_("paragraphe"), null=True, blank=True)
    passage = CharField(_("début du paragraphe"), max_length=120, blank=True)
    text = TextField(_("ce qui est faux"), max_length=1000)
    email = EncryptedEmailField(_("adresse électronique"), blank=True)
    state = CharField(_("état"), max_length=10, choices=State, default=State.OPEN)
    at = models.DateTimeField(_("reçu le"), auto_now_add=True)

    class Meta:
        verbose_name = _("erreur signalée")
        verbose_name_plural = _("erreurs signalées")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="error_report_state_is_known",
                condition=Q(state__in=["open", "mended", "unfounded"]),
            )
        ]

    def __str__(self):
        """Name its number alone: the admin's history would keep the words for ever."""
        return f"{self._meta.verbose_name} {self.pk}"

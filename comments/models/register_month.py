from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterMonth(models.Model):
    """The figures of one month of the public register, exact; rules/register/guard.py says what is shown of them.

    `figures` are those of rules/register/figures.py. Written by the periodic work, read by public pages.
    """

    month = models.DateField(_("mois"), primary_key=True)  # its first day
    figures = models.JSONField(_("chiffres"))
    computed_at = models.DateTimeField(_("calculés le"))

    class Meta:
        verbose_name = _("mois du registre")
        verbose_name_plural = _("mois du registre")
        ordering = ["-month"]

    def __str__(self):
        return f"{self.month:%Y-%m}"

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .filing import Filed

LEAST_WEIGHT = 20  # that may hide: two ordinary alerts


class ThresholdsQuerySet(models.QuerySet):
    def current(self):
        """Return the lead moderator's settings; the defaults if there are none yet."""
        return self.filter(pk=1).first() or Thresholds(pk=1)


def _hours(label, hours):
    checks = [MinValueValidator(1), MaxValueValidator(24 * 30)]
    return models.PositiveSmallIntegerField(label, default=hours, validators=checks)


class Thresholds(Filed, models.Model):
    """The newsroom's own limits, one row: deadlines, the weight that hides, a moderator's reach."""

    hide_at_weight = models.PositiveSmallIntegerField(
        _("poids qui masque un commentaire"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_WEIGHT)],
        help_text=_(
            "Vide : les alertes ne masquent rien par elles-mêmes. Une alerte ordinaire pèse 10, une "
            "grave 20, un contenu illicite 40, un signaleur de confiance 100."
        ),
    )
    trusted_hours = _hours(_("heures pour répondre à un signaleur de confiance"), 6)
    legal_hours = _hours(_("heures pour répondre à une notification légale"), 24)
    notice_hours = _hours(_("heures pour répondre à une alerte"), 48)
    appeal_hours = _hours(_("heures pour répondre à un recours"), 7 * 24)
    suspension_days = models.PositiveSmallIntegerField(
        _("jours de suspension qu’un modérateur peut prononcer"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text=_("Au-delà, c’est la modération en chef."),
    )
    pause_after = models.PositiveSmallIntegerField(
        _("messages haineux d’affilée avant de proposer une pause"),
        default=10,
        validators=[MinValueValidator(3), MaxValueValidator(100)],
    )

    objects = ThresholdsQuerySet.as_manager()

    class Meta:
        verbose_name = _("seuils")
        verbose_name_plural = _("seuils")
        constraints = [models.CheckConstraint(name="thresholds_are_one_row", condition=Q(id=1))]

    def __str__(self):
        return str(self._meta.verbose_name)

    def time_to_answer(self, *, is_legal=False, is_trusted=False) -> timedelta:
        """Return how long a notice may wait."""
        if is_trusted:
            return timedelta(hours=self.trusted_hours)
        return timedelta(hours=self.legal_hours if is_legal else self.notice_hours)

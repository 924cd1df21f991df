from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PickQuerySet(models.QuerySet):
    def standing(self, at=None):
        """Return the picks whose time has not ended, in the editors' order."""
        at = at or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=at)).order_by("place", "order", "pk")


class Pick(models.Model):
    """An editor's choice for the front page; the rest of the page is filled by date."""

    class Place(models.IntegerChoices):
        LEAD = 1, _("En tête")
        SECOND = 2, _("Sous la tête")

    article = models.OneToOneField(
        "Article", verbose_name=_("article"), on_delete=models.CASCADE, related_name="pick"
    )
    place = models.PositiveSmallIntegerField(_("place"), choices=Place, default=Place.LEAD)
    order = models.PositiveSmallIntegerField(_("rang"), default=1)
    until = models.DateTimeField(
        _("jusqu’au"), null=True, blank=True, help_text=_("Vide : jusqu’à ce qu’on l’enlève.")
    )

    objects = PickQuerySet.as_manager()

    class Meta:
        verbose_name = _("choix de une")
        verbose_name_plural = _("choix de une")
        ordering = ["place", "order", "pk"]
        constraints = [
            models.CheckConstraint(name="pick_place_is_known", condition=Q(place__in=[1, 2]))
        ]

    def __str__(self):
        return str(self.article)

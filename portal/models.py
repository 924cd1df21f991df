"""What the portal itself remembers: when its periodic work was done."""

from django.db import models
from django.utils import timezone

from .signin.models import StaffEvent

__all__ = ["SAID_MOST", "PeriodicWork", "StaffEvent"]


class PeriodicWorkQuerySet(models.QuerySet):
    def note(self, name, *, went_well, said=""):
        """Note that a work was done just now."""
        now = {"at": timezone.now(), "went_well": went_well, "said": said[:SAID_MOST]}
        self.update_or_create(name=name, defaults=now)


SAID_MOST = 300  # characters


class PeriodicWork(models.Model):
    """When a work (`tick`, `alarm`) was last done, and how it went."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    went_well = models.BooleanField()
    said = models.CharField(max_length=SAID_MOST, blank=True)

    objects = PeriodicWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "travail périodique"
        verbose_name_plural = "travaux périodiques"

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"

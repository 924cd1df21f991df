from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RefusalQuerySet(models.QuerySet):
    def count_up(self, codes, *, day=None):
        """Add one to today's count of each code of a refused form; keep nothing of the form."""
        day = day or timezone.localdate()
        for code in set(codes):
            if self.filter(day=day, code=code).update(count=F("count") + 1):
                continue
            try:
                with transaction.atomic():
                    self.create(day=day, code=code, count=1)
            except IntegrityError:  # another process was the day's first
                self.filter(day=day, code=code).update(count=F("count") + 1)

    def by_day(self, *, after=None, before=None) -> dict[str, dict[str, int]]:
        """Return {day: {code: count}} of the days between these two, the oldest first, as the log has them."""
        counts = self.order_by("day", "code")
        if after:
            counts = counts.filter(day__gt=after)
        if before:
            counts = counts.filter(day__lt=before)
        days = {}
        for refusal in counts:
            days.setdefault(refusal.day.isoformat(), {})[refusal.code] = refusal.count
        return days


class Refusal(models.Model):
    """The number of forms refused at the door on one day for one reason, without their text."""

    day = models.DateField(_("jour"))
    code = models.CharField(_("motif"), max_length=30)
    count = models.PositiveIntegerField(_("nombre"))

    objects = RefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refus à l’entrée")
        verbose_name_plural = _("refus à l’entrée")
        ordering = ["-day", "code"]
        constraints = [models.UniqueConstraint("day", "code", name="refusal_once_per_day_and_code")]

    def __str__(self):
        return f"{self.day} {self.code}: {self.count}"

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HERE = timedelta(seconds=60)  # a form that is open says so every 20 seconds
KEPT = timedelta(days=30)


class WorkingCopyQuerySet(models.QuerySet):
    def of(self, article, by):
        """The one of that colleague: for that article, or for the one they are about to begin."""
        return self.filter(article=article, by=by)

    def forgotten(self, at=None):
        """Those that nobody has opened again for KEPT."""
        return self.filter(seen_at__lt=(at or timezone.now()) - KEPT)

    def others_at(self, article, by):
        """Colleagues who have this article open now."""
        recent = timezone.now() - HERE
        return self.filter(article=article, seen_at__gt=recent).exclude(by=by).select_related("by")


class WorkingCopy(models.Model):
    """What somebody is typing in an article's form and has not saved; and that they are there.

    One for each article and colleague; `article` is empty for a piece that is not yet begun.
    """

    article = models.ForeignKey(
        "Article", null=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # that the form was opened on
    fields = models.JSONField(default=dict)  # {name: [values]} as typed; empty: nothing typed
    typed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copie de travail")
        verbose_name_plural = _("copies de travail")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "by"],
                name="working_copy_one_per_colleague",
                condition=Q(article__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["by"], name="working_copy_one_begun", condition=Q(article__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.article or _('un article à venir')} · {self.by}"

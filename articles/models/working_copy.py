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
        """Return that colleague's copy: of this article, or of one not yet begun (None)."""
        return self.filter(article=article, by=by)

    def forgotten(self, at=None):
        """Return the copies that nobody has opened for KEPT."""
        return self.filter(seen_at__lt=(at or timezone.now()) - KEPT)

    def others_at(self, article, by):
        """Return the copies of colleagues who have this article open now."""
        recent = timezone.now() - HERE
        return self.filter(article=article, seen_at__gt=recent).exclude(by=by).select_related("by")


class WorkingCopy(models.Model):
    """The unsaved text of a colleague in an article's form, and the sign that the form is open.

    One for each article and colleague; `article` is empty for an article that is not yet begun.
    """

    article = models.ForeignKey(
        "Article", null=True, on_delete=models.CASCADE, related_name="working_copies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # latest one when the form was opened
    fields = models.JSONField(
        default=dict
    )  # {name: [values]} of the form; empty if nothing was typed
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

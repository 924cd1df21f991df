"""A discussion that an editor slows down: one comment a person in so many minutes."""

from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

from .comment import Comment

LONGEST_MINUTES = 120


class SlowModeQuerySet(models.QuerySet):
    def slow(self, article, *, minutes, by, at=None):
        """Slow a discussion, or change how much; raise ValidationError for minutes that are none."""
        at = at or timezone.now()
        slow = self.filter(article=article).first() or self.model(article=article)
        slow.minutes, slow.by, slow.at = minutes, by, at
        slow.full_clean(validate_unique=False)
        slow.save()
        return slow

    def release(self, article):
        """Let everybody write at their pace again; return whether it was slowed."""
        return bool(self.filter(article=article).delete()[0])


class SlowMode(models.Model):
    """The brake on one discussion; whoever slowed it, and since when. It holds until somebody releases it."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="slow_mode")
    minutes = models.PositiveSmallIntegerField(
        _("minutes entre deux commentaires d’une personne"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SlowModeQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion ralentie")
        verbose_name_plural = _("discussions ralenties")
        constraints = [
            models.CheckConstraint(
                name="slow_mode_lasts_minutes",
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES),
            )
        ]

    def __str__(self):
        return f"{self.article_id}: {self.minutes} min"

    def next_turn(self, sender: str, email: str, now):
        """Return when this person may write again under the article; None if they may now."""
        pause = timedelta(minutes=self.minutes)
        theirs = Comment.objects.of(email, sender)
        lately = theirs.filter(article=self.article_id, created_at__gt=now - pause)
        last = lately.order_by("-created_at").values_list("created_at", flat=True).first()
        return last and last + pause

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=3)


class LeaseQuerySet(models.QuerySet):
    def running(self, at=None):
        return self.filter(until__gt=at or timezone.now())

    def claim(self, comment, by, *, at=None):
        """Take or renew the lease on a comment; return whether it is now this moderator's."""
        at = at or timezone.now()
        mine = self.filter(Q(until__lte=at) | Q(by=by), comment=comment)
        if mine.update(by=by, until=at + LEASE):
            return True
        try:
            with transaction.atomic():
                self.create(comment=comment, by=by, until=at + LEASE)
        except IntegrityError:  # a colleague's
            return False
        return True

    def free(self, comments, by):
        """Give back what one no longer reads."""
        return self.filter(comment__in=comments, by=by).delete()[0]


class Lease(models.Model):
    """Who reads a comment now, so that two moderators are not given the same one.

    Soft: it lapses by itself, and what decides between two decisions is the comment's version.
    """

    comment = models.OneToOneField(
        "comments.Comment", primary_key=True, on_delete=models.CASCADE, related_name="lease"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture en cours")
        verbose_name_plural = _("lectures en cours")

    def __str__(self):
        return f"{self.comment_id}: {self.by_id} until {self.until}"

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import ChangedMeanwhile, NotYours
from .known_person import is_of


class CommentPick(models.Model):
    """A comment that the newsroom chose for the front page. Readers are told no colleague's name.

    It lives as long as the comment is seen: what takes the comment off the page deletes it (visibility.py). It is no
    decision: the log does not know of it.
    """

    comment = models.OneToOneField(
        "comments.Comment",
        verbose_name=_("commentaire"),
        on_delete=models.CASCADE,
        related_name="pick",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("choisi le"))

    class Meta:
        verbose_name = _("choix de la rédaction")
        verbose_name_plural = _("choix de la rédaction")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Pickable(models.Model):
    """The newsroom's verbs of a comment: it is chosen, or not any more."""

    class Meta:
        abstract = True

    @property
    def is_picked(self):
        return getattr(self, "pick", None) is not None

    @transaction.atomic
    def pick_out(self, *, by, at=None):
        """Choose a comment that readers see; raise ChangedMeanwhile if they do not, NotYours if it is their own."""
        self.hold()
        if not self.is_visible:
            raise ChangedMeanwhile(self)
        if is_of(self, by) or self.newsroom_by_id == by.pk:
            raise NotYours
        picked = {"by": by, "at": at or timezone.now()}
        return CommentPick.objects.get_or_create(comment=self, defaults=picked)[0]

    def drop_pick(self):
        """Choose it no more; return whether it was chosen."""
        return bool(CommentPick.objects.filter(comment=self.pk).delete()[0])

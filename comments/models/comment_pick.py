from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import CharField

from .errors import ChangedMeanwhile, NotYours
from .known_person import is_of


class CommentPick(models.Model):
    """A comment that the newsroom chose for the front page. Readers are told no colleague's name.

    It lives as long as the comment is seen: what takes the comment off the page deletes it (visibility.py). It is no
    decision: the log does not know of it.
    """

    LONGEST_WHY = 200

    comment = models.OneToOneField(
        "comments.Comment",
        verbose_name=_("commentaire"),
        on_delete=models.CASCADE,
        related_name="pick",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("choisi le"))
    # In the language of the comment: one sentence serves the three interfaces.
    why = CharField(_("pourquoi"), max_length=LONGEST_WHY, blank=True, default="", db_default="")

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
    def pick_out(self, *, by, at=None, why=None):
        """Choose a comment that readers see, and tell them `why`; None leaves the sentence of an earlier choice.

        Raise ChangedMeanwhile if readers do not see it, NotYours if it is their own.
        """
        self.hold()
        if not self.is_visible:
            raise ChangedMeanwhile(self)
        if is_of(self, by) or self.newsroom_by_id == by.pk:
            raise NotYours
        picked = {"by": by, "at": at or timezone.now(), "why": why or ""}
        pick, _is_new = CommentPick.objects.get_or_create(comment=self, defaults=picked)
        if why is not None and pick.why != why:
            pick.why = why
            pick.save(update_fields=["why"])
        return pick

    def drop_pick(self):
        """Choose it no more; return whether it was chosen."""
        return bool(CommentPick.objects.filter(comment=self.pk).delete()[0])

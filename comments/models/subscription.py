import secrets

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.encrypted import EncryptedCharField

from . import letters_owed
from .letter import Letter


class SubscriptionQuerySet(models.QuerySet):
    def running(self):
        """Return the subscriptions that are confirmed and not ended: their authors get letters."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def to_tell_of(self, reply):
        """Return the running subscriptions of the author whom this comment replies to."""
        return self.running().filter(comment=reply.parent_id).select_related("comment")

    @transaction.atomic
    def ask(self, comment, *, at=None):
        """Ask for news of replies; a letter asks the author to confirm the address.

        A subscription that was ended starts anew. Return None if the comment has no address.
        """
        if not comment.email:
            return None
        at = at or timezone.now()
        subscription, _is_new = self.get_or_create(comment=comment, defaults={"asked_at": at})
        if subscription.ended_at:
            self.filter(pk=subscription.pk).update(asked_at=at, ended_at=None)
            subscription.refresh_from_db()
        if not subscription.confirmed_at:
            letters_owed.of_subscription(subscription, at)
        return subscription


class Subscription(models.Model):
    """An author's request for letters about replies.

    It runs once the author has confirmed the address; one click ends it.
    """

    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.PROTECT, related_name="subscription"
    )
    key = EncryptedCharField(
        max_length=43, unique=True, default=secrets.token_urlsafe, editable=False
    )
    asked_at = models.DateTimeField(_("demandé le"))
    confirmed_at = models.DateTimeField(_("adresse confirmée le"), null=True)
    ended_at = models.DateTimeField(_("arrêté le"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suivi des réponses")
        verbose_name_plural = _("suivis des réponses")

    def __str__(self):
        return f"{self.comment_id}"

    @property
    def is_running(self):
        return bool(self.confirmed_at) and not self.ended_at

    def confirm(self, *, at=None):
        """Start the letters: the author followed the link of the mail. Safe to do twice.

        Do nothing if the comment was withdrawn, refused, removed or erased: it gets no replies.
        """
        if self.comment.state not in {"pending", "published"}:
            return
        self._set(confirmed_at=self.confirmed_at or at or timezone.now(), ended_at=None)

    @transaction.atomic
    def end(self, *, at=None):
        """End the subscription and cancel its waiting letters. Safe to do twice."""
        self._set(ended_at=self.ended_at or at or timezone.now())
        Letter.objects.cancel(subscription=self)

    def _set(self, **change):
        Subscription.objects.filter(pk=self.pk).update(**change)
        self.refresh_from_db()

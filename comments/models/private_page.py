import secrets

from django.db import models, transaction
from django.utils import timezone

from articles.models.encrypted import EncryptedCharField

from . import letters_owed


class HasPrivatePage(models.Model):
    """Mixed into what a reader sent: its private page opens by a key, which can be changed."""

    follow_key = EncryptedCharField(
        max_length=43, unique=True, default=secrets.token_urlsafe, editable=False
    )

    class Meta:
        abstract = True

    @property
    def letters_about(self) -> dict:
        """Return the comment, and the notice if there is one, that a letter about this page names."""
        raise NotImplementedError

    @transaction.atomic
    def renew_key(self, *, at=None):
        """Give its page another address, and tell it by letter; the one before opens nothing any more."""
        self.follow_key = secrets.token_urlsafe()
        self.save(update_fields=["follow_key"])
        letters_owed.of_renewal(self, at or timezone.now())

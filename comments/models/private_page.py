import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from articles.models.encrypted import EncryptedCharField

from . import letters_owed
from .errors import TooOften
from .letter import Letter

DAY = timedelta(days=1)


class HasPrivatePage(models.Model):
    """Mixed into what a reader sent: its private page opens by a key, which can be changed.

    `private_address` is the path of that page, `letters_about` the comment, and the notice if there is one, that a letter
    about it names: each model says its own.
    """

    private_address: str
    letters_about: dict

    follow_key = EncryptedCharField(
        max_length=43, unique=True, default=secrets.token_urlsafe, editable=False
    )

    class Meta:
        abstract = True

    @transaction.atomic
    def renew_key(self, key=None, *, at=None):
        """Give its page another address, and tell it by letter; the one before opens nothing any more.

        Raise TooOften if the letter could not be written: its reader has had those of the day.
        """
        at = at or timezone.now()
        if self.email and self._letters_of_the_day(at) >= settings.LETTERS_TO_A_STRANGER:
            raise TooOften
        self.follow_key = key or secrets.token_urlsafe()
        self.save(update_fields=["follow_key"])
        letters_owed.of_renewal(self, at)

    def _letters_of_the_day(self, at):
        if Letter.objects.is_one_too_many(self.email, at):
            return settings.LETTERS_TO_A_STRANGER
        lately = Letter.objects.filter(kind=Letter.Kind.RENEWED, due_at__gt=at - DAY)
        return lately.filter(to=self.email).count()

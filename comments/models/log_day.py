from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import signing


class LogDay(models.Model):
    """The head of the log at the end of a day, published: whoever keeps it notices a log written anew.

    `root` vouches for the links of the day (rules/merkle.py); it is signed.
    """

    day = models.DateField(_("jour"), primary_key=True)
    first = models.PositiveBigIntegerField(_("premier maillon"))
    last = models.PositiveBigIntegerField(_("dernier maillon"))  # first - 1 if nothing happened
    head = models.CharField(_("tête"), max_length=64)
    root = models.CharField(_("racine"), max_length=64)
    public_key = models.CharField(_("clé"), max_length=64, blank=True)
    signature = models.CharField(_("signature de la racine"), max_length=128, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)
    # What an authority outside the house answered about the statement (RFC 3161), and the time that it gives.
    stamp = models.BinaryField(null=True)
    stamped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("tête du jour")
        verbose_name_plural = _("têtes des jours")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                name="day_ends_after_it_begins", condition=Q(last__gte=models.F("first") - 1)
            )
        ]

    def __str__(self):
        return f"{self.day} {self.head}"

    @property
    def statement(self) -> str:
        """Return the words that are signed, and stamped."""
        return f"{self.day} {self.first} {self.last} {self.head} {self.root}"

    def set_signature(self):
        self.public_key = signing.public_key()
        if self.public_key:
            self.signature = signing.sign(signing.DAY, self.statement)

    @property
    def is_signed_well(self):
        return signing.verifies(self.public_key, signing.DAY, self.statement, self.signature)

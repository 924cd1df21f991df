"""Which judged comments are looked through for those like another: their stems, as numbers that tell no word."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .comment import Comment


class Precedent(models.Model):
    """A judged comment, and the latest decision on it that was looked at. How it was judged is asked of the comment."""

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="precedent"
    )
    decision = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("précédent")
        verbose_name_plural = _("précédents")

    def __str__(self):
        return str(self.pk)


class PrecedentStem(models.Model):
    """A stem that stands in a judged comment. `stem` is a keyed digest: without SECRET_KEY it is no word."""

    pk = models.CompositePrimaryKey("stem", "precedent_id")
    stem = models.BigIntegerField()
    precedent = models.ForeignKey(Precedent, on_delete=models.CASCADE, related_name="stems")

    class Meta:
        verbose_name = _("mot d’un précédent")
        verbose_name_plural = _("mots des précédents")

    def __str__(self):
        return f"{self.precedent_id}: {self.stem}"


def number_of(stem: str) -> int:
    """Return the 64 bits, signed, under which a stem is stored."""
    key = hashlib.sha256(b"precedents " + settings.SECRET_KEY.encode()).digest()
    digest = hashlib.blake2b(stem.encode(), digest_size=8, key=key).digest()
    return int.from_bytes(digest, signed=True)

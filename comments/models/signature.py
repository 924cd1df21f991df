from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .filing import Filed


class SignatureQuerySet(models.QuerySet):
    def of(self, user):
        """Return the signature of a member of the team; create it at their first decision."""
        while True:
            if found := self.filter(user=user).first():
                return found
            number = (self.aggregate(last=Max("number"))["last"] or 0) + 1
            try:
                with transaction.atomic():
                    return self.create(user=user, number=number)
            except IntegrityError:
                continue  # a colleague's first decision took this number


class Signature(Filed, models.Model):
    """«Modération n° 3»: the public signature of one member of the team, instead of a name."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="signature",
    )
    number = models.PositiveIntegerField(unique=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("signature")
        verbose_name_plural = gettext_lazy("signatures")

    def __str__(self):
        return _("Modération n° %(number)d") % {"number": self.number}

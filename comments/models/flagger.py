import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.encrypted import EncryptedCharField, EncryptedEmailField
from articles.models.text_fields import CharField

from .filing import Filed


class TrustedFlaggerQuerySet(models.QuerySet):
    def trusted(self, at=None):
        """Return the organisations whose status runs now."""
        today = timezone.localdate(at)
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)

    def known_by(self, key, at=None):
        """Return the flagger of a private address; None if there is none."""
        return self.trusted(at).filter(key=key).first() if key else None


class TrustedFlagger(Filed, models.Model):
    """An organisation whose notices come first (DSA art. 22).

    It alerts by a private address of its own. The Digital Services Coordinator of a member state awards
    the status, and may take it back.
    """

    name = CharField(_("organisation"), max_length=120)
    awarded_by = CharField(_("statut accordé par"), max_length=120, blank=True)
    email = EncryptedEmailField(_("adresse électronique"), help_text=_("Les réponses y partent."))
    since = models.DateField(_("depuis le"), default=timezone.localdate)
    until = models.DateField(
        _("jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Vide : tant que le statut n’est pas retiré."),
    )
    key = EncryptedCharField(
        max_length=43, unique=True, default=secrets.token_urlsafe, editable=False
    )

    objects = TrustedFlaggerQuerySet.as_manager()

    class Meta:
        verbose_name = _("signaleur de confiance")
        verbose_name_plural = _("signaleurs de confiance")
        ordering = ["name"]

    def __str__(self):
        return self.name

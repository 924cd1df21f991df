"""What happened to the accounts of the staff."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.encrypted import EncryptedEmailField


class Kind(models.TextChoices):
    SIGNED_IN = "signed_in", _("connexion")
    SIGN_IN_FAILED = "sign_in_failed", _("essai de connexion manqué")
    FACTOR_FAILED = "factor_failed", _("second facteur refusé")
    PASSWORD_CHANGED = "password_changed", _("mot de passe changé")
    ADDRESS_CHANGED = "address_changed", _("adresse ou identifiant changés")
    FACTOR_ADDED = "factor_added", _("second facteur ajouté")
    FACTOR_REMOVED = "factor_removed", _("second facteur retiré")
    CODES_RENEWED = "codes_renewed", _("codes de récupération refaits")
    SESSIONS_ENDED = "sessions_ended", _("autres sessions fermées")
    ROLES_CHANGED = "roles_changed", _("rôles changés")
    ACCOUNT_MADE = "account_made", _("compte créé")
    INVITED = "invited", _("lien envoyé pour choisir un mot de passe")
    DISABLED = "disabled", _("compte désactivé")
    ENABLED = "enabled", _("compte réactivé")
    RESET_ASKED = "reset_asked", _("appareil perdu, un collègue se porte garant")
    FACTORS_RESET = "factors_reset", _("seconds facteurs ôtés, appareil perdu")


class StaffEvent(models.Model):
    """One event of a colleague's account. Append-only, but for what its mail needs: when it left, and a former address."""

    at = models.DateTimeField(_("quand"))
    kind = models.CharField(_("événement"), max_length=20, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("compte"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("par"),
    )
    detail = models.CharField(_("détail"), max_length=300, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)
    # Where the person is told too that the account has another address now; kept until that mail has left.
    former_email = EncryptedEmailField(max_length=254, null=True, editable=False)

    class Meta:
        app_label = "portal"
        verbose_name = _("événement d’un compte")
        verbose_name_plural = _("journal des comptes")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(told_at=None), name="staffevent_untold")
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_id} {self.kind}"

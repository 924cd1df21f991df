"""allauth's forms in the house's words, proof against what no browser sends."""

from allauth.mfa.webauthn import forms as theirs
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ACredential(forms.JSONField):
    """What a browser sends of a key: an object (WebAuthn, section 5.1).

    allauth fails on a number of thousands of digits, and on what is no object.
    """

    def clean(self, value):
        try:
            credential = super().clean(value)
        except (ValueError, RecursionError) as error:
            if isinstance(error, ValidationError):
                raise
            credential = None
        if not isinstance(credential, dict):
            raise ValidationError(
                _("Votre navigateur n’a rien envoyé qui vienne d’une clé : recommencez.")
            )
        return credential


class AddKeyForm(theirs.AddWebAuthnForm):
    """A key is made to open the desk by itself, unless one says otherwise: it asks for a finger or a PIN."""

    name = forms.CharField(label=gettext_lazy("Nom de la clé"), max_length=100)
    credential = ACredential(widget=forms.HiddenInput)
    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Entrer avec elle seule, sans mot de passe"),
        help_text=gettext_lazy(
            "Elle demande alors un code, un doigt ou un visage. Les clés anciennes ne le peuvent pas."
        ),
    )


class GiveKeyForm(theirs.AuthenticateWebAuthnForm):
    credential = ACredential(widget=forms.HiddenInput)


class EnterByKeyForm(theirs.LoginWebAuthnForm):
    credential = ACredential(widget=forms.HiddenInput)


class ConfirmByKeyForm(theirs.ReauthenticateWebAuthnForm):
    credential = ACredential(widget=forms.HiddenInput)

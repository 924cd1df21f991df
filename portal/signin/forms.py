"""allauth's forms in the house's words, proof against what no browser sends."""

from contextlib import contextmanager

from allauth.mfa.webauthn import forms as theirs
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import journal
from .models import Kind

REFUSED_KEY = gettext_lazy(
    "Cette clé est refusée : ce n’est pas une clé de ce compte sur ce site, ou la page a vieilli. "
    "Recommencez, ou servez-vous d’un autre second facteur."
)


@contextmanager
def nothing_of_a_key():
    """Refuse in words what no browser sends: allauth fails on missing parts and on numbers of thousands of digits.

    What it refuses itself, it calls a wrong code; the words of a key take that one's place.
    """
    try:
        yield
    except ValidationError as error:
        if error.code == "incorrect_code":
            raise ValidationError(REFUSED_KEY, code=error.code) from error
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValidationError(
            _("Votre navigateur n’a rien envoyé qui vienne d’une clé : recommencez.")
        ) from error


class ACredential(forms.JSONField):
    """What a browser sends of a key: an object (WebAuthn, section 5.1)."""

    def clean(self, value):
        with nothing_of_a_key():
            credential = super().clean(value)
            if not isinstance(credential, dict):
                raise TypeError
            return credential

    def bound_data(self, data, initial):
        """Return nothing: a credential is good once, so the page asks the key again."""
        return initial


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

    def clean(self):
        with nothing_of_a_key():
            return super().clean()


class ByKey(forms.Form):
    """Mixin for the forms in which a key proves who one is."""

    credential = ACredential(widget=forms.HiddenInput)

    def clean_credential(self):
        try:
            with nothing_of_a_key():
                return super().clean_credential()
        except ValidationError:
            if self.user:  # they gave the password; allauth tells of refused codes alone
                journal.note(Kind.FACTOR_FAILED, self.user)
            raise


class GiveKeyForm(ByKey, theirs.AuthenticateWebAuthnForm):
    pass


class EnterByKeyForm(ByKey, theirs.LoginWebAuthnForm):
    pass


class ConfirmByKeyForm(ByKey, theirs.ReauthenticateWebAuthnForm):
    pass

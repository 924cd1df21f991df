"""What django-allauth asks of the site: who may sign up (nobody), the reader's address, how secrets are kept."""

import base64
import hashlib
import time
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from articles.encryption import Unreadable
from comments.door.sender import known_as

from . import journal, sessions
from .models import Kind
from .required import FACTORS, SEEN, SINCE


class Accounts(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Trop d’essais manqués sur ce compte. Réessayez dans une heure, ou entrez avec une clé de sécurité."
        ),
        "too_many_tries_of_network": _(
            "Trop d’essais manqués depuis votre réseau. Réessayez dans un quart d’heure, ou entrez avec une clé de sécurité."
        ),
    }

    def is_open_for_signup(self, request):
        """Nobody signs up: an administrator makes accounts."""
        return False

    def get_client_ip(self, request):
        """Return a keyed hash of the address (or /64) by which rates are counted: the cache keeps no address."""
        return _hidden(known_as(request)["address"])

    def pre_authenticate(self, request, **credentials):
        """Refuse one try too many, of the account, the address or its network."""
        super().pre_authenticate(request, **credentials)
        self._tries_of_network = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_of_network",
            key=_hidden(known_as(request)["prefix"]),
        )
        if not self._tries_of_network:
            super()._rollback_login_failed_rl_usage()  # neither the account's fault nor the address's
            raise self.validation_error("too_many_tries_of_network")

    def _rollback_login_failed_rl_usage(self):
        """Who gave the right password has not failed: allauth calls this then."""
        super()._rollback_login_failed_rl_usage()
        self._tries_of_network.rollback()

    def is_reauthentication_required(self, *, app):
        """Ask for the password or a factor again before one's factors change, but not just after signing in."""
        session = context.request.session
        is_fresh = time.time() - session.get(SINCE, 0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app)

    def post_login(self, request, user, **kwargs):
        """Note who came in, and by which browser; the address is not kept."""
        browser = sessions.browser_of(request.headers.get("User-Agent", ""))
        request.session[sessions.BROWSER] = browser
        request.session[SINCE] = request.session[SEEN] = time.time()
        journal.note(Kind.SIGNED_IN, user, by=user, detail=browser)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request, **credentials):
        journal.failed(credentials.get("username", ""))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Note what allauth would tell by a mail of its own; the journal tells the person."""
        if kind := NOTED.get(template_prefix):
            journal.note(kind, user, by=user)


def _hidden(address):
    return salted_hmac("portal.signin.rates", address, algorithm="sha256").hexdigest()


SECRET_PARTS = ["secret", "seed"]  # what allauth has us encrypt of a factor's data
NOTED = {  # allauth's name of the mail → our event
    "account/email/password_changed": Kind.PASSWORD_CHANGED,
    "account/email/password_set": Kind.PASSWORD_CHANGED,
    "mfa/email/totp_activated": Kind.FACTOR_ADDED,
    "mfa/email/totp_deactivated": Kind.FACTOR_REMOVED,
    "mfa/email/webauthn_added": Kind.FACTOR_ADDED,
    "mfa/email/webauthn_removed": Kind.FACTOR_REMOVED,
    "mfa/email/recovery_codes_generated": Kind.CODES_RENEWED,
}


def note_refused_code(user, **_kwargs):
    """Whoever tries codes knows the password already: the person must learn of it."""
    journal.note(Kind.FACTOR_FAILED, user)


authentication_failed.connect(note_refused_code, dispatch_uid="portal.signin.adapters")


class Factors(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "C’est votre dernier second facteur : ajoutez-en un autre d’abord."
        ),
    }

    def get_totp_issuer(self):
        return settings.SITE_NAME

    def get_totp_label(self, user):
        return user.get_username()

    def get_public_key_credential_rp_entity(self):
        """Return for whom a passkey is made: the host of the site, whatever name a request bears."""
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": settings.SITE_NAME}

    def can_delete_authenticator(self, authenticator):
        """Keep the last factor if the site asks for one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not (settings.SECOND_FACTOR and is_last and authenticator.type in FACTORS)

    # Whoever reads the database cannot make codes.

    def encrypt(self, text):
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                _("Ce second facteur ne peut plus être lu : demandez à l’administration de l’ôter.")
            ) from error


def reencrypt_factors() -> int:
    """Encrypt with SECRET_KEY the secrets of second factors that an older key encrypted; return how many.

    Raise Unreadable if one was encrypted with a key that is not here.
    """
    done = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
            done += bool(factor and _reencrypt(factor))
    return done


def _reencrypt(factor):
    newest, any_of_them, changed = _fernet(fallbacks=False), _fernet(), False
    for name in SECRET_PARTS:
        if not (kept := factor.data.get(name)):
            continue
        try:
            newest.decrypt(kept.encode())
        except InvalidToken:
            try:
                factor.data[name] = any_of_them.rotate(kept.encode()).decode()
            except InvalidToken as error:
                raise Unreadable from error
            changed = True
    if changed:
        factor.save(update_fields=["data"])
    return changed


def _fernet(*, fallbacks=True):
    """Return what encrypts by SECRET_KEY, and still reads what older keys encrypted."""
    keys = [settings.SECRET_KEY, *(settings.SECRET_KEY_FALLBACKS if fallbacks else ())]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(b"portal.signin." + key.encode()).digest())
            )
            for key in keys
        ]
    )

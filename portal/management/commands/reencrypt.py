from functools import partial

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, IntegrityError, connection, transaction

from articles.encryption import Unreadable
from articles.models.encrypted import fields_of, reencrypt
from comments.log import triggers
from comments.models import Suspension
from portal.signin.adapters import reencrypt_factors

GUARD = "comments_suspension_update_guard"


class Command(BaseCommand):
    help = (
        "Encrypt with SECRET_KEY each address, each key of a private page and each secret of a second factor that it did not "
        "encrypt: those that an older program stored, and those of an older key. To change the key: put the old one into "
        "SECRET_KEY_FALLBACKS and the new one into SECRET_KEY, restart the site, run this, then take the old one out and "
        "restart (docs/deploy.md, «To change the secret»). The site may go on meanwhile. Safe to run twice. Exits with 0 when all is done, with 1 if a text was encrypted with a key that is in neither."
    )
    requires_migrations_checks = True

    def handle(self, *args, **options):
        for model in apps.get_models():
            if fields_of(model):
                name = model._meta.label
                progress = partial(self._progress, name)
                self._reencrypt(name, partial(self._written, model, progress))
        self._reencrypt("mfa.Authenticator", reencrypt_factors)

    def _reencrypt(self, name, written):
        try:
            done = written()
        except Unreadable as error:
            raise CommandError(
                f"{name}: encrypted with a key that is not here. Put the SECRET_KEY of before into "
                "SECRET_KEY_FALLBACKS, then run this again."
            ) from error
        self.stdout.write(f"{name}: {done}")

    def _written(self, model, progress):
        try:
            return reencrypt(model, progress)
        except IntegrityError:
            # The guard of sanctions lets what stands in clear be encrypted; for another key it is lifted.
            if model is not Suspension:
                raise
        try:
            with transaction.atomic(), triggers.lifted(connection, GUARD):
                return reencrypt(model, progress)
        except DatabaseError as error:
            raise CommandError(
                f"{model._meta.label}: only the owner of the tables may ({error}). Run deploy/manage reencrypt."
            ) from error

    def _progress(self, name, rows):
        if self.stderr.isatty():
            self.stderr.write(f"\r{name}: {rows} looked at", ending="")

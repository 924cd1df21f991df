from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from comments.models import LogHead, signing
from comments.models.log_key import begin, renew


class Command(BaseCommand):
    help = (
        "Tell the public key that signs the log of moderation, or begin with another one. Keep a copy of the key's "
        "file (LOG_KEY) outside the machine and outside the backups: without it nothing can be decided or taken in "
        "until --lost. Exits with 1 if the key is missing or is not the log's."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--renew",
            action="store_true",
            help="make a new key; the old one signs that it is followed by the new one, and is kept beside it. Do it "
            "once a year, or when somebody who could read the file leaves",
        )
        what.add_argument(
            "--lost",
            action="store_true",
            help="the key is gone, or somebody else has it: begin with the key in LOG_KEY, or with a new one if the "
            "file is missing. Nothing vouches for it: the log and check_log say so for ever. Publish its fingerprint",
        )

    def handle(self, *args, **options):
        if settings.LOG_SIGNER and options["renew"]:
            raise CommandError("LOG_SIGNER keeps the key: change LOG_PUBLIC_KEY, then use --lost.")
        if not settings.LOG_KEY and not settings.LOG_SIGNER:
            raise CommandError("LOG_KEY is empty: this site does not sign its log.")
        try:
            if options["renew"]:
                renew(Path(settings.LOG_KEY))
            elif options["lost"]:
                begin()
            key = signing.public_key()
        except signing.CannotSign as error:
            raise CommandError(str(error)) from error
        head = LogHead.objects.filter(pk=1).first()
        if head and head.public_key and head.public_key != key:
            raise CommandError(
                f"The log is signed with {signing.fingerprint(head.public_key)}, LOG_KEY holds "
                f"{signing.fingerprint(key)}: put the log's key back, or use --lost."
            )
        self.stdout.write(f"{key}\nFingerprint: {signing.fingerprint(key)}")

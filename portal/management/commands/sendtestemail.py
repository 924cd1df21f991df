from django.core.mail import mailers
from django.core.management.base import CommandError
from django.core.management.commands import sendtestemail


class Command(sendtestemail.Command):
    help = (
        "Send a mail to the addresses given, by the server of EMAIL_URL. Exits with 1 if that server does not take it, and "
        "says why: then no letter of the site leaves either, and all wait."
    )

    def handle(self, *args, using=None, **options):
        try:
            super().handle(*args, using=using, **options)
        except OSError as error:  # smtplib's errors are of this kind too
            server = mailers[using or "default"]
            where = f"{getattr(server, 'host', '')}:{getattr(server, 'port', '')}".strip(":")
            raise CommandError(
                f"the mail server {where or '(EMAIL_URL)'} did not take it: {error}. Look at EMAIL_URL."
            ) from error
        self.stdout.write("Handed over.")

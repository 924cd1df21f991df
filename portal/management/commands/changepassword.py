import getpass

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.models import User

from portal.signin import journal
from portal.signin.models import Kind


class Command(changepassword.Command):
    help = (
        "Set a colleague's password, asked for twice. It is noted in the journal of accounts, and the person, the leads and "
        "the administrators are told by mail. Exits with 1 if the password is refused three times, or nobody bears the name."
    )

    def handle(self, *args, **options):
        said = super().handle(*args, **options)  # it raises if the password did not change
        name = options["username"] or getpass.getuser()
        journal.note(Kind.PASSWORD_CHANGED, User.objects.get(username=name))
        return said

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
        before = dict(User.objects.values_list("pk", "password"))
        said = super().handle(*args, **options)
        for user in User.objects.all():
            if before.get(user.pk) != user.password:
                journal.note(Kind.PASSWORD_CHANGED, user)
        return said

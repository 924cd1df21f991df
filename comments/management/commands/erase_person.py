from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from comments.person import Person, Unknown

from .export_person import NOTHING


class Command(BaseCommand):
    help = (
        "Erase the texts, names and addresses of one person, at their request. A person is named by an address that they "
        "confirmed, or by the key of one of their private pages; with --unconfirmed also what bears the address without a "
        "confirmation. Decisions and the log stay, and hold; the words of alerts stay with the decisions that answer "
        "them, until their term. What is under a legal hold stays. It cannot be undone: without --yes it only tells what would go. Backups made before still hold it until "
        "they are deleted. Exits with 1 if nothing bears that address or key, or the colleague may not erase."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", help="an address, or the key of a private page")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who answers for it")
        parser.add_argument("--unconfirmed", action="store_true")
        parser.add_argument("--yes", action="store_true", help="erase")

    def handle(self, *args, who, by, unconfirmed, yes, **options):
        colleague = User.objects.filter(username=by).first()
        if not colleague or not colleague.has_perm("comments.erase_comment"):
            raise CommandError(f"{by} may not erase: name somebody of the administration")
        try:
            person = Person(who, unconfirmed=unconfirmed)
        except Unknown as error:
            raise CommandError(NOTHING) from error
        if not yes:
            self.stdout.write(f"Would erase: {_in_words(person.counts())}. Say --yes to do it.")
            return
        held = person.held
        self.stdout.write(f"Erased: {_in_words(person.erase(by=colleague))}.")
        if held:
            self.stdout.write(
                f"Kept whole, under a legal hold: {held} comments. Lift it in the admin first."
            )


def _in_words(counts):
    return ", ".join(f"{number} {what}" for what, number in counts.items())

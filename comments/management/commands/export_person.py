import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import translation

from comments.person import Person, Unknown


class Command(BaseCommand):
    help = (
        "Write all that the site holds of one person into a folder: person.json and person.html, readable by this user "
        "alone. A person is named by an address that they confirmed, or by the key of one of their private pages (the "
        "43 characters after /suivi/). Anybody can type somebody else's address: with --unconfirmed, what bears it "
        "without a confirmation is written too, alerts and error reports among it; find out first that it is theirs. "
        "Changes nothing. Exits with 1 if nothing bears that address or key, or the folder cannot be written."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", help="an address, or the key of a private page")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--unconfirmed", action="store_true")
        parser.add_argument(
            "--notes",
            action="store_true",
            help="with what colleagues noted of the comments; read it first: it may name others",
        )
        parser.add_argument("--language", choices=["fr", "ar", "en"], default="fr")

    def handle(self, *args, who, folder, unconfirmed, notes, language, **options):
        with translation.override(language):
            try:
                told = Person(who, unconfirmed=unconfirmed).told(with_notes=notes)
            except Unknown as error:
                raise CommandError(NOTHING) from error
            page = render_to_string("comments/person.html", told)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(folder / "person.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n")
            _write(folder / "person.html", page)
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror}") from error
        number = len(told["comments"])
        self.stdout.write(f"{folder}: {number} comments, {len(told['letters'])} letters")


NOTHING = (
    "nothing bears this address or key (an address counts once it was confirmed: see --unconfirmed)"
)


def _write(path, text):
    with open(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)

from contextlib import suppress
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.checks import migrations_not_run
from portal.health.figures import figures


class Command(BaseCommand):
    help = (
        "Tell how the site is, in ten lines: what waits for moderators, letters, wires, the periodic work, backups. "
        "Changes nothing. Exits with 0 when nothing needs the operator, with 1 when something does: the last lines "
        "say what; with 2 when the database does not answer, or was not migrated."
    )
    requires_system_checks = ()

    def handle(self, *args, **options):
        try:
            found = figures()
        except DatabaseError as error:
            raise CommandError(_why(error), returncode=2) from error
        for name, told in _lines(found):
            self.stdout.write(f"{name:<10} {told}")
        for worry in found.worries:
            self.stdout.write(self.style.WARNING(f"LOOK       {worry}"))
        if found.worries:
            raise SystemExit(1)


def _why(error):
    """Tell a database that answers, and is not ready, from one that does not answer."""
    with suppress(DatabaseError):
        if missing := migrations_not_run("default"):
            first = missing[0]
            return f"the database lacks {len(missing)} migrations, the first is {first.app_label}.{first.name}: run migrate"
    return f"the database does not answer: {error}"


def _lines(found):
    waiting = found.waiting
    yield "articles", f"{found.articles} on line"
    yield (
        "comments",
        f"{waiting['pending']} wait, the oldest {_ago(found.oldest_seconds)}; {waiting['escalated']} for a second opinion",
    )
    yield (
        "answers",
        (
            f"{waiting['reported']} alerts, {waiting['appealed']} appeals; {found.late} late, "
            f"{found.nearly_late} due within two hours"
        ),
    )
    yield "letters", f"{found.letters_waiting} wait, {found.letters_given_up} given up"
    yield "wires", f"{found.wires} asked, {len(found.wires_quiet)} quiet"
    yield (
        "tick",
        f"{_ago(found.tick_seconds)} ago" + (f": {found.tick_said}" if found.tick_said else ""),
    )
    if found.triage_said:
        yield "triage", found.triage_said
    yield "backup", f"{_ago(found.backup_seconds)} ago"


def _ago(seconds):
    """Return «3 min», «5 h», «2 days»; «–» if there is nothing."""
    if seconds is None:
        return "–"
    age = timedelta(seconds=seconds)
    if age < timedelta(minutes=1):
        return f"{seconds:.0f} s"
    if age < timedelta(hours=1):
        return f"{age.seconds // 60} min"
    return f"{age.seconds // 3600} h" if not age.days else f"{age.days} days"

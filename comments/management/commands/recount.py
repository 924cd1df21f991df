import re
import sys
import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from comments.models import RegisterMonth
from comments.register import from_log
from comments.register.months import month_of
from comments.rules.register.figures import differences, flat

SECOND = 1.0  # without a word


class Command(BaseCommand):
    help = (
        "Count one month of the public register (/transparence/) anew, from the log of moderation alone: each link and "
        "each row that it vouches for is compared with its digest; one that was altered is named on a line that begins "
        "with BROKEN, and not counted. Prints the exact figures, one a line, as `refused.clause.racisme 3`; the page "
        "itself hides small counts. Times are in seconds. Changes nothing. Exits with 0 if all is as it was logged "
        "(and, with --compare, equals the register), with 1 if something differs, with 2 if it was asked wrongly. If "
        "something differs: keep a copy of the database, and run `manage.py check_log`, which reads the whole chain."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--month",
            metavar="YYYY-MM",
            help="which month, as 2026-11; by default the one that runs",
        )
        parser.add_argument(
            "--compare",
            action="store_true",
            help="also say which figures the register keeps otherwise: DIFFERS, then what the log and the register "
            "say. A month that still runs is counted each hour: what came since then differs too.",
        )

    def handle(self, *args, month, compare, **options):
        month = _month(month)
        self.told_at = time.monotonic()
        found, faults = from_log.of_month(month, self._progress)
        for name, number in flat(found).items():
            self.stdout.write(f"{name} {'-' if number is None else number}")
        for fault in faults:
            self.stdout.write(f"BROKEN {fault.where}: {fault.what}")
        differ = compare and self._differ(month, found)
        if faults or differ:
            sys.exit(1)

    def _differ(self, month, found):
        kept = RegisterMonth.objects.filter(month=month).first()
        if kept is None:
            self.stdout.write(f"DIFFERS {month:%Y-%m}: the register has no such month yet")
            return True
        different = differences(found, kept.figures)
        for name, ours, theirs in different:
            self.stdout.write(f"DIFFERS {name}: {ours} by the log, {theirs} in the register")
        counted = timezone.localtime(kept.computed_at)
        if not different:
            self.stdout.write(f"All equals the register, counted {counted:%Y-%m-%d %H:%M}.")
        return bool(different)

    def _progress(self, read):
        if time.monotonic() - self.told_at >= SECOND:
            self.told_at = time.monotonic()
            self.stderr.write(f"{read} links read")


def _month(words) -> date:
    if words is None:
        return month_of()
    if not re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", words):
        raise CommandError(f"{words} is no month: write it as 2026-11", returncode=2)
    return date.fromisoformat(f"{words}-01")

import json
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.intake import fetch, polling
from articles.models import Wire
from articles.wires import Unreadable


class Command(BaseCommand):
    help = (
        "Ask the wires whose turn it is (`--all`: every one in service) and take in what is new: a JSON line a wire. "
        "To be run each minute, or by `tick`. Safe to run twice. Exits with 1 where a wire failed or has fallen "
        "silent longer than it should."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true")

    def handle(self, *args, all, **options):
        at, troubled = timezone.now(), False
        wires = Wire.objects.filter(is_active=True).select_related("source", "section")
        for wire in wires if all else polling.due(at):
            counts, error = {}, ""
            try:
                for taken in polling.poll(wire, at=at):
                    counts[str(taken.outcome)] = counts.get(str(taken.outcome), 0) + 1
            except (fetch.Refused, Unreadable) as refused:
                error = str(refused)
            wire.refresh_from_db()
            quiet = polling.is_quiet(wire, at)
            troubled |= bool(error) or quiet
            line = {"wire": wire.name, "outcomes": counts, "error": error, "quiet": quiet}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        if troubled:
            sys.exit(1)

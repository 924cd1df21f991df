import json
import logging
import sys

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.intake import fetch, polling
from articles.models import Wire
from articles.wires import Unreadable

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Ask the wires whose turn it is (`--all`: every one in service) and take in what is new: a JSON line a wire. "
        "To be run each minute, or by `tick`. Safe to run twice. Exits with 1 if a wire, an item or a picture failed, "
        "or if a wire has fallen silent longer than it should."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true")

    def handle(self, *args, all, **options):
        at, troubled = timezone.now(), False
        wires = Wire.objects.filter(is_active=True).select_related("source", "section")
        for wire in wires if all else polling.due(at):
            if not (all or polling.claim(wire, at=at)):
                continue
            try:
                troubled |= self._poll(wire, at)
            except Exception as error:  # one wire never keeps the others waiting
                logger.exception("wire %s", wire.pk)
                self._tell(wire.name, {}, f"{type(error).__name__}: {error}", quiet=False)
                troubled = True
        if troubled:
            sys.exit(1)

    def _poll(self, wire, at):
        """Ask one wire and tell what came; return whether it, or one of its items, is in trouble."""
        counts, error, has_failed = {}, "", False
        try:
            for taken in polling.poll(wire, at=at):
                counts[str(taken.outcome)] = counts.get(str(taken.outcome), 0) + 1
                if taken.is_failure:
                    has_failed = True
                    self.stderr.write(f"{wire.name}: {taken.item.origin_id}: {taken.reason}")
        except (fetch.Refused, Unreadable) as refused:
            error = str(refused)
        wire.refresh_from_db()
        quiet = polling.is_quiet(wire, at)
        self._tell(wire.name, counts, error, quiet=quiet)
        return bool(error) or quiet or has_failed

    def _tell(self, name, counts, error, *, quiet):
        line = {"wire": name, "outcomes": counts, "error": error, "quiet": quiet}
        told = json.dumps(line, ensure_ascii=False)
        self.stdout.write(told.encode("utf-8", "replace").decode())

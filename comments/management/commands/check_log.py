import sys

from django.core.management.base import BaseCommand

from comments.log.audit import broken_links
from comments.models import Event, LogHead


class Command(BaseCommand):
    help = (
        "Verify the log of moderation: every link of its chain, every decision, notice, appeal and "
        "text it vouches for, and that readers see the text that was judged. Changes nothing. "
        "Exits with 0 when all holds, with 1 when something was altered: each finding is one line, "
        "the first is where the log was first broken."
    )
    requires_migrations_checks = True

    def handle(self, *args, **options):
        total = Event.objects.count()
        findings = 0
        for finding in broken_links(lambda done: self._progress(done, total)):
            self.stdout.write(f"BROKEN {finding.where}: {finding.what}")
            findings += 1
        if findings:
            self.stderr.write(f"{findings} finding(s): keep a copy of the database as it is.")
            sys.exit(1)
        head = LogHead.objects.filter(pk=1).first()
        self.stdout.write(f"{total} events, the chain holds. Head: {head.digest if head else '-'}")

    def _progress(self, done, total):
        if self.stderr.isatty() and total:
            self.stderr.write(f"\r{done}/{total} events", ending="\n" if done == total else "")

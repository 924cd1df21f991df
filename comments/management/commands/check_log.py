import sys

from django.core.management.base import BaseCommand

from comments.log.audit import broken_links
from comments.log.keys import Keys
from comments.models import BrokenLink, Event, LogHead, signing


class Command(BaseCommand):
    help = (
        "Verify the log of moderation: every link of its chain and its signature, every decision, notice, appeal, "
        "text and setting it vouches for, the published heads of its days, and that readers see the text that was "
        "judged. Changes nothing. Exits with 0 when all holds, with 1 when something was altered: each finding is one "
        "line, the first is where the log was first broken. A NOTE is no fault: it says what nothing vouches for."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="DIGEST",
            help="a head that somebody kept (a mail, the page of transparency, a backup): it must be a link of this "
            "log. This is how a log that was written anew as a whole is noticed. May be given several times.",
        )

    def handle(self, *args, **options):
        total = Event.objects.count()
        head = LogHead.objects.filter(pk=1).first()
        keys = Keys(head)
        findings = 0
        for finding in self._findings(keys, total, options["head"]):
            self.stdout.write(f"BROKEN {finding.where}: {finding.what}")
            findings += 1
        self._notes(keys)
        if findings:
            self.stderr.write(f"{findings} finding(s): keep a copy of the database as it is.")
            sys.exit(1)
        self.stdout.write(f"{total} events, the chain holds. Head: {head.digest if head else '-'}")

    def _findings(self, keys, total, heads):
        yield from broken_links(lambda done: self._progress(done, total), keys)
        yield from _another_key(keys)
        for kept in heads:
            if not Event.objects.filter(digest=kept.strip().lower()).exists():
                yield BrokenLink(
                    f"head {kept}",
                    "is no link of this log: it was written anew, or is another site's",
                )

    def _notes(self, keys):
        if keys.unsigned:
            self.stdout.write(
                f"NOTE {keys.unsigned} links are not signed: from before there was a key."
            )
        for sequence in keys.said_to_be_lost:
            self.stdout.write(f"NOTE event {sequence}: the key was said to be lost, another began.")
        if keys.has_begun:
            self.stdout.write(f"Key: {signing.fingerprint(keys.now)}")

    def _progress(self, done, total):
        if self.stderr.isatty() and total:
            self.stderr.write(f"\r{done}/{total} events", ending="\n" if done == total else "")


def _another_key(keys):
    """Yield a fault if this machine signs with another key than the log: who wrote the log anew has another one."""
    try:
        own = signing.public_key()
    except signing.CannotSign:
        return  # a copy is checked where there is no key
    if own and keys.has_begun and own != keys.at_the_end:
        yield BrokenLink("key", "the log is signed with another key than the one in LOG_KEY")

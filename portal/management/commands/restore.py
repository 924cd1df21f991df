import signal
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.models.encrypted import is_locked
from articles.models.search_index import search_is_elsewhere
from comments.log.audit import broken_links
from comments.models import Comment, LogHead, Proposal
from comments.models.log_key import begin
from portal.backups import restoring
from portal.backups.errors import BrokenBackup, Refused


class Command(BaseCommand):
    help = (
        "Put a backup back: the database and the pictures, then the migrations that came since, the search index if it is elsewhere, "
        "and a check of the whole log. Stop the site and its timers first. The database must be empty; --replace puts the "
        "backup in the place of what is there, after the whole file was read and found whole (on SQLite the old file is "
        "kept beside it). With --prove nothing is changed: the backup is put into a place of its own, and its log "
        "checked there. What was erased since the backup was made is there again: erase it again. Exits with 0 when all "
        "holds, with 1 when the backup or the database refuses, and says why."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path)
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="the private key of a locked backup"
        )
        parser.add_argument(
            "--replace", action="store_true", help="although the database is not empty"
        )
        parser.add_argument(
            "--prove",
            action="store_true",
            help="change nothing, only check that it could be restored",
        )

    def handle(self, *args, backup, key, replace, prove, **options):
        signal.signal(signal.SIGTERM, _end)  # what was unpacked goes with it
        self.is_terminal = getattr(self.stderr, "isatty", lambda: False)()
        if replace and not prove:
            _refuse_alone(backup)
        try:
            private_key = key.read_text().strip() if key else ""
            self.size = max(1, backup.stat().st_size)
            if prove:
                head = restoring.prove(backup, private_key=private_key, progress=self._progress)
                self.stdout.write(f"{backup} holds: {_told(head)}")
                return
            head, kept = restoring.restore(
                backup, private_key=private_key, replace=replace, progress=self._progress
            )
        except (Refused, BrokenBackup, ValueError) as error:
            raise CommandError(f"{backup}: {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or backup}: {error.strerror or error}") from error
        self.stdout.write(f"{_told(head)}" + (f"; the old database is {kept}" if kept else ""))
        self._bring_up_to_date(head)

    def _bring_up_to_date(self, head):
        call_command("migrate", verbosity=0)
        if search_is_elsewhere():  # in the database it came with the rest
            self.stdout.write("Making the search index…")
            call_command("update_index", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("Checking the log…")
        findings = list(broken_links(lambda _done: None))
        for finding in findings:
            self.stdout.write(f"BROKEN {finding.where}: {finding.what}")
        log = LogHead.objects.filter(pk=1).first()
        if findings or (log.digest if log else "") != head["log_head"]:
            raise CommandError(
                "the log does not hold: keep the backup as it is, and look (check_log)"
            )
        self.stdout.write("The chain of the log holds.")
        if log and begin():
            self.stdout.write(
                "This machine has another key than the one that signed the log: it signs from now on, and the log says "
                "that the other was lost. If you have it, restore again with it in LOG_KEY (log_key --help)."
            )
        if is_locked(Comment):
            self.stdout.write(
                "This machine has another SECRET_KEY than the one that encrypted addresses and private pages: put that one "
                "into SECRET_KEY_FALLBACKS, then run reencrypt. Until then no letter leaves."
            )
        self.stdout.write("Start the site.")

    def _progress(self, done):
        if self.is_terminal:
            self.stderr.write(f"\r{done / self.size:.0%}", ending="\n" if done == self.size else "")


def _end(*_signal):
    raise SystemExit(1)


def _told(head):
    return (
        f"a backup of {head['made_at'][:16]} UTC, {head['articles']} articles, {head['comments']} comments, "
        f"head of the log {head['log_head'] or '-'}"
    )


def _refuse_alone(backup):
    """Raise CommandError if two colleagues must want it, and did not say so. A database that is lost asks nobody."""
    try:
        if not (settings.FOUR_EYES and User.objects.exists()):
            return
        is_allowed = Proposal.objects.allow_restoring(backup.name)
    except DatabaseError:
        return
    if not is_allowed:
        raise CommandError(
            f"FOUR_EYES is on: one administrator asks to restore {backup.name} in the admin («Actes à confirmer à deux»), "
            "another agrees; then run this again within a day."
        )

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.backups import age, copies, making, restoring
from portal.backups.errors import BrokenBackup, Refused
from portal.privacy.table import BACKUP_DAYS


class Command(BaseCommand):
    help = (
        "Back the site up while it goes on: the database as it is at one moment, the pictures, and the head of the log, "
        "in one file that only its owner may read. SECRET_KEY is not in it: keep that apart. Backups of the last 24 "
        "hours stay, then the last one of each day, for --keep days. With --lock the file can only be opened by the "
        "private key of that public key; `--new-key FILE` makes the pair, keep FILE away from this machine. With --prove "
        "the backup is put into a place of its own and its log checked there. Exits with 0 when the backup is whole, with "
        "1 when there is none, and says why; an older backup is never touched before the new one is whole."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", help="where backups go; the setting BACKUPS if it is not given"
        )
        parser.add_argument(
            "--keep",
            type=int,
            default=BACKUP_DAYS,
            metavar="DAYS",
            help=f"{BACKUP_DAYS} by default",
        )
        parser.add_argument(
            "--lock", default=settings.BACKUP_KEY, metavar="age1…", help="BACKUP_KEY by default"
        )
        parser.add_argument(
            "--prove", action="store_true", help="restore it into a place of its own"
        )
        parser.add_argument(
            "--new-key", type=Path, metavar="FILE", help="make a pair of keys, and no backup"
        )

    def handle(self, *args, folder, keep, lock, prove, new_key, **options):
        if new_key:
            return self._make_key(new_key)
        if not (folder := folder or settings.BACKUPS):
            raise CommandError("name the folder, or set BACKUPS", returncode=2)
        if prove and lock:
            raise CommandError(
                "a locked backup cannot be proved here: `restore FILE --prove --key FILE` does, where the key is",
                returncode=2,
            )
        self.is_terminal = getattr(self.stderr, "isatty", lambda: False)()
        try:
            with copies.alone_in(folder) as folder:
                path, facts = making.make(folder, public_key=lock, progress=self._progress)
                if prove:
                    self._prove(path)
                gone = copies.forget_old(folder, keep, datetime.now(UTC))
        except (Refused, BrokenBackup) as error:
            raise CommandError(f"no backup: {error}") from error
        except OSError as error:
            refused = error.filename or folder  # a picture, or where backups go
            raise CommandError(
                f"no backup: {refused} refuses it ({error.strerror or error})"
            ) from error
        size = path.stat().st_size / 1024**2
        self.stdout.write(
            f"{path} ({size:.1f} MB{', locked' if lock else ''}): {facts['articles']} articles, {facts['comments']} comments, "
            f"head of the log {facts['log_head'] or '-'}{', proved' if prove else ''}"
            f"{'' if settings.MEDIA_ROOT else ', no picture: they are in a bucket, which keeps versions if you tell it to'}; {len(gone)} old ones deleted"
        )

    def _prove(self, path):
        try:
            restoring.prove(path)
        except Refused as error:
            raise CommandError(f"{path} was made, and is not proved: {error}") from error
        except BrokenBackup as error:
            raise CommandError(f"{path} was made, but does not hold: {error}") from error

    def _make_key(self, path):
        private, public = age.new_key()
        try:
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(f"{private}\n")
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}", returncode=2
            ) from error
        self.stdout.write(
            f"BACKUP_KEY={public}\nThe private key is in {path}: without it nobody opens a backup."
        )

    def _progress(self, share):
        if self.is_terminal:
            self.stderr.write(f"\r{share:.0%}", ending="\n" if share == 1 else "")

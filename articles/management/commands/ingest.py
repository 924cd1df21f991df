import json
import logging
import sys
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.intake import fetch, ingest
from articles.intake.deadline import SECONDS_TO_READ, within
from articles.intake.pictures import take_pictures
from articles.models import Section, Source
from articles.models.languages import Language
from articles.rules.body import clean_body, plain_text
from articles.wires import BYTES_MOST, FORMATS, Unreadable, read

logger = logging.getLogger(__name__)
EXPECTED = (
    fetch.Refused,
    Unreadable,
    OSError,
)  # their message says all; of others the log holds the traceback
PICTURES = {
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".avif",
    ".gif",
    ".tif",
    ".tiff",
}  # beside the dispatches


class Command(BaseCommand):
    help = (
        "Take in what an agency sent: a file, every file of a directory, or an address. One JSON line an item on "
        "standard output; progress and the count at the end on standard error. Safe to run twice, and after it was "
        "killed: an item that is there is 'unchanged'. Exits with 1 if an item was refused or a picture failed, with 2 if nothing "
        "could be read at all."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("source", help="short name of the source, as MAP")
        parser.add_argument(
            "path", help="a file, a directory (all its files, by name), or an http(s) address"
        )
        parser.add_argument("--format", choices=FORMATS, default="auto")
        parser.add_argument("--section", default="le-fil", help="slug of the section (le-fil)")
        parser.add_argument(
            "--language",
            choices=Language.values,
            default="",
            help="of items that declare none and are too short to be told",
        )
        parser.add_argument("--publish", action="store_true", help="put on line; else drafts")
        parser.add_argument(
            "--pictures",
            action="store_true",
            help="give each article the first picture of its dispatch, from its address or from beside the file",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would become of each item, keep nothing",
        )

    def handle(
        self, *args, source, path, format, section, language, publish, pictures, dry_run, **options
    ):
        self.source = Source.objects.filter(short_name=source).first()
        self.section = Section.objects.filter(slug=section).first()
        if not self.source or not self.section:
            missing = f"source {source!r}" if not self.source else f"section {section!r}"
            raise CommandError(f"there is no {missing}: add it in the admin first", returncode=2)
        self.has_failed = False
        self.publish, self.format, self.language = publish, format, language
        self.takes_pictures = pictures and not dry_run
        counts, files, unread = {}, list(self._files(path)), 0
        is_terminal = self.stderr.isatty() if hasattr(self.stderr, "isatty") else False
        with transaction.atomic() if dry_run else nullcontext():
            for number, (name, content) in enumerate(self._contents(files), start=1):
                done = self._file(name, content)
                unread += done is None
                for outcome in done or ["refused"]:
                    counts[outcome] = counts.get(outcome, 0) + 1
                if is_terminal or number % 500 == 0 or number == len(files):
                    line = f"{number}/{len(files)} files ({100 * number // len(files)} %)"
                    self.stderr.write(line, ending="\r" if is_terminal else "\n")
            if dry_run:
                transaction.set_rollback(True)
        summary = (
            ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
            or "nothing"
        )
        self.stderr.write(f"{'Would be: ' if dry_run else ''}{summary}")
        if unread and unread == len(files):
            sys.exit(2)
        if counts.get("refused") or self.has_failed:
            sys.exit(1)

    def _files(self, path):
        if path.startswith(("http://", "https://")):
            return [path]
        place = Path(path)
        if place.is_dir():
            found = (each for each in place.iterdir() if each.is_file() and each.name[0] != ".")
            return sorted(
                each
                for each in found
                if not (self.takes_pictures and each.suffix.lower() in PICTURES)
            )
        if not place.is_file():
            raise CommandError(
                f"{path} is neither a file, a directory nor an address", returncode=2
            )
        return [place]

    def _contents(self, files):
        """Yield (name, bytes or the error) of each file."""
        for each in files:
            name = str(each).encode("utf-8", "replace").decode()  # names of files may be no text
            try:
                if isinstance(each, str):
                    yield name, fetch.fetch(each, allowed_hosts=settings.WIRE_ALLOWED_HOSTS).content
                elif each.stat().st_size > BYTES_MOST:
                    raise Unreadable(f"longer than {BYTES_MOST} bytes")
                else:
                    yield name, each.read_bytes()
            except Exception as error:
                yield name, error

    def _file(self, name, content):
        """Take in the items of one file; return their outcomes, or None if it is unreadable."""
        try:
            items = self._items(content)
        except Exception as error:
            if not isinstance(error, EXPECTED):
                logger.exception("a file could not be read: %s", name)
            refused = Unreadable(
                f"{'' if isinstance(error, EXPECTED) else type(error).__name__ + ': '}{error}"
            )
            self._tell(name, ingest.Taken(refused, ingest.Outcome.REFUSED, refused.reason))
            return None
        keep, done = ingest.keeper(content, name), []
        for item in items:
            taken = ingest.take_in(
                item, source=self.source, section=self.section, publish=self.publish, delivery=keep
            )
            self._tell(name, taken)
            done.append(taken)
        if self.takes_pictures:
            self._pictures(name, done)
        return [str(taken.outcome) for taken in done]

    def _items(self, content):
        if isinstance(content, Exception):
            raise content
        with within(SECONDS_TO_READ):
            return read(content, self.format, self.language)

    def _pictures(self, name, done):
        """Give the new articles their pictures; say in a line which was left out, and why."""
        folder = None if name.startswith(("http://", "https://")) else Path(name).parent
        for taken in take_pictures(done, allowed_hosts=settings.WIRE_ALLOWED_HOSTS, folder=folder):
            self.stderr.write(f"{name}: {taken.item.origin_id}: {taken.reason}")
            self.has_failed |= taken.is_failure

    def _tell(self, name, taken):
        item, article = taken.item, taken.article
        is_read = not isinstance(item, Unreadable)
        is_kept = is_read and taken.outcome != ingest.Outcome.REFUSED
        line = {
            "item": name,
            "outcome": str(taken.outcome),
            "reason": taken.reason,
            "article": article.pk if article else None,
            "origin_id": item.origin_id,
            "version": item.version if is_read else None,
            "headline": item.headline if is_read else "",
            "language": item.language if is_read else "",
            "dateline": item.dateline_place if is_read else "",
            "byline": item.byline if is_read else [],
            "source": (item.source or self.source.short_name) if is_read else "",
            "published_at": _when(item.published_at) if is_read else None,
            "embargo": _when(item.embargo_until) if is_read else None,
            "body": plain_text(clean_body(item.body)) if is_kept else "",
        }
        told = json.dumps(line, ensure_ascii=False)
        self.stdout.write(
            told.encode("utf-8", "replace").decode()
        )  # an item may hold half a character


def _when(at):
    return at.isoformat() if at else None

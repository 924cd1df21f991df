import os
import sys
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from articles.models import Section, Source
from articles.wires import Unreadable
from articles.wires.exports import wxr
from portal.moving.importer import Importer
from portal.moving.pictures import Pictures
from portal.moving.report import Report


class Command(BaseCommand):
    help = (
        "Move a whole site in from its export (WordPress's WXR 1.0 to 1.2, or WMaker's backup): posts, authors, "
        "sections, topics, comments with their states, and old addresses, which then answer one 301. Each post is "
        "one transaction: stopped half-way, run it again; what is there stays as it is. Network addresses are never "
        "taken in, e-mail addresses only with --keep-emails. Comments published there are shown here, told in the log "
        "as moved in, not as anybody's decision. Bytes that no reader takes are replaced. The report says, post by "
        "post, which words, links and tags were lost, and what was left out, replaced or failed. Exits with 1 if the "
        "file broke off or something failed, with 2 if it is no export."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--dry-run", action="store_true", help="count what would come, keep nothing"
        )
        parser.add_argument(
            "--source", help="short name of the source of its articles (the newsroom itself)"
        )
        parser.add_argument(
            "--section", help="slug of the section for posts without a category (the first one)"
        )
        parser.add_argument(
            "--media",
            help="folder with a copy of the site's files (wp-content/uploads): the picture at the head of each article comes too",
        )
        parser.add_argument(
            "--keep-emails", action="store_true", help="keep commenters' e-mail addresses"
        )

    def handle(self, *args, file, dry_run, source, section, keep_emails, media, **options):
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"{file} is no file", returncode=2)
        if media and not Path(media).is_dir():
            raise CommandError(f"{media} is no folder", returncode=2)
        pictures = Pictures(Path(media)) if media and not dry_run else None
        source, section = _source_and_section(source, section)

        def importer_of(first_post):
            site = urlsplit(getattr(first_post, "link", "")).netloc or path.stem
            return Importer(
                source=source,
                section=section,
                site=site,
                keep_addresses=keep_emails,
                pictures=pictures,
            )

        with path.open("rb") as content, transaction.atomic() if dry_run else nullcontext():
            importer, number, fault = self._take_in(content, importer_of)
            if pictures:
                pictures.bring(importer.report, credit=source.full_name or source.short_name)
            if dry_run:
                transaction.set_rollback(True)
        self.stdout.write(f"{'Would be, of' if dry_run else 'Of'} {number} items:")
        for line in importer.report.written():
            self.stdout.write(line)
        if fault:
            self.stderr.write(f"The file is {fault}")
        if fault or importer.report.failed:
            sys.exit(1)

    def _take_in(self, content, importer_of):
        """Take in the posts of an open file; return (importer, number of posts, its fault or "").

        The first post gives the importer the site's name. Raise CommandError if there is no post.
        """
        size, importer, number, fault = max(os.fstat(content.fileno()).st_size, 1), None, 0, ""
        replaced = Report()
        is_terminal = getattr(self.stderr, "isatty", lambda: False)()
        try:
            posts = wxr.posts(content, zone=timezone.get_default_timezone(), tell=replaced.replace)
            for number, post in enumerate(posts, start=1):
                importer = importer or importer_of(post)
                importer.take_in(post)
                if is_terminal or number % 500 == 0:
                    line = f"{number} items ({100 * content.tell() // size} %)"
                    self.stderr.write(line, ending="\r" if is_terminal else "\n")
        except Unreadable as error:
            if importer is None:
                raise CommandError(str(error), returncode=2) from error
            fault = str(error)
        if importer is None:
            raise CommandError("no item is in it", returncode=2)
        importer.report.add(replaced)
        return importer, number, fault


def _source_and_section(source, section):
    """Return the source and the section of these names; the newsroom, the first section."""
    sources = (
        Source.objects.filter(short_name=source)
        if source
        else Source.objects.filter(kind="newsroom")
    )
    sections = (
        Section.objects.filter(slug=section) if section else Section.objects.order_by("order")
    )
    if not (sources.exists() and sections.exists()):
        raise CommandError(
            "there is no such source or section: add it in the admin first", returncode=2
        )
    return sources.first(), sections.first()

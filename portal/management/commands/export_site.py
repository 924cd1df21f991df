import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from articles.pages.ninjs import item as ninjs_item
from portal.moving import exporter


class Command(BaseCommand):
    help = (
        "Move the articles out: to a WXR file (WordPress and import_site read it: posts, sections, topics, bylines, "
        "comments with their states), or with --ninjs to a directory, one ninjs 3.1 file for each article on line. "
        "No address of anybody goes with it, no picture, correction or decision. An older file or the files of an "
        "older run are replaced."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("to", help="a file, or with --ninjs a directory")
        parser.add_argument("--ninjs", action="store_true")

    def handle(self, *args, to, ninjs, **options):
        total = Article.objects.count()
        is_terminal = getattr(self.stderr, "isatty", lambda: False)()

        def progress(number):
            self.stderr.write(f"{number}/{total} articles", ending="\r" if is_terminal else "\n")

        try:
            number = self._ninjs(Path(to), progress) if ninjs else self._wxr(Path(to), progress)
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error}", returncode=2) from error
        self.stdout.write(f"{number} articles in {to}")

    def _wxr(self, path, progress):
        unfinished = path.with_name(f".{path.name}.unfinished")
        with unfinished.open("wb") as file:
            number = exporter.write(file, progress=progress)
        unfinished.replace(path)
        return number

    def _ninjs(self, folder, progress):
        folder.mkdir(parents=True, exist_ok=True)
        articles = Article.objects.visible().select_related("section", "source", "lead_image")
        articles = articles.prefetch_related("credits", "topics").order_by("pk")
        number = 0
        for number, article in enumerate(articles.iterator(chunk_size=200), start=1):
            text = json.dumps(ninjs_item(article), ensure_ascii=False, indent=1)
            (folder / f"{article.pk}.json").write_text(text, encoding="utf-8")
            if number % 200 == 0:
                progress(number)
        return number

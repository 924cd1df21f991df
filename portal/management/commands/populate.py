from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles.models import Section, Source
from portal.demo import crowd


class Command(BaseCommand):
    help = (
        "Add many rows for benchmarks: so many articles and comments, read unless --pending says how many "
        "wait, with replies, notices, appeals and sanctions among them. Run again, it adds only what is "
        "missing of these numbers; nothing else is touched. Needs the demo's sections (manage.py demo). "
        "About 500 comments a second."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=0, metavar="N")
        parser.add_argument("--comments", type=int, default=0, metavar="N")
        parser.add_argument("--on-one-article", type=int, default=0, metavar="N")
        parser.add_argument("--pending", type=int, default=0, metavar="N")
        parser.add_argument(
            "--conversations", type=int, default=0, metavar="N",
            help=f"of {crowd.TWENTY} answers each, under one more article of their own",
        )  # fmt: skip

    def handle(self, *args, articles, comments, on_one_article, pending, conversations, **options):
        if min(articles, comments, on_one_article, pending, conversations) < 0:
            raise CommandError("a number of rows cannot be negative", returncode=2)
        if not (Section.objects.exists() and Source.objects.exists()):
            raise CommandError("there is no section yet: run manage.py demo first", returncode=2)
        moderators = [self._moderator("populate"), self._moderator("populate-second")]
        crowd.add_articles(articles, self._progress("articles"))
        total = max(comments, pending, on_one_article)
        told = self._progress("comments")
        crowd.add_comments(total, pending, on_one_article, moderators, told)
        crowd.add_conversations(
            conversations, moderators, self._progress("comments of long conversations")
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else the database plans as for the few rows it knew before
        self.stdout.write(
            f"{articles} articles, {total} comments, {pending} of them waiting, "
            f"{conversations} long conversations."
        )

    def _moderator(self, name):
        """Return somebody who decides and cannot sign in: two, as nobody judges their own appeal."""
        return get_user_model().objects.get_or_create(
            username=name, defaults={"is_active": False, "first_name": name.capitalize()}
        )[0]

    def _progress(self, noun):
        is_terminal = self.stderr.isatty() if hasattr(self.stderr, "isatty") else False
        end = "\r" if is_terminal else "\n"

        def progress(done, total):
            self.stderr.write(
                f"{noun}: {done}/{total} ({100 * done // max(total, 1)} %)", ending=end
            )

        return progress

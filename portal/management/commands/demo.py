import tomllib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from portal.demo.discussion import Discussions
from portal.demo.newsroom import Newsroom, make_staff
from portal.demo.tables import DISPATCH_KEY

CONTENT = Path(__file__).parents[2] / "demo" / "content.toml"


class Command(BaseCommand):
    help = (
        "Fill the site with demonstration content: sections, sources, articles in three languages, "
        "comments in every state, notices, an appeal, and one staff account per role. Safe to run "
        "twice: what is there stays as it is. Prints the passwords once, when it makes the accounts; where the site "
        "asks for a second factor, the seed of each account's codes too, for an authenticator app."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument(
            "--second-factor",
            action="store_true",
            default=settings.SECOND_FACTOR,
            help="give each new account a second factor, although the site asks for none: it is then asked for its "
            "code at each sign-in",
        )

    def handle(self, *args, second_factor, **options):
        made = make_staff(with_second_factor=second_factor)
        content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
        newsroom, discussions, new = Newsroom(timezone.now()), Discussions(content), 0
        with transaction.atomic():  # an article comes with its discussion, or not at all
            if dispatch := newsroom.write_dispatch():
                new += 1
                discussions.play(dispatch, DISPATCH_KEY)
        for row in content["articles"]:
            with transaction.atomic():
                if article := newsroom.write_article(row):
                    new += 1
                    discussions.play(article, row["key"])
        with transaction.atomic():
            newsroom.dress_articles()
        counts = f"{Article.objects.count()} articles, {Comment.objects.count()} comments"
        self.stdout.write(f"Demo: {counts} ({new} new articles).")
        if made:
            self._print_passwords(made)

    def _print_passwords(self, made):
        self.stdout.write("Sign-in of the staff, shown this once:")
        for name, role, password, seed in made:
            self.stdout.write(f"  {name:<8} {password}   {seed and seed + '   '}{role}")
        if made[0][-1]:
            self.stdout.write("The second word is the seed of the codes, for an authenticator app.")
        self.stdout.write("To change one: manage.py changepassword NAME")

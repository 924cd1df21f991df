import tomllib
from pathlib import Path

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
        "twice: what is there stays as it is. Prints the passwords once, when it makes the accounts."
    )
    requires_migrations_checks = True

    def handle(self, *args, **options):
        made = make_staff()
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
        for name, role, password in made:
            self.stdout.write(f"  {name:<8} {password}   {role}")
        self.stdout.write("To change one: manage.py changepassword NAME")

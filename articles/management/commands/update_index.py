from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, search_index


class Command(BaseCommand):
    help = (
        "Make the search index again from the articles: after a restore, after SEARCH_URL changed, or after "
        "an upgrade that says so. Pages go on being served meanwhile. Safe to run twice, and to stop half-way: "
        "run it again. About 400 articles a second."
    )
    requires_migrations_checks = True

    def handle(self, *args, verbosity, **options):
        articles = Article.objects.order_by("pk")
        total = articles.count()
        is_terminal = getattr(self.stderr, "isatty", lambda: False)()

        def progress(done):
            if verbosity:
                self.stderr.write(f"{done}/{total} articles", ending="\r" if is_terminal else "\n")

        try:
            done = search_index.make_anew(articles, progress)
        except search_index.EngineAway as away:
            raise CommandError(
                f"The search engine does not answer: {away.done} of {total} articles were written. "
                f"The search stays as it was; run it again ({away.__cause__!r})."
            ) from away
        self.stdout.write(f"{done} articles are in the index.")

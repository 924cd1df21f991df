"""Public pages of a large site beside those of a small one: how many queries, how long, how heavy?

    DATABASE_URL=… python -m tests.bench.pages [--small URL] [--rounds 15]

DATABASE_URL holds the large site, filled before by `migrate`, `demo` and `populate --articles 100000
--comments 1000000 --on-one-article 100000 --conversations 400`; --small is a database of the same engine
for the small one (a file of its own by default), which this fills with 1,000 articles, 1,000 comments and
60 long conversations, so that each page is as full. Prints a table; exits with 1 if a page asks more
queries of the large site, takes more than twice as long, or weighs more than 200 kB unpacked.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

SLOWER = 2.0
NOISE_MS = 3  # below it, twice is nothing anybody could measure
HEAVIEST_KB = 200  # of HTML, unpacked
REMOVALS = 1  # query more on a page with a removed comment, for the decision that removed it
SMALL = "--articles 1000 --comments 1000 --on-one-article 200 --conversations 60".split()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--small", help="database URL of the small site")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.rounds)))
        return
    with tempfile.TemporaryDirectory(prefix="portal-pages-") as folder:
        small = options.small or f"sqlite:///{folder}/small.sqlite3"
        for command in (["migrate", "-v0"], ["demo"], ["populate", *SMALL]):
            run(small, ["manage.py", *command])
        sites = [
            json.loads(run(url, ["-m", "tests.bench.pages", "--measure", "--rounds", str(options.rounds)]))
            for url in (small, os.environ["DATABASE_URL"])
        ]  # fmt: skip
    sys.exit(0 if compare(*sites) else 1)


def run(url, command):
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "DATABASE_URL": url, "DEBUG": "yes"},
        check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout


def measure(rounds):
    """Return {page: [queries, median ms, kB of HTML]} of the site of DATABASE_URL."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection, reset_queries
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client, told = Client(), {}
    for page, address in addresses().items():
        follow = page.startswith("permalink")
        client.get(address, follow=follow)  # what is kept some minutes, read once
        times = []
        for _each in range(rounds):
            reset_queries()
            start = time.perf_counter()
            response = client.get(address, follow=follow)
            response.content  # noqa: B018
            times.append((time.perf_counter() - start) * 1000)
            if response.status_code != 200:
                sys.exit(f"{address} answered {response.status_code}")
        weight = len(response.content) / 1000
        told[page] = [len(connection.queries), statistics.median(times), weight]
    return told


def addresses():
    from django.db.models import Count
    from django.utils import timezone

    from articles.models import Article, Section
    from comments.models import Comment
    from portal.demo.crowd import CONVERSATIONS

    made = Article.objects.filter(origin_id__startswith="populate:")
    newest = made.latest_first().first()
    section = Section.objects.get(slug="monde")
    inside = Article.objects.visible().in_section(section).latest_first()
    keys = list(inside.values_list("pk", flat=True)[: 20 * 499 + 1])
    deep = keys[-1] if len(keys) == 20 * 499 + 1 else keys[len(keys) // 2]
    of_crowd = Comment.objects.filter(article__in=made).values("article").annotate(n=Count("pk"))
    article = Article.objects.get(pk=of_crowd.order_by("-n").first()["article"])
    last = Comment.objects.visible().filter(article=article).order_by("created_at", "pk").last()
    talk = Article.objects.get(origin_id=CONVERSATIONS)
    root = Comment.objects.filter(article=talk, root=None).order_by("created_at", "pk")[25]
    answer = Comment.objects.in_thread().filter(root=root).last()
    day = timezone.localtime(made.latest_first()[30].published_at)
    number = made.order_by("pk")[500].headline.rpartition("(")[2].strip(")")
    return {
        "front page": "/",
        "section, first page": "/monde/",
        "section, page 500 (its middle)": f"/monde/?avant={deep}",
        "archive of a day": f"/archives/{day.year}/{day.month}/{day.day}/",
        "search, a word of one article": f"/recherche/?q={number}",
        "search, a word of most articles": "/recherche/?q=quartier",
        "search, three frequent words": "/recherche/?q=reforme+quartier+region",
        "search, filtered": "/recherche/?q=quartier&rubrique=monde&langue=fr&depuis=2020-01-01",
        "article with most comments": article.home_url,
        "its discussion, newest first": f"{article.home_url}commentaires/?tri=recents",
        "permalink to its last comment": last.get_absolute_url(),
        "article of long conversations": talk.home_url,
        "long conversations, further on": f"{talk.home_url}commentaires/?depuis={root.pk}",
        "long conversations, newest first": f"{talk.home_url}commentaires/?tri=recents",
        "one of its conversations": f"{talk.home_url}commentaires/?fil={root.pk}",
        "permalink to an answer in it": answer.get_absolute_url(),
        "source": newest.source.get_absolute_url(),
        "feed of the site": "/flux/atom.xml",
    }


def compare(small, large):
    fine = True
    print(f"{'page':<34} {'queries':>9}  {'small':>8}  {'large':>8}  times  {'large':>6}")
    for page, (asked, took, _kb) in small.items():
        more, longer, weight = large[page]
        is_as_fast = longer <= SLOWER * took or longer - took <= NOISE_MS
        ok = more <= asked + REMOVALS and is_as_fast and weight <= HEAVIEST_KB
        fine &= ok
        queries = str(asked) if asked == more else f"{asked} → {more}"
        print(
            f"{page:<34} {queries:>9}  {took:>5.0f} ms  {longer:>5.0f} ms  {longer / took:>5.1f}"
            f"  {weight:>3.0f} kB{'' if ok else '  ✗'}"
        )
    return fine


if __name__ == "__main__":
    main()

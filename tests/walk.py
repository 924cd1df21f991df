"""Save every page of the demo, so that two versions of the code can be compared page by page.

    python -m tests.walk /tmp/before            # on the old tree
    python -m tests.walk /tmp/after             # on the new tree
    diff -r /tmp/before /tmp/after

The demo is made in a database of its own with a fixed clock and fixed keys. It is walked as a reader
(in French, Arabic and English, private pages included) and as one colleague of each role. Each page
becomes a text file: status, headers, then one line per tag and one per text. White space that no
browser shows is left out; a space that a browser would show at the edge of a text is written as ␣.
"""

import argparse
import hashlib
import itertools
import os
import re
import secrets
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

HOST = "http://testserver"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
READERS_START = ["/", "/ar/", "/en/", "/robots.txt", "/sitemap.xml", "/sitemap-news.xml"]
STAFF = ["sofia", "zoe", "hicham", "ines", "admin"]
WALKERS = ["reader", "refused", *STAFF]
MOST_QUERY_WORDS = 2  # the admin's filters combine without end
INLINE = set("a abbr b bdi bdo br cite code del em i img input ins kbd label mark q s small span "
             "strong sub sup time u button select textarea output".split())  # fmt: skip
UNSTABLE_HEADERS = {"etag", "content-length", "last-modified", "expires", "date"}
PASSING = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1…"),
    (re.compile(r'(nonce=")[^"]*'), r"\1…"),
    (re.compile(r"('nonce-)[^']*"), r"\1…"),
    (re.compile(r"(/static/[\w/.-]+?)\.[0-9a-f]{12}(\.\w+)"), r"\1\2"),
]


def fix_the_clock_and_the_keys():
    """Patch the sources of time and chance; must run before Django's models are imported."""
    from django.utils import timezone

    numbers = itertools.count(1)

    def key(nbytes=32):
        digest = hashlib.sha256(str(next(numbers)).encode()).hexdigest()
        return (digest + digest)[: (nbytes * 4 + 2) // 3]

    secrets.token_urlsafe = key
    secrets.token_hex = lambda nbytes=32: (key(nbytes) * 2)[: nbytes * 2]
    timezone.now = lambda: NOW
    time.time = NOW.timestamp


def make_the_demo(folder):
    """Set Django up on a database of its own under `folder` and fill it."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"sqlite:///{folder}/walk.sqlite3",
        "MEDIA_URL_STORAGE": f"file://{folder}/media",
        "SECRET_KEY": "a-secret-of-the-walk-" + "x7Kq" * 10,
        "DEBUG": "no",
    }
    fix_the_clock_and_the_keys()
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("demo", stdout=nowhere)
    from articles.models import Article
    from portal import roles

    Article.objects.update(created_at=NOW)  # the database's own clock wrote it
    ines = User.objects.create(username="ines", first_name="Inès", is_staff=True)
    ines.groups.add(Group.objects.get(name=roles.WRITER))


def private_pages():
    """The addresses that only their owners know."""
    from comments.models import Comment, Notice, TrustedFlagger

    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    for language in ("", "/ar", "/en"):
        for comment in Comment.objects.order_by("pk"):
            yield f"{language}/suivi/{comment.follow_key}/"
        for notice in Notice.objects.order_by("pk"):
            yield f"{language}/alertes/{notice.follow_key}/"
        yield f"{language}/signaleurs/{flagger.key}/"


def refused_forms(client):
    """What a reader's forms answer to what they do not take: (name, response)."""
    from comments.models import Comment

    comment = Comment.objects.filter(state="published").order_by("pk").last()
    mine = Comment.objects.filter(state="pending").order_by("pk").first()
    judged = Comment.objects.filter(state="rejected").order_by("pk").last()
    article = mine.article
    texts = {
        "empty": "",
        "link": "Allez voir www.exemple.org !",
        "shout": "JE CRIE TRÈS FORT ICI MOI",
    }
    for language in ("", "/ar", "/en"):
        for name, text in texts.items():
            posts = {
                f"/commentaires/{article.pk}/": {"name": "Lina", "text": text},
                f"/commentaires/{comment.pk}/alerte/": {"explanation": text},
                f"/suivi/{mine.follow_key}/texte/": {"name": "Lina", "text": text},
                f"/suivi/{judged.follow_key}/recours/": {"text": text},
                f"/suivi/{judged.follow_key}/correction/": {"name": "Lina", "text": text},
                f"/signaler/{article.pk}/": {"message": text},
            }
            for address, data in posts.items():
                answer = client.post(language + address, data)
                yield f"POST {name} {language}{address}", answer


def walk(client, start, below="/", most_of_a_kind=40):
    """Yield (address, response) of all found from `start` on below one address, in a fixed order."""
    seen, kinds, waiting = set(), defaultdict(int), list(start)
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or kinds[kind] >= most_of_a_kind:
            continue
        if address.count("=") > MOST_QUERY_WORDS:
            continue
        seen.add(address)
        kinds[kind] += 1
        response = client.get(address)
        yield address, response
        found = set(links_of(address, response)) - seen
        waiting += sorted(there for there in found if there.startswith(below))


def kind_of(address):
    parts = urlsplit(address)
    names = ",".join(sorted(parse_qs(parts.query, keep_blank_values=True)))
    return re.sub(r"\d+|[0-9a-f]{40,}", "#", parts.path) + "?" + names


def links_of(address, response):
    if response.status_code in {301, 302}:
        pointed = [response["Location"]]
    elif re.search("html|xml", response.get("Content-Type", "")):
        pointed = re.findall(r'(?:href|src|action)="([^"]+)"', body_of(response))
        pointed += re.findall(r"<(?:loc|link)>([^<]+)<", body_of(response))
    else:
        return
    for target in pointed:
        target = target.replace("&amp;", "&").replace("http://localhost:8000", HOST)
        there, _fragment = urldefrag(urljoin(HOST + address, target))
        if there.startswith(HOST + "/") and "/static/" not in there and "/logout/" not in there:
            yield there.removeprefix(HOST)


def body_of(response):
    if not hasattr(response, "_walked"):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        response._walked = content.decode("utf-8", "replace")
    return response._walked


def as_text(response):
    """The page as lines: status, headers, tags and texts."""
    yield f"STATUS {response.status_code}"
    for name, value in sorted(response.items()):
        if name.lower() not in UNSTABLE_HEADERS:
            yield f"{name}: {steady(value)}"
    for name in sorted(response.cookies):
        yield f"Set-Cookie: {name}"
    yield ""
    kind = response.get("Content-Type", "")
    if "html" in kind:
        yield from lines_of_html(steady(body_of(response)))
    elif re.search("xml|json|text|javascript", kind):
        yield from (line.strip() for line in steady(body_of(response)).splitlines() if line.strip())
    else:
        yield f"{len(body_of(response))} bytes of {kind}"


def steady(text):
    for pattern, instead in PASSING:
        text = pattern.sub(instead, text)
    return text


def lines_of_html(text):
    import html5lib

    walker = html5lib.getTreeWalker("etree")
    tokens = list(walker(html5lib.parse(text, treebuilder="etree")))
    kept, verbatim = [], 0
    for token in tokens:
        kind = token["type"]
        if kind in {"Characters", "SpaceCharacters"}:
            if kept and kept[-1][0] == "text":
                kept[-1][1] += token["data"]
            else:
                kept.append(["text", token["data"], verbatim > 0])
        elif kind in {"StartTag", "EmptyTag"}:
            attributes = "".join(
                f' {name}="{" ".join(value.split())}"'
                for (_space, name), value in sorted(token["data"].items(), key=str)
            )
            kept.append(["tag", f"<{token['name']}{attributes}>", token["name"]])
            verbatim += kind == "StartTag" and token["name"] in {"textarea", "pre"}
        elif kind == "EndTag":
            verbatim -= token["name"] in {"textarea", "pre"}
            kept.append(["end", f"</{token['name']}>", token["name"]])
    edge = ["tag", "", "body"]
    for before, this, after in zip([edge, *kept], kept, [*kept[1:], edge], strict=False):
        if this[0] != "text":
            yield this[1]
        elif this[2]:
            yield repr(this[1])
        else:
            words = " ".join(re.split(r"[ \t\r\n\f]+", this[1].strip(" \t\r\n\f")))
            left = "␣" if this[1][0] in " \t\r\n\f" and before[2] in INLINE else ""
            right = "␣" if this[1][-1] in " \t\r\n\f" and after[2] in INLINE else ""
            if words:
                yield left + words + right
            elif left and right:
                yield "␣"


def save(folder, who, address, response):
    name = re.sub(r"[^\w.?=&-]", "_", address.strip("/")) or "_"
    if len(name) > 120:
        name = name[:100] + hashlib.sha256(name.encode()).hexdigest()[:16]
    place = folder / who / f"{name}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"{address}\n" + "\n".join(as_text(response)) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", type=Path, help="where the pages go; made if need be, must be empty"
    )
    parser.add_argument(
        "--who",
        nargs="*",
        default=WALKERS,
        choices=WALKERS,
        help="walk as these only (default: all)",
    )
    options = parser.parse_args()
    folder = options.folder
    if folder.exists() and any(folder.iterdir()):
        parser.error(f"{folder} is not empty")
    with tempfile.TemporaryDirectory(prefix="portal-walk-") as temporary:
        make_the_demo(temporary)
        from django.contrib.auth.models import User
        from django.db import transaction
        from django.test import Client

        for who in options.who:
            client, count = Client(raise_request_exception=False), 0
            with transaction.atomic():
                if who in STAFF:
                    client.force_login(User.objects.get(username=who))
                    pages = walk(client, ["/admin/"], below="/admin/", most_of_a_kind=4)
                elif who == "reader":
                    pages = walk(client, [*READERS_START, *private_pages()])
                else:
                    pages = refused_forms(client)
                for count, (address, response) in enumerate(pages, 1):
                    save(folder, who, address, response)
                    if count % 100 == 0:
                        print(f"{who}: {count} pages", file=sys.stderr, flush=True)
                transaction.set_rollback(True)
            print(f"{who}: {count} pages")


if __name__ == "__main__":
    main()

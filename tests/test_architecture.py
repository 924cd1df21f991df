"""What holds for every page and every file, those added tomorrow included."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import django
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from articles.models import TAKEN_ADDRESSES, HousePage
from comments.models import Notice, Suspension, TrustedFlagger, own_address
from tests import cast
from tests.comments.register.pages import register_pages

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent


def test_django_is_the_version_we_build_on():
    """A stray pin elsewhere can pull Django down in silence."""
    assert django.VERSION[:2] == (6, 1)
    assert django.VERSION >= (6, 1, 3)


def test_pins_have_hashes_and_no_address():
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-uv.txt",
        "requirements-audit.txt",
    ):
        pins = (ROOT / name).read_text()
        assert "://" not in pins
        assert "--index" not in pins
        packages = re.findall(r"^[a-z].*==", pins, re.MULTILINE)
        assert len(packages) == len(
            re.findall(r"^[a-z].*\\\n    --hash=sha256:", pins, re.MULTILINE)
        )


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


LONGEST_FILE, LONGEST_LINE, MOST_MODULES = 300, 120, 16
LONGER = {"comments/rules/link_rule/doubtful_links.py"}  # ARCHITECTURE.md says why


def test_no_line_of_a_template_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("templates/*")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_no_python_file_is_longer_than_one_idea():
    lengths = {
        str(path.relative_to(ROOT)): path.read_text().count("\n")
        for path in tracked("*.py")
        if "/migrations/" not in str(path)
    }
    assert {name for name, lines in lengths.items() if lines > LONGEST_FILE} == LONGER


def test_no_room_holds_more_modules_than_a_newcomer_can_survey():
    rooms = Counter(path.parent for path in tracked("*.py") if path.name != "__init__.py")
    crowded = {
        str(room.relative_to(ROOT)): count
        for room, count in rooms.items()
        if count > MOST_MODULES and room.name not in {"models", "migrations"}
    }
    assert crowded == {}


def test_no_template_holds_inline_style_or_script():
    """But the mails: they have no style sheet that would be fetched from us."""
    inline = re.compile(r'\sstyle="|<style|<script>|javascript:|\son[a-z]+="')
    pages = [path for path in tracked("templates/*.html") if path.parent.name != "mail"]
    found = [path for path in pages if inline.search(path.read_text())]
    assert found == []


def test_every_template_passes_unescaped_only_what_was_cleaned():
    """`|safe` stands on a comment's rendered HTML and on a layout's own fields, nowhere else."""
    allowed = {"comment.html|safe", "reply.html|safe", "fields|safe"}
    for path in tracked("templates/*.html"):
        for expression in re.findall(r"\{\{ *([^}]*\|safe)", path.read_text()):
            assert expression in allowed, f"{path.name}: {expression}"


@pytest.mark.slow
def test_every_mark_safe_gives_its_reason_beside_it():
    for path in tracked("*.py"):
        for line in path.read_text().splitlines():
            if re.search(r"\bmark_safe\(", line) and "tests/" not in str(path):
                assert re.search(r"# noqa: S308, \w+", line), f"{path.name}: {line.strip()}"


def patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


OWN_PAGES = [
    f"comments:{name}"
    for name in "follow_up proof edit mend withdraw appeal follow_replies add_address own_data own_erasure renew".split()
]


@pytest.fixture
def public_pages(db, settings):
    """One address for each public pattern of the URLconf; a new pattern must be added here."""
    settings.METRICS_FROM = ["127.0.0.1"]
    settings.SECURITY_CONTACT = "mailto:securite@exemple.org"
    comment = cast.a_published_comment(email="lina@exemple.org", wants_replies=True)
    article, notice = comment.article, cast.a_notice(comment)
    day = timezone.localtime(article.published_at)
    image, topic, author = cast.an_image(), cast.a_topic(article), cast.an_author(article)
    flagger = TrustedFlagger.objects.create(name="Vigie", email="vigie@exemple.org")
    mine, theirs = [comment.follow_key], [notice.follow_key]
    sanction = cast.a_suspension(comment).pk
    about = {"notice": notice, "reasons": "Sans objet.", "by": cast.sofia()}
    Notice.objects.filter(pk=notice.pk).update(email="zele@exemple.org")
    notice.refresh_from_db()
    answered = Suspension.objects.impose("warn", **about).pk
    for kind in HousePage.Kind:
        HousePage.objects.create(kind=kind, body="<p>Des mots.</p>")
    return {
        "healthz": "/healthz",
        "readyz": "/readyz",
        "metrics": "/metrics",
        "robots": "/robots.txt",
        "security_txt": "/.well-known/security.txt",
        "manifest": "/manifest.webmanifest",
        "sitemap": "/sitemap.xml",
        "sitemap_news": "/sitemap-news.xml",
        "sitemap_pages": "/sitemap-pages.xml",
        "sitemap_month": f"/sitemap-{article.published_at.year}-{article.published_at.month}.xml",
        "home": "/",
        "archives": "/archives/",
        "archives_year": f"/archives/{article.published_at.year}/",
        "archives_month": f"/archives/{day:%Y}/{day.month}/",
        "archives_day": f"/archives/{day:%Y}/{day.month}/{day.day}/",
        "feeds": "/flux/",
        "site_feed": "/flux/rss.xml",
        "media": image.whole["src"],
        "card": article.card_url,
        "search": "/recherche/?q=bibliotheques",
        "corrections": "/corrections/",
        "corrections_feed": "/corrections/flux/atom.xml",
        "topics": "/themes/",
        "topic": topic.get_absolute_url(),
        "topic_feed": f"/themes/{topic.pk}/flux/rss.xml",
        "source": article.source.get_absolute_url(),
        "author_feed": f"/auteurs/{author.pk}/flux/rss.xml",
        "source_feed": f"/sources/{article.source.pk}/flux/feed.json",
        "author": author.get_absolute_url(),
        "about": "/qui-sommes-nous/",
        "contact": "/contact/",
        "legal_notice": "/mentions/",
        "privacy": "/confidentialite/",
        "reading": "/lecture/",
        "offline_worker": "/hors-ligne.js",
        "accessibility": "/accessibilite/",
        "report": f"/signaler/{article.pk}/",
        "discussion": f"{article.get_absolute_url()}commentaires/",
        "article_text": article.text_url,
        "article_ninjs": article.ninjs_url,
        "comments:links": reverse("comments:links"),
        "comments:count": reverse("comments:count", args=[article.pk]),
        "comments:permalink": comment.get_absolute_url(),
        "section_feed": f"/{article.section.slug}/flux/atom.xml",
        "comments_feed": f"/flux/commentaires/{article.pk}/feed.json",
        "section": article.section.get_absolute_url(),
        "article": article.get_absolute_url(),
        "comments:charter": "/charte/",
        "comments:charter_version": "/charte/1/",
        "comments:charter_json": "/charte/charte.json",
        **register_pages(day.date()),
        **{name: reverse(name, args=mine) for name in OWN_PAGES},
        "comments:new": reverse("comments:new", args=[article.pk]),
        "comments:notice": reverse("comments:notice", args=[comment.pk]),
        "comments:notice_data": reverse("comments:notice_data", args=theirs),
        "comments:renew_notice": reverse("comments:renew_notice", args=theirs),
        "comments:notice_follow_up": reverse("comments:notice_follow_up", args=theirs),
        "comments:notice_appeal": reverse("comments:notice_appeal", args=theirs),
        "comments:notice_sanction_appeal": reverse(
            "comments:notice_sanction_appeal", args=[*theirs, answered]
        ),
        "comments:sanction_appeal": reverse("comments:sanction_appeal", args=[*mine, sanction]),
        "comments:own_address": reverse(
            "comments:own_address", args=[own_address.token_of(comment, comment.email)]
        ),
        "comments:subscription": reverse("comments:subscription", args=[comment.subscription.key]),
        "comments:trusted_flagger": reverse("comments:trusted_flagger", args=[flagger.key]),
        "comments:trusted_notice": reverse(
            "comments:trusted_notice", args=[flagger.key, comment.pk]
        ),
    }


@pytest.mark.slow
def test_every_public_pattern_is_walked(public_pages):
    named = {
        entry.name
        for where, entry in patterns(get_resolver())
        if entry.name and "admin" not in where
    }
    walked = {name.removeprefix("comments:") for name in public_pages}
    assert named == walked | {"policy_reports"}  # no page: it takes what browsers report


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_no_public_page_sets_a_cookie_and_every_one_carries_the_policy(
    client, public_pages, language
):
    for name, address in public_pages.items():
        if language and (
            "." in address.split("/")[1]
            or name in {"healthz", "readyz", "metrics", "media", "card"}
        ):
            continue  # one for all languages
        response = client.get(language + address, follow=True)
        assert response.status_code == 200, (name, response.status_code)
        assert not response.cookies, name
        assert "Cookie" not in response.get("Vary", ""), name
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "require-trusted-types-for 'script'" in policy, name
        assert "nonce" not in policy, f"{name} asks for a nonce: no cache could keep it"
        assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.slow
def test_private_pages_are_kept_by_no_cache_and_indexed_by_no_engine(client, public_pages):
    for name in ("follow_up", "notice_follow_up", "subscription", "trusted_flagger"):
        response = client.get(public_pages[f"comments:{name}"])
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.slow
def test_public_pages_may_be_kept_by_any_cache(client, public_pages):
    for name in ("home", "section", "article", "comments:charter"):
        response = client.get(public_pages[name])
        assert "public" in response["Cache-Control"]
        again = client.get(public_pages[name], headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304, name
        assert client.head(public_pages[name])["ETag"] == response["ETag"], "as for GET"


# Signing in, and what leads to it.
FOR_STRANGERS = {f"account_{act}" for act in ("login", "logout", "inactive")}
FOR_STRANGERS |= {"login", "logout", "choose_password", None}


def admin_pages():
    for where, entry in patterns(get_resolver()):
        if "admin/" in where and entry.name not in FOR_STRANGERS:
            yield "/" + re.sub(r"<[^>]+>", "1", where).replace("^", "").replace("$", "")


@pytest.mark.slow
def test_the_whole_admin_refuses_a_stranger(db):
    walked = 0
    for address in admin_pages():
        if "(" in address or "\\" in address:
            continue
        for method in ("get", "post"):
            response = getattr(Client(), method)(address)
            assert response.status_code in {301, 302, 403}, (address, response.status_code)
            if response.status_code == 302:
                assert "/login/" in response["Location"]
            walked += 1
    assert walked > 40


def test_no_section_takes_a_first_word_of_the_portals_own_addresses():
    """A section of that name could not be reached, or would take a private page's place."""
    firsts = {where.split("/")[0] for where, _entry in patterns(get_resolver()) if "/" in where}
    own = {first for first in firsts if first and not set(first) & set("<(^")}
    assert own <= TAKEN_ADDRESSES

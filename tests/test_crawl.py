"""Every page of the demo, as a crawler finds it: each link leads somewhere, each page is whole and valid."""

import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from itertools import pairwise
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests import cast
from tests.crawler import crawl, html_pages, links_of

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

# Elements the HTML standard has and html5lib, older than they are, does not know.
SINCE_HTML5LIB = {"expected-doctype-but-got-start-tag"}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """{address: Page} of all that is found from the front pages on, by links, sources and feeds."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast.demo()
        yield crawl(Client())
        transaction.set_rollback(True)


def test_the_crawl_saw_each_kind_of_page(site):
    assert len(html_pages(site)) > 200
    for sort in ("/themes/", "/sources/", "/auteurs/", "/archives/", "/recherche/", "/corrections/",
                 "/mentions/", "/cartes/", "/media/images/", "/flux/commentaires/", "/charte/", "/signaler/"):  # fmt: skip
        assert any(sort in address for address in site), sort


def test_no_link_is_broken(site):
    broken = {
        address: page.response.status_code
        for address, page in site.items()
        if page.response.status_code not in {200, 301, 302}
        # A form's own address answers a POST; asked for by GET it leads back.
        and page.response.status_code != 405
    }
    assert broken == {}


def test_no_link_leads_to_a_place_that_is_not_on_its_page(site):
    missing = []
    for page in html_pages(site):
        for address, fragment in links_of(page):
            there = site.get(address)
            if not fragment or there is None or not there.is_html:
                continue
            if there.response.status_code == 200 and f'id="{fragment}"' not in there.text:
                missing.append((page.address, address, fragment))
    missing = [each for each in missing if each[2] != "bilan"]  # of a refused form alone
    assert missing == []


def test_every_page_has_one_heading_of_the_first_level(site):
    assert [p.address for p in html_pages(site) if len(p.all(r"<h1[\s>]")) != 1] == []


def test_no_page_skips_a_level_of_heading(site):
    skipped = []
    for page in html_pages(site):
        levels = [int(level) for level in page.all(r"<h([1-6])[\s>]")]
        if any(after > before + 1 for before, after in pairwise(levels)):
            skipped.append((page.address, levels))
    assert skipped == []


CARD = r'<article class="(?:carte|resultat|tete)(.*?)</article>'
DRAWN = re.compile(r"/dessins/[a-z]+-(\d)-")


def test_no_two_neighbouring_cards_bear_the_same_drawn_palette(site):
    alike, drawn = [], 0
    for page in html_pages(site):
        cards = re.findall(CARD, page.text, re.DOTALL)
        palettes = [DRAWN.findall(card)[:1] for card in cards]
        drawn += sum(map(len, palettes))
        alike += [page.address for one, other in pairwise(palettes) if one and one == other]
    assert alike == []
    assert drawn > 10


def test_every_page_that_may_be_indexed_has_its_own_title_description_and_address(site):
    seen, told = defaultdict(set), defaultdict(set)
    for page in html_pages(site):
        title = page.one(r"<title>([^<]+)</title>")
        assert title, page.address
        assert title.strip() == title, page.address
        if not page.is_indexed:
            continue
        canonical = page.one(r'<link rel="canonical" href="([^"]+)"')
        assert canonical, page.address
        assert canonical.startswith(settings.SITE_URL), page.address
        description = page.one(r'<meta name="description" content="([^"]+)"')
        assert description, page.address
        language = page.one(r'<html lang="(\w+)"')
        told[language, description].add(canonical)
        seen[language, title].add(canonical)
    assert {title: where for title, where in seen.items() if len(where) > 1} == {}
    assert {words: where for words, where in told.items() if len(where) > 1} == {}


def test_the_address_a_page_calls_its_own_is_there_and_calls_itself_so(site):
    for page in html_pages(site):
        if not page.is_indexed:
            continue
        own = page.one(r'<link rel="canonical" href="([^"]+)"').replace("&amp;", "&")
        there = site[own.removeprefix(settings.SITE_URL)]
        assert there.response.status_code == 200, page.address
        assert f'rel="canonical" href="{own.replace("&", "&amp;")}"' in there.text


def test_every_indexed_page_says_to_other_sites_what_it_says_itself(site):
    for page in html_pages(site):
        if not page.is_indexed:
            continue
        told = dict(page.all(r'<meta property="og:(\w+)" content="([^"]+)"'))
        assert {"type", "description", "locale"} <= set(told), page.address
        assert told["url"] == page.one(r'<link rel="canonical" href="([^"]+)"'), page.address
        assert told["title"] in page.one(r"<title>([^<]+)</title>"), page.address


def test_translations_name_each_other(site):
    for page in html_pages(site):
        for language, address in page.all(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"'):
            there = site[address.removeprefix(settings.SITE_URL).replace("&amp;", "&")]
            assert there.response.status_code == 200, (page.address, language)


def test_no_page_asks_another_site_for_anything(site):
    for page in html_pages(site):
        asked = page.all(r'(?:src|srcset)="([^"]+)"')
        asked += page.all(
            r'<link rel="(?:stylesheet|preload|icon|prefetch|preconnect)" href="([^"]+)"'
        )
        for address in asked:
            assert not urlsplit(address).netloc, (page.address, address)


def test_no_page_sets_a_cookie(site):
    assert [address for address, page in site.items() if page.response.cookies] == []


def test_an_unchanged_page_costs_nothing_the_second_time(site):
    client = Client()
    for page in list(site.values())[::6]:
        tag = page.response.get("ETag")
        if page.response.status_code != 200 or "no-store" in page.response.get("Cache-Control", ""):
            continue
        if page.address.startswith(("/media/", "/cartes/")):
            assert "max-age" in page.response["Cache-Control"]
            continue
        assert tag, page.address
        again = client.get(page.address, headers={"If-None-Match": tag})
        if again.status_code == 200:  # the hour turned since the crawl: forms bear its stamp
            again = client.get(page.address, headers={"If-None-Match": again["ETag"]})
        assert again.status_code == 304, page.address


# Inline elements: without a space, a browser without our style runs the words of two neighbours together.
GLUED = re.compile(
    r"\w</(?:a|abbr|b|bdi|em|small|span|strong|time)>(?:<(?:a|abbr|b|bdi|em|small|span|strong|time)\b[^>]*>)+\w"
)
EMPTY = re.compile(r"<(nav|aside|section|header|footer|ul|ol|dl)\b[^>]*>\s*</\1>")


def test_without_our_style_words_stay_apart_and_no_landmark_is_empty(site):
    found = {p.address: GLUED.findall(p.text) + EMPTY.findall(p.text) for p in html_pages(site)}
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_every_picture_says_its_size_and_has_words_or_none_on_purpose(site):
    for page in html_pages(site):
        for tag in page.all(r"<img\s[^>]+>"):
            assert re.search(r'\swidth="\d+"\sheight="\d+"', tag), (page.address, tag)
            assert re.search(r'\salt="', tag), (page.address, tag)


def test_articles_tell_machines_all_they_should(site):
    told = 0
    for page in html_pages(site):
        for block in page.all(r'<script type="application/ld\+json">(.*?)</script>'):
            things = {thing["@type"]: thing for thing in json.loads(block)["@graph"]}
            (kind,) = [kind for kind in things if kind.endswith("NewsArticle")]
            article = things[kind]
            for name in ("headline", "datePublished", "dateModified", "author", "publisher", "image",
                         "inLanguage", "articleSection", "mainEntityOfPage", "isAccessibleForFree"):  # fmt: skip
                assert article.get(name), (page.address, name)
            assert re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", article["datePublished"]
            )
            for author in article["author"]:
                assert author["@type"] in {"Person", "Organization", "NewsMediaOrganization"}
                if "url" in author:
                    assert author["url"].removeprefix(settings.SITE_URL) in site
            for image in article["image"]:
                assert image["url"].startswith(settings.SITE_URL)
            assert len(things["BreadcrumbList"]["itemListElement"]) == 3
            told += 1
    assert told > 20


def test_every_feed_and_map_is_well_formed(site):
    read = 0
    for page in site.values():
        if "xml" in page.kind:
            root = ElementTree.fromstring(page.content)
            assert len(root), page.address
            read += 1
        elif "json" in page.kind:
            assert json.loads(page.content), page.address
            read += 1
    assert read > 60


def test_every_map_lists_pages_that_are_there(site):
    for page in site.values():
        if "/sitemap" in page.address and "xml" in page.kind:
            for address in page.all(r"<loc>([^<]+)<"):
                there = site[address.removeprefix(settings.SITE_URL)]
                assert there.response.status_code == 200, address


def test_html_is_valid_to_a_strict_parser(site):
    for page in html_pages(site):
        if page.address.startswith(("/ar/", "/en/")) and page.address.count("/") > 3:
            continue  # the same templates
        parser = html5lib.HTMLParser()
        parser.parse(page.text)
        faults = [
            (where, what) for where, what, _data in parser.errors if what not in SINCE_HTML5LIB
        ]
        assert faults == [], page.address
        ids = page.all(r'\sid="([^"]+)"')
        assert sorted(set(ids)) == sorted(ids), page.address


def test_html_is_valid_to_the_w3cs_checker(site, tmp_path):
    """Where Java and vnu.jar (npm's vnu-jar; VNU_JAR says where) are present."""
    jar = os.environ.get("VNU_JAR")
    if not jar or not shutil.which("java"):
        pytest.skip("no Java, or no VNU_JAR")
    for number, page in enumerate(html_pages(site)):
        (tmp_path / f"{number}.html").write_text(f"{page.text}\n<!-- {page.address} -->")
    checked = subprocess.run(
        ["java", "-jar", jar, "--errors-only", "--format", "json", str(tmp_path)],
        capture_output=True, text=True,
    )  # fmt: skip
    messages = json.loads(checked.stderr)["messages"]
    assert sorted({message["message"] for message in messages}) == []

"""Feeds, site maps and structured data: the same items for every machine, and nothing readers may not see."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from unittest import mock

import feedparser
import pytest
from django.utils import timezone

from tests import cast

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FORMS = ("rss.xml", "atom.xml", "feed.json")
HOST = "http://localhost:8000"


@pytest.fixture
def dispatch(db):
    """An English dispatch with a comment, a draft and an embargoed piece beside it."""
    source = cast.map_agency()
    source.home_page = "https://www.mapnews.ma/"
    source.save()
    article = cast.an_article(
        section=cast.le_fil(),
        source=source,
        language="en",
        headline="Morocco & France </script> talk",
        body='<p>They met. See <a href="/charte/">the charter</a>.</p>',
        dateline_place="Paris",
        published_at=cast.DISPATCH_TIME,
    )
    cast.a_published_comment(article=article, text="Un avis publié.")
    cast.an_article(is_draft=True, headline="Un brouillon secret")
    cast.an_article(headline="Sous embargo", embargo_until=timezone.now() + timedelta(hours=1))
    return article


def ids_of(client, address):
    """Return {form: the ids of its items}."""
    found = {}
    for form in FORMS:
        response = client.get(f"{address}{form}")
        assert response.status_code == 200, form
        if form == "rss.xml":
            items = ET.fromstring(response.content).iter("item")
            found[form] = [item.findtext("guid") for item in items]
        elif form == "atom.xml":
            entries = ET.fromstring(response.content).iter(f"{ATOM}entry")
            found[form] = [entry.findtext(f"{ATOM}id") for entry in entries]
        else:
            found[form] = [item["id"] for item in json.loads(response.content)["items"]]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "/ar", "/en"])
def test_the_three_forms_say_the_same_items_by_permanent_ids(client, dispatch, language):
    other = cast.an_article()
    for address in ("/flux/", "/le-fil/flux/", f"/flux/commentaires/{dispatch.pk}/"):
        found = ids_of(client, language + address)
        assert found["rss.xml"] == found["atom.xml"] == found["feed.json"], address
        assert len(found["rss.xml"]) == len(set(found["rss.xml"])) > 0
        for key in found["rss.xml"]:
            assert re.fullmatch(r"tag:localhost,\d{4}-\d\d-\d\d:(article|comment)/\d+", key)
    before = ids_of(client, "/flux/")
    other.slug, other.section = "une-autre-adresse", cast.tribune()
    other.save()
    assert ids_of(client, "/flux/") == before, "an id outlives the address"


def test_rss_is_what_readers_programs_expect(client, dispatch):
    response = client.get("/flux/rss.xml")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert response["Link"] == f'<{HOST}/flux/rss.xml>; rel="self"'
    channel = ET.fromstring(response.content).find("channel")
    for name in ("title", "link", "description", "lastBuildDate", f"{ATOM}link"):
        assert channel.find(name) is not None, name
    item = channel.find("item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert parsedate_to_datetime(item.findtext("pubDate")) == cast.DISPATCH_TIME
    assert item.find("pubDate").text.startswith("Sat, 02 Jan 2021")
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Maghreb Arabe Presse"
    assert item.find("author") is None, "an e-mail address is asked there"
    assert item.find("source").get("url") == "https://www.mapnews.ma/"
    assert item.findtext("{http://purl.org/rss/1.0/modules/slash/}comments") == "1"
    assert f'<a href="{HOST}/charte/">' in item.findtext(CONTENT)
    assert item.findtext(CONTENT).startswith("<p>Paris – They met.")


@pytest.mark.slow
def test_atom_moves_its_updates_only_for_what_a_reader_would_call_a_change(client, dispatch):
    def entry():
        feed = ET.fromstring(client.get("/flux/atom.xml").content)
        assert feed.findtext(f"{ATOM}updated")
        assert feed.find(f"{ATOM}author") is not None
        return feed.find(f"{ATOM}entry")

    before = entry()
    assert before.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    replies = next(e for e in before.iter(f"{ATOM}link") if e.get("rel") == "replies")
    assert replies.get("{http://purl.org/syndication/thread/1.0}count") == "1"
    dispatch.body = "<p>They met again.</p>"
    dispatch.save()
    assert entry().findtext(f"{ATOM}updated") == before.findtext(f"{ATOM}updated")
    dispatch.updated_at = timezone.now()
    dispatch.save()
    assert entry().findtext(f"{ATOM}updated") != before.findtext(f"{ATOM}updated")
    assert entry().findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published")


def test_json_feed_says_its_version_and_each_items_language(client, dispatch):
    response = client.get("/flux/feed.json")
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{HOST}/flux/feed.json"
    (item,) = feed["items"]
    assert item["language"] == "en"
    assert item["authors"] == [{"name": "Maghreb Arabe Presse"}]
    assert datetime.fromisoformat(item["date_published"]) == cast.DISPATCH_TIME
    assert item["title"] == "Morocco & France </script> talk"


@pytest.mark.slow
def test_no_feed_and_no_map_tells_what_readers_may_not_see(client, dispatch):
    cast.a_comment(article=dispatch, text="Un avis qui attend.")
    now = timezone.now()
    month = f"/sitemap-{now.year}-{now.month}.xml"
    addresses = [
        *(f"{place}{form}" for form in FORMS for place in ("/flux/", "/societe/flux/")),
        *(f"/flux/commentaires/{dispatch.pk}/{form}" for form in FORMS),
        "/sitemap.xml", "/sitemap-news.xml", "/sitemap-2021-1.xml", "/sitemap-pages.xml", month,
    ]  # fmt: skip
    for address in addresses:
        told = client.get(address).text
        for secret in ("brouillon", "Sous embargo", "sous-embargo", "qui attend"):
            assert secret not in told, address


@pytest.mark.slow
def test_feeds_and_maps_are_kept_by_caches_and_answer_304(client, dispatch):
    for address in ("/flux/rss.xml", "/flux/feed.json", "/sitemap.xml", "/robots.txt"):
        response = client.get(address)
        assert "public" in response["Cache-Control"], address
        again = client.get(address, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304, address


@pytest.mark.parametrize(
    "address",
    ["/flux/opml.xml", "/rien/flux/rss.xml", "/flux/commentaires/999/rss.xml",
     "/sitemap-2021-13.xml", "/sitemap-1999-1.xml", "/sitemap-0-1.xml"],
)  # fmt: skip
def test_what_is_not_there_answers_404(client, dispatch, address):
    assert client.get(address).status_code == 404


@pytest.mark.slow
def test_the_maps_lead_to_every_article_at_its_one_address(client, dispatch):
    arabic = cast.an_article(language="ar", headline="خبر بالعربية")
    index = ET.fromstring(client.get("/sitemap.xml").content)
    maps = [each.text.removeprefix(HOST) for each in index.iter(f"{MAP}loc")]
    told = [
        each.text.removeprefix(HOST)
        for address in maps
        for each in ET.fromstring(client.get(address).content).iter(f"{MAP}loc")
    ]
    assert dispatch.home_url in told
    assert arabic.home_url in told
    assert arabic.home_url.startswith("/ar/")
    for address in told:
        assert client.get(address).status_code == 200, address


def test_the_news_map_holds_two_days_in_each_articles_own_language(client, dispatch):
    fresh = cast.an_article(language="en", headline="Fresh & true")
    urls = list(ET.fromstring(client.get("/sitemap-news.xml").content))
    assert len(urls) == 1, "the dispatch is years old"
    news = urls[0].find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}title") == "Fresh & true"
    said = datetime.fromisoformat(news.findtext(f"{NEWS}publication_date"))
    assert abs(said - fresh.published_at) < timedelta(seconds=1)


def test_robots_are_told_where_the_maps_are(client, db):
    told = client.get("/robots.txt").text
    assert "Disallow: /admin/" in told
    assert f"Sitemap: {HOST}/sitemap.xml" in told


def structured(client, article):
    page = client.get(article.home_url).text
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return {thing["@type"]: thing for thing in json.loads(told)["@graph"]}


@pytest.mark.slow
def test_an_article_tells_machines_what_it_tells_readers(client, dispatch):
    told = structured(client, dispatch)
    article = told["ReportageNewsArticle"]
    assert article["headline"] == "Morocco & France </script> talk"
    assert article["datePublished"] == "2021-01-02T11:43:00+01:00"
    assert article["inLanguage"] == "en"
    assert article["author"] == [
        {
            "@type": "Organization",
            "name": "Maghreb Arabe Presse",
            "url": f"{HOST}{dispatch.source.get_absolute_url()}",
            "sameAs": "https://www.mapnews.ma/",
        }
    ]
    assert article["publisher"]["@type"] == "NewsMediaOrganization"
    assert article["dateline"] == "Paris"
    assert article["commentCount"] == 1
    assert [step["name"] for step in told["BreadcrumbList"]["itemListElement"]] == [
        "Accueil", "Le Fil", "Morocco & France </script> talk",
    ]  # fmt: skip


def test_an_opinion_is_said_to_be_one_and_its_author_a_person(client, db):
    article = cast.an_article(section=cast.tribune())
    article.credits.create(name="Une autrice", kind="person")
    told = structured(client, article)["OpinionNewsArticle"]
    assert told["author"] == [{"@type": "Person", "name": "Une autrice"}]
    assert "sourceOrganization" not in told


@pytest.mark.slow
def test_a_page_shared_shows_its_headline_and_its_one_address(client, dispatch):
    page = client.get(f"/en{dispatch.home_url}").text
    assert f'<meta property="og:url" content="{HOST}{dispatch.home_url}">' in page
    assert '<meta property="og:locale" content="en_GB">' in page
    assert f'href="/en/flux/commentaires/{dispatch.pk}/atom.xml"' in page


@pytest.mark.slow
@pytest.mark.parametrize("form", ["rss.xml", "atom.xml"])
def test_a_second_reader_finds_every_feed_in_order(client, db, form):
    article = cast.an_article(source=cast.map_agency(), section=cast.le_fil(), headline="Zinnia")
    topic = cast.a_topic(article)
    article.correct(kind="correction", note="Zinnia, non dahlia.", by=cast.hicham())
    cast.a_published_comment(article=article)
    for where in (
        "/flux/", "/ar/flux/", "/le-fil/flux/", f"/themes/{topic.pk}/flux/",
        f"/sources/{article.source_id}/flux/", "/corrections/flux/", f"/flux/commentaires/{article.pk}/",
    ):  # fmt: skip
        read = feedparser.parse(client.get(where + form).content)
        assert not read.bozo, (where, read.get("bozo_exception"))
        (entry,) = read.entries
        assert entry.id.startswith("tag:"), where
        assert entry.title, where
        assert entry.link.startswith("http://localhost:8000/"), where
        assert entry.published_parsed, where


def test_a_feed_of_corrections_leads_to_each_on_its_article(client, db):
    article = cast.an_article(headline="Zinnia")
    correction = article.correct(kind="clarification", note="Au pluriel.", by=cast.hicham())
    (item,) = client.get("/corrections/flux/feed.json").json()["items"]
    assert item["url"] == f"http://localhost:8000{article.home_url}#correction-{correction.pk}"
    assert item["title"] == "Précision : Zinnia"
    article.return_to_draft()
    assert client.get("/corrections/flux/feed.json").json()["items"] == []


def test_an_empty_feed_does_not_change_from_one_minute_to_the_next(client, db):
    article = cast.an_article()
    address = f"/flux/commentaires/{article.pk}/atom.xml"
    first = client.get(address)
    later = timezone.now() + timedelta(minutes=1)
    with mock.patch("django.utils.timezone.now", return_value=later):
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.slow
def test_the_page_of_feeds_leads_to_every_one_of_them(client, db):
    article = cast.an_article()
    topic = cast.a_topic(article)
    page = client.get("/flux/").text
    found = set(re.findall(r'href="(/[^"]*(?:rss\.xml|atom\.xml|feed\.json))" type', page))
    assert f"/themes/{topic.pk}/flux/atom.xml" in found
    assert f"/{article.section.slug}/flux/rss.xml" in found
    assert {"/flux/rss.xml", "/corrections/flux/feed.json"} <= found
    for address in found:
        assert client.get(address).status_code == 200, address

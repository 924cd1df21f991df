"""Whoever opens a feed in a browser reads what it is, its address and its items; programs read what they always did."""

import xml.etree.ElementTree as ET

import feedparser
import pytest
from django.templatetags.static import static

from portal.feeds.for_people import OpenedInBrowsers
from tests import cast

FORMS = ["rss.xml", "atom.xml"]
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def article(db):
    return cast.an_article(
        headline="Deux rives & un pont", standfirst="La passerelle n'est pas « fermée »."
    )


@pytest.mark.once
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("language", "words"),
    [("", "Ceci est un flux"), ("/ar", "هذه خلاصة"), ("/en", "This is a feed")],
)
def test_a_feed_says_what_it_is_and_the_address_to_copy(client, article, language, words, form):
    address = f"{language}/flux/{form}"
    content = client.get(address).content
    assert f'<?xml-stylesheet href="{static("feed.css")}" type="text/css"?>'.encode() in content
    feed = ET.fromstring(content)
    header = feed.find(f".//{XHTML}header")
    assert header.findtext(f"{XHTML}h1").startswith(words)
    assert header.find(f"{XHTML}input").get("value") == f"http://localhost:8000{address}"
    assert header.get("dir") == ("rtl" if language == "/ar" else "ltr")
    assert "n'est pas" in "".join(feed.itertext()), "as a browser shows it, without «&#x27;»"
    (link,) = feed.findall(f".//{XHTML}time/../{XHTML}a")
    assert link.text == article.headline
    assert link.get("href").endswith(article.home_url)


@pytest.mark.once
@pytest.mark.parametrize("form", FORMS)
def test_programs_read_the_titles_and_links_they_always_did(client, article, form):
    read = feedparser.parse(client.get(f"/flux/{form}").content)
    assert not read.bozo
    assert read.feed.title == "Le Portail"
    assert read.feed.link == "http://localhost:8000/"
    (entry,) = read.entries
    assert entry.title == "Deux rives & un pont"
    assert entry.link.endswith(article.home_url)
    assert entry.summary == "La passerelle n'est pas « fermée »."


def answered(address, headers, **asked):
    """The headers with which a feed of these headers leaves the site."""
    told = {}

    def application(_environ, start_response):
        start_response("200 OK", headers)
        return [b""]

    def start(_status, left):
        told.update(left)

    OpenedInBrowsers(application)({"PATH_INFO": address, **asked}, start)
    return told


@pytest.mark.once
def test_a_browser_that_opens_a_feed_shows_it_and_does_not_save_it():
    own = [("Content-Type", "application/rss+xml; charset=utf-8"), ("Vary", "Accept-Encoding")]
    opened = answered("/flux/rss.xml", own, HTTP_SEC_FETCH_DEST="document")
    assert opened["Content-Type"] == "application/xml; charset=utf-8"
    for asked in ({}, {"HTTP_SEC_FETCH_DEST": "empty"}):
        assert answered("/flux/rss.xml", own, **asked) == {
            "Content-Type": "application/rss+xml; charset=utf-8",
            "Vary": "Accept-Encoding, Sec-Fetch-Dest",
        }
    assert answered("/charte/", own, HTTP_SEC_FETCH_DEST="document") == dict(own)

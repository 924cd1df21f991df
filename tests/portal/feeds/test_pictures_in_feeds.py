"""Feeds show each article's picture: its photograph, else the card that bears its drawing."""

import json
import xml.etree.ElementTree as ET

import feedparser
import pytest

from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]
MEDIA = "{http://search.yahoo.com/mrss/}content"
HOST = "http://localhost:8000"


def pictures(client):
    """Return what each form says of the picture of its one article."""
    rss = ET.fromstring(client.get("/flux/rss.xml").content).find("channel/item")
    atom = feedparser.parse(client.get("/flux/atom.xml").content).entries[0]
    item = json.loads(client.get("/flux/feed.json").content)["items"][0]
    media = rss.find(MEDIA)
    enclosures = [link for link in atom.links if link.rel == "enclosure"]
    return media, enclosures, item.get("image")


def test_a_drawn_picture_goes_into_each_feed_as_the_png_of_its_card(client):
    article = cast.an_article(kicker="Europe")
    media, enclosures, image = pictures(client)
    card = HOST + article.card_url
    assert media.attrib == {
        "url": card, "type": "image/png", "medium": "image", "width": "1200", "height": "630",
    }  # fmt: skip
    assert [(link.href, link.type) for link in enclosures] == [(card, "image/png")]
    assert image == card
    answer = client.get(article.card_url)
    assert answer["Content-Type"] == "image/png"


def test_a_photograph_goes_before_the_drawing(client):
    article = cast.an_article(lead_image=cast.an_image(), lead_image_is_decorative=True)
    media, enclosures, image = pictures(client)
    photograph = HOST + article.lead_image.whole["src"]
    assert (media.get("url"), media.get("type")) == (photograph, "image/jpeg")
    assert [(link.href, link.type) for link in enclosures] == [(photograph, "image/jpeg")]
    assert image == photograph


def test_an_opinion_without_a_photograph_has_none(client):
    cast.an_article(section=cast.tribune())
    media, enclosures, image = pictures(client)
    assert media is None
    assert enclosures == []
    assert image is None

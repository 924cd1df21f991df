"""An article for machines and networks: ninjs, plain text, the drawn card, the hub that is told."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

import jsonschema
import PIL.Image
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from articles.models import Correction
from portal.feeds import websub
from portal.pages import social_card
from tests import cast

pytestmark = pytest.mark.once

SCHEMA = json.loads((Path(__file__).parents[2] / "corpus/ninjs/ninjs-schema_3.1.json").read_text())


def a_full_article(**words):
    article = cast.an_article(
        source=cast.map_agency(), kicker="Sécurité", standfirst="Un chapô.", dateline_place="Paris",
        lead_image=cast.an_image(caption="Le port."), lead_image_alt="Un port.", **words,
    )  # fmt: skip
    cast.an_author(article)
    cast.a_topic(article)
    article.correct(kind=Correction.Kind.CORRECTION, note="Faux.", by=cast.hicham())
    return article


@pytest.mark.slow
@pytest.mark.parametrize("make", [cast.an_article, a_full_article])
def test_an_article_as_ninjs_is_valid(client, db, make):
    article = make()
    answer = client.get(article.ninjs_url)
    item = answer.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(item)
    assert item["uri"].endswith(article.home_url)
    assert item["headlines"][0]["value"] == article.headline


@pytest.mark.slow
def test_ninjs_tells_all_there_is(client, db):
    item = client.get(a_full_article(origin_id="map:1").ninjs_url).json()
    assert item["located"] == "Paris"
    assert item["by"] == "Salma Idrissi"
    assert item["people"] == [{"name": "Salma Idrissi", "rel": "author"}]
    assert item["infoSources"] == [{"name": "Maghreb Arabe Presse"}]
    assert item["subjects"] == [{"name": "Bibliothèques", "rel": "about"}]
    assert item["associations"][0]["by"] == "Photo : Rédaction"
    assert "Faux." in item["trustIndicators"][0]["title"]
    assert item["altIds"] == [{"role": "origin", "value": "map:1"}]


def test_the_validator_would_refuse_what_the_schema_does_not_know(client, db):
    item = client.get(cast.an_article().ninjs_url).json()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({**item, "mood": "joyful"})


@pytest.mark.slow
def test_an_article_as_text_has_its_words_and_no_markup(client, db):
    article = a_full_article(body="<p>L’eau &amp; le sel.</p><h2>Suite</h2><p>La <em>fin</em>.</p>")
    answer = client.get(article.text_url)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Paris – L’eau & le sel.\n\nSuite\n\nLa fin." in answer.text
    assert "Salma Idrissi" in answer.text
    assert "<" not in answer.text
    assert article.home_url in answer.text


def pixels(content):
    picture = PIL.Image.open(BytesIO(content))
    assert picture.size == (1200, 630)
    return picture.convert("L")


CARD = {"kicker": "Rubrique", "source": "MAP", "day": "samedi 2 janvier 2021", "site": "Le Portail"}


def ink(picture, box):
    """How many dark points there are in a part of a card."""
    return sum(picture.crop(box).histogram()[:120])


LEFT, RIGHT = (60, 130, 400, 420), (800, 130, 1140, 420)


@pytest.mark.slow
def test_a_french_card_begins_at_the_left_and_an_arabic_one_at_the_right():
    french = pixels(social_card.drawn(headline="Un titre", language="fr", **CARD))
    arabic = pixels(social_card.drawn(headline="عنوان قصير", language="ar", **CARD))
    assert ink(french, LEFT) > 1000
    assert ink(french, RIGHT) == 0
    assert ink(arabic, RIGHT) > 1000
    assert ink(arabic, LEFT) == 0


def test_arabic_letters_are_joined_and_brackets_turned():
    runs = social_card._runs("سلام (IPSE)", "newsreader-romain", 60, 560)
    shown = "".join(run for run, _font in runs)
    assert "(IPSE)" in shown
    assert shown.endswith("\ufeb3\ufefc\ufee1"[::-1]) or "\ufefc" in shown, (
        "the lam-alef is one sign"
    )
    assert not set("سلام") & set(shown), "no letter stands alone in its isolated form"


def test_no_letter_of_a_card_is_missing_from_its_fonts():
    words = "Quarante bibliothèques, à Sète : « l’eau » ? Œuvre… 12 % أربعون مكتبة على الضفتين في 2021 (IPSE)"
    for run, font in social_card._runs(words, social_card.ROMAN, 60, 560):
        missing = bytes(font.getmask("\uffff"))  # the box that stands for what a font has not
        assert [sign for sign in run if bytes(font.getmask(sign)) == missing] == [], font.getname()


@pytest.mark.slow
def test_a_long_headline_gets_smaller_and_never_runs_over():
    long = pixels(
        social_card.drawn(headline="Un titre qui n’en finit pas " * 12, language="fr", **CARD)
    )
    assert ink(long, (1122, 130, 1200, 420)) == 0, "the margin stays free"
    assert ink(long, (60, 440, 400, 500)) == 0, "and the place above the date"


@pytest.mark.slow
def test_the_card_is_the_articles_and_an_old_address_leads_to_the_newest(client, db):
    article = cast.an_article()
    first = client.get(article.card_url)
    assert first["Content-Type"] == "image/png"
    pixels(b"".join(first.streaming_content))
    old = article.card_url
    article.headline = "Un autre titre"
    article.save()
    assert client.get(old)["Location"] == article.card_url
    assert f'content="http://localhost:8000{article.card_url}"' in client.get(article.home_url).text


class Hub(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.heard.append(parse_qs(self.rfile.read(length).decode()))
        self.send_response(self.server.answers)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def hub(settings, db):
    """A hub on loopback, and the site that names it."""
    server = HTTPServer(("127.0.0.1", 0), Hub)
    server.heard, server.answers = [], 204
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/"
    cache.delete(websub.TOLD)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_the_hub_is_told_once_of_what_is_new(hub):
    cast.an_article(section=cast.le_fil())
    assert websub.tell_the_hub() > 0
    assert websub.tell_the_hub() == 0
    (heard,) = hub.heard
    assert heard["hub.mode"] == ["publish"]
    assert "http://localhost:8000/flux/atom.xml" in heard["hub.url"]
    assert "http://localhost:8000/ar/le-fil/flux/feed.json" in heard["hub.url"]
    cast.an_article(published_at=timezone.now())
    call_command("tick", stdout=open("/dev/null", "w"))  # noqa: SIM115
    assert len(hub.heard) == 2


@pytest.mark.slow
def test_an_embargo_is_told_to_the_hub_at_its_end_and_not_before(hub):
    end = timezone.now() + timedelta(hours=1)
    cast.an_article(embargo_until=end)
    assert websub.tell_the_hub(end - timedelta(seconds=1)) == 0
    assert websub.tell_the_hub(end + timedelta(seconds=1)) > 0


@pytest.mark.slow
def test_a_hub_that_fails_is_told_again(hub):
    cast.an_article()
    hub.answers = 500
    assert websub.tell_the_hub() == 0
    hub.answers = 204
    assert websub.tell_the_hub() > 0


@pytest.mark.slow
def test_feeds_name_their_hub_and_themselves(hub, client):
    for form in ("rss.xml", "atom.xml", "feed.json"):
        answer = client.get(f"/flux/{form}")
        hubs = f'<http://localhost:8000/flux/{form}>; rel="self", <{hub_address(hub)}>; rel="hub"'
        assert answer["Link"] == hubs
        assert hub_address(hub) in answer.text


def hub_address(hub):
    return f"http://127.0.0.1:{hub.server_port}/"


def test_without_a_hub_nobody_is_told(db, settings, client):
    settings.WEBSUB_HUB = ""
    cast.an_article()
    assert websub.tell_the_hub() == 0
    assert "hub" not in client.get("/flux/rss.xml")["Link"]

"""The picture that comes with a dispatch: taken within limits and with words, or left out and said why."""

import json

import pytest
from django.core.management import call_command

from articles.intake import polling
from articles.models import Article, Image, Wire, WireItem
from tests import cast
from tests.articles.intake.test_fetch import serving

pytestmark = pytest.mark.once

SAID = {"description_text": "Des bateaux rentrent au port de Sète.", "byline": "Une Photographe"}


def a_dispatch(href, number=1, **picture):
    picture = {"type": "picture", "renditions": {"full": {"href": href, "width": 900}}, **SAID, **picture}  # fmt: skip
    return {
        "uri": f"urn:adr:{number}", "type": "text", "version": "1", "language": "fr", "headline": f"La côte {number}",
        "body_html": f"<p>La côte a rouvert aux pêcheurs, la {number}e fois.</p>", "pubstatus": "usable",
        "versioncreated": "2026-01-02T10:00:00Z", "associations": {"main": picture},
    }  # fmt: skip


def polled(picture, *, takes=True, content=None, status=200, inside=True, **words):
    """Ask a wire of one dispatch, whose picture that server answers with; return the article."""
    told = {}

    def behave(request):
        if request.path == "/wire":
            request.answer(body=json.dumps(a_dispatch(f"{told['at']}/photo.jpg", **words)).encode())
        else:
            request.answer(status, picture)

    with serving(behave) as (address, place, asked):
        told["at"] = address if inside else "http://10.0.0.7"
        wire = Wire.objects.create(
            name="ADR", source=cast.map_agency(), section=cast.le_fil(), address=f"{address}/wire",
            publishes=True, takes_pictures=takes,
        )  # fmt: skip
        from django.test import override_settings

        with override_settings(WIRE_ALLOWED_HOSTS=[place]):
            polling.poll(wire)
    told["asked"] = [path for path, _headers in asked]
    return Article.objects.get(), told["asked"]


@pytest.mark.slow
def test_a_picture_comes_with_its_caption_its_credit_and_words_for_those_who_do_not_see(db, client):
    article, _asked = polled(cast.a_picture())
    image = article.lead_image
    assert (image.caption, image.credit) == (SAID["description_text"], "Une Photographe")
    assert article.lead_image_alt == SAID["description_text"]
    page = client.get(article.home_url).text
    assert image.whole["src"] in page
    assert client.get(image.card["src"]).status_code == 200


@pytest.mark.slow
def test_an_alternative_text_of_the_agencys_own_comes_first(db):
    article, _asked = polled(cast.a_picture(), altText="Trois chalutiers bleus.")
    assert article.lead_image_alt == "Trois chalutiers bleus."


@pytest.mark.slow
def test_none_is_asked_for_where_the_newsroom_did_not_choose_so(db):
    article, asked = polled(cast.a_picture(), takes=False)
    assert (article.lead_image, asked) == (None, ["/wire"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"picture": b"%PDF-1.4 no picture"}, "kind"),
        ({"picture": b"", "status": 404}, "answered 404"),
        ({"picture": b"", "inside": False}, "inside"),
        ({"picture": None, "description_text": ""}, "nothing says what it shows"),
        ({"picture": None, "description_text": "IMG_2034.jpg"}, "name"),
    ],
)
def test_what_cannot_be_shown_is_left_out_with_its_reason_and_the_dispatch_stays(db, case, said):
    picture = case.pop("picture")
    article, _asked = polled(cast.a_picture() if picture is None else picture, **case)
    assert article.lead_image is None
    assert article.is_visible
    assert not Image.objects.exists()
    reason = WireItem.objects.get().reason
    assert "its picture was left out" in reason
    assert said in reason


@pytest.mark.slow
def test_a_picture_beside_its_file_is_taken_and_none_outside_the_directory(db, tmp_path):
    cast.map_agency(), cast.le_fil()
    depot = tmp_path / "depot"
    depot.mkdir()
    (tmp_path / "secret.jpg").write_bytes(cast.a_picture(colour="#aa0000"))
    (depot / "photo.jpg").write_bytes(cast.a_picture())
    (depot / "1.json").write_text(json.dumps(a_dispatch("photo.jpg", 1)))
    (depot / "2.json").write_text(json.dumps(a_dispatch("../secret.jpg", 2)))
    call_command("ingest", "MAP", str(depot), "--pictures", "--publish")
    first, second = Article.objects.order_by("headline")
    assert first.lead_image
    assert second.lead_image is None
    assert Image.objects.count() == 1


@pytest.mark.slow
def test_the_picture_an_editor_chose_is_not_replaced(db):
    article, _asked = polled(cast.a_picture())
    ours = cast.an_image()
    Article.objects.filter(pk=article.pk).update(lead_image=ours, lead_image_alt="La nôtre.")
    Wire.objects.all().delete()
    again, _asked = polled(cast.a_picture(colour="#aa0000"), number=1, description_text="Une autre vue.")  # fmt: skip
    assert again.lead_image == ours

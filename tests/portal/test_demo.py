"""The demo: the dispatch as it was published, and a site worth seeing; twice is once."""

import re
import tomllib
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, Image
from comments.models import Appeal, Comment, Decision, Event, Notice
from portal.demo import pictures
from portal.demo.dispatch import DISPATCH, read_dispatch
from portal.demo.pictures import town
from portal.management.commands.demo import CONTENT
from tests import cast
from tests.portal.signin.conftest import code_of, give_code, give_password, opens

pytestmark = pytest.mark.once


def words(text):
    return " ".join(text.split())


def test_the_dispatch_is_read_as_published_without_its_furniture():
    dispatch = read_dispatch()
    assert dispatch.headline == (
        "Morocco, Strong Link in Fight Against Terrorism and Leading Partner for Europe (IPSE)"
    )
    assert dispatch.source == "MAP"
    assert dispatch.published_at == cast.DISPATCH_TIME
    assert dispatch.dateline_place == "Paris"
    paragraphs = re.findall(r"<p>(.*?)</p>", dispatch.body)
    assert len(paragraphs) == 10
    assert paragraphs[0].startswith("Morocco, which has paid a heavy price")
    assert paragraphs[-1].endswith("of the North Atlantic Treaty Organization, he stressed.")
    page = DISPATCH.read_text(encoding="utf-8")
    copy = page[page.index("Morocco, which") : page.index("Source :")]
    assert words(unescape(" ".join(paragraphs))) == words(copy), "not a word more or less"
    assert "Alerter" not in dispatch.body


@pytest.mark.slow
def test_the_demo_fills_a_site_and_changes_nothing_twice(client, db):
    told = StringIO()
    call_command("demo", "--second-factor", stdout=told)
    shown = re.findall(r"^  (\w+) +(\S+)   ([A-Z2-7]{32})   ", told.getvalue(), re.MULTILINE)
    assert [name for name, _password, _seed in shown] == ["sofia", "paul", "zoe", "hicham", "admin"]
    for name, password, seed in shown:
        browser = Client()
        give_password(browser, name, password)
        assert not opens(browser, "/admin/")
        give_code(browser, code_of(seed))
        assert opens(browser, "/admin/")
    assert Article.objects.visible().count() >= 13
    assert set(Article.objects.values_list("language", flat=True)) == {"fr", "ar", "en"}
    states = set(Comment.objects.values_list("state", flat=True))
    assert states == {"pending", "published", "rejected", "removed", "withdrawn"}
    assert "Le meilleur de la discussion" in client.get("/").text
    assert Notice.objects.open().exists()
    assert Appeal.objects.open().exists()
    assert Image.objects.count() == len(pictures.PICTURES) == 10, "ten different pictures"
    for image in Image.objects.all():
        assert image.caption
        shown = Article.objects.visible().filter(lead_image=image)
        assert shown, f"no article shows « {image.caption} »"
        assert image.credit == pictures.CREDITS[shown.order_by("pk")[0].language]
        assert all(a.lead_image_alt and not a.lead_image_is_decorative for a in shown)

    models = (Article, Image, Comment, Decision, Notice, Appeal, Event)
    before = [model.objects.count() for model in models]
    told = StringIO()
    call_command("demo", stdout=told)
    assert [model.objects.count() for model in models] == before
    assert "Sign-in" not in told.getvalue(), "passwords are printed once"
    call_command("check_log", stdout=StringIO())


def test_pictures_are_set_on_articles_that_the_demo_has():
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    known = {row["key"] for row in content["articles"]}
    shown = [key for picture in pictures.PICTURES for key in picture.alts]
    assert set(shown) <= known
    assert len(shown) == len(set(shown)), "an article has one picture"


@pytest.mark.slow
@pytest.mark.parametrize("draw", [town.medina, town.square])
def test_a_picture_is_the_same_each_time(draw):
    assert draw() == draw()

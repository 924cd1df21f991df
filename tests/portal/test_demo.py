"""The demo: the dispatch as it was published, and a site worth seeing; twice is once."""

import re
from html import unescape
from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import Article
from comments.models import Appeal, Comment, Decision, Event, Notice
from portal.demo.dispatch import DISPATCH, read_dispatch
from tests import cast

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
    call_command("demo", stdout=told)
    passwords = re.findall(r"^  (\w+) +(\S+) ", told.getvalue(), re.MULTILINE)
    assert [name for name, _password in passwords] == ["sofia", "paul", "zoe", "hicham", "admin"]
    for name, password in passwords:
        assert client.login(username=name, password=password)
    assert Article.objects.visible().count() >= 13
    assert set(Article.objects.values_list("language", flat=True)) == {"fr", "ar", "en"}
    states = set(Comment.objects.values_list("state", flat=True))
    assert states == {"pending", "published", "rejected", "removed", "withdrawn"}
    assert Notice.objects.open().exists()
    assert Appeal.objects.open().exists()

    models = (Article, Comment, Decision, Notice, Appeal, Event)
    before = [model.objects.count() for model in models]
    told = StringIO()
    call_command("demo", stdout=told)
    assert [model.objects.count() for model in models] == before
    assert "Sign-in" not in told.getvalue(), "passwords are printed once"
    call_command("check_log", stdout=StringIO())

"""A page of error gives back what was typed, in a form that sends it again."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from comments.door import stamp
from comments.models import Comment
from tests import cast

pytestmark = pytest.mark.django_db
TEXT = "Merci pour cet article.\n\nJe garde <ses> chiffres & ses cartes."


@pytest.fixture
def form(monkeypatch):
    monkeypatch.setattr("comments.door.stamp.age_of", lambda *args: stamp.Age.RIPE)
    article = cast.an_article()
    address = f"/articles/{article.pk}/commentaires/"
    return address, {"name": "Nadia B.", "text": TEXT, "stamp": stamp.stamp_for(article.pk)}


def sent_again(answer):
    """Return (address, fields) of the form on a page of error, as a browser would send it."""
    page = answer.text
    action = re.search(r'<form class="renvoi" method="post" action="([^"]+)"', page)[1]
    from html import unescape

    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S
    ):
        fields[name] = value
    return unescape(action), {name: unescape(value) for name, value in fields.items()}


def away(*_args, **_options):
    raise OperationalError("the database is away")


@pytest.mark.slow
def test_a_comment_that_met_an_outage_is_sent_by_the_page_itself(client, form, monkeypatch):
    address, fields = form
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.get", away)
        answer = client.post(address, fields)
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    again, given_back = sent_again(answer)
    assert again == address
    assert given_back == fields
    assert client.post(again, given_back).status_code == 302
    assert Comment.objects.get().text == TEXT


def test_whoever_met_an_outage_on_a_page_may_try_that_page_again(client, db, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.first", away)
        patch.setattr("django.db.models.query.QuerySet.get", away)
        answer = client.get("/ar/recherche/?q=eau&tri=pertinents")
    assert answer.status_code == 503
    assert 'href="/ar/recherche/?q=eau&amp;tri=pertinents">إعادة المحاولة' in answer.text


def test_whoever_finds_no_turn_gets_their_text_back(form):
    address, fields = form
    answer = Client().post(address, fields, **{"portal.no_turn": True})
    assert answer.status_code == 503
    assert sent_again(answer) == (address, fields)


def test_a_failure_of_ours_gives_the_text_back_too(client, form, monkeypatch):
    client.raise_request_exception = False
    address, fields = form

    def broken(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("django.db.models.query.QuerySet.get", broken)
    answer = client.post(address, fields)
    assert answer.status_code == 500
    assert sent_again(answer) == (address, fields)


def test_a_page_in_one_language_alone_has_no_empty_list_of_languages(client, db):
    assert 'aria-label="Langues"' in client.get("/charte/").text
    assert 'aria-label="Langues"' not in client.get("/nulle-part/").text


def test_a_password_is_never_written_into_a_page():
    fields = {"login": "hicham", "password": "un mot de passe avec des espaces"}
    answer = Client().post("/admin/login/", fields, **{"portal.no_turn": True})
    assert answer.status_code == 503
    assert "mot de passe avec" not in answer.text
    assert "renvoi" not in answer.text


def test_a_page_that_was_only_asked_for_offers_no_form():
    answer = Client().get("/?q=un+mot", **{"portal.no_turn": True})
    assert "renvoi" not in answer.text
    assert "Rechargez celle-ci dans quelques secondes" in answer.text

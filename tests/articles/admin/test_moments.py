"""Dates in the hour that comes twice: nothing moves by itself, and a typed one is asked about."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import RequestFactory

from articles import wires
from articles.admin.moments import MomentField
from articles.intake import ingest
from articles.models import Article, Breaking, Pick
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Paris, before the clock goes back
SECOND = FIRST + timedelta(hours=1)  # 02:30 again
DATES = ("published_at", "embargo_until", "updated_at")
TYPED = {"_0": "25/10/2026", "_1": "02:30:00"}


@pytest.fixture
def editor(client, db):
    client.force_login(cast.hicham())
    return client


def stored(article):
    return Article.objects.get(pk=article.pk)


@pytest.mark.slow
@pytest.mark.parametrize("at", [FIRST, SECOND, FIRST.replace(microsecond=654321)])
@pytest.mark.parametrize("with_choice", [True, False])
def test_a_date_that_nobody_changed_keeps_its_instant(editor, at, with_choice):
    article = cast.an_article(published_at=at, embargo_until=at, updated_at=at)
    typed = desk.opened(editor, article)
    if not with_choice:
        typed = {name: typed[name] for name in typed if not name.endswith("_which")}
    assert desk.save(editor, article, typed, headline="Autre titre").status_code == 302
    now = stored(article)
    assert now.headline == "Autre titre"
    assert [getattr(now, name) for name in DATES] == [at] * 3
    assert {line.act for line in article.revisions.all()} == {"kept", "written"}


@pytest.mark.slow
@pytest.mark.parametrize("name", DATES)
def test_a_typed_hour_that_comes_twice_is_asked_about_and_either_can_be_chosen(editor, name):
    article = cast.an_article(published_at=FIRST - timedelta(days=9))
    typed = desk.opened(editor, article) | {name + end: word for end, word in TYPED.items()}
    asked = desk.save(editor, article, typed)
    assert "Cette heure vient deux fois ce jour-là" in asked.text
    assert "la première fois (UTC+02:00)" in asked.text
    assert "la seconde fois (UTC+01:00)" in asked.text
    again = desk.fields_of(asked)
    for which, instant in (("0", FIRST), ("1", SECOND)):
        again |= {f"{name}_which": which}
        assert desk.save(editor, article, again).status_code == 302
        assert getattr(stored(article), name) == instant
        again = desk.opened(editor, article)
        assert again[f"{name}_which"] == which
    (line, *_older) = article.revisions.all()
    if name != "updated_at":
        assert "02:30:00 (UTC+02:00) → 25 octobre 2026 02:30:00 (UTC+01:00)" in line.note


@pytest.mark.slow
def test_an_hour_that_the_clock_skips_is_refused_in_plain_words(editor):
    article = cast.an_article()
    typed = desk.opened(editor, article)
    answer = desk.save(editor, article, typed, published_at_0="29/03/2026", published_at_1="02:30")
    assert "Cette heure n’existe pas ce jour-là" in answer.text
    assert "choisir" not in answer.context["adminform"].form["published_at"].as_widget()


@pytest.mark.slow
def test_the_working_copy_keeps_the_choice(editor):
    article = cast.an_article(published_at=SECOND)
    typed = desk.opened(editor, article) | {"headline": "Autre"}
    editor.post(f"{desk.ARTICLES}{article.pk}/copie/", {**typed, "typed": "yes"})
    again = desk.fields_of(desk.resumed(editor, article))
    assert again["published_at_which"] == "1"
    assert desk.save(editor, article, again).status_code == 302
    assert stored(article).published_at == SECOND


def test_a_banner_and_a_pick_may_end_in_that_hour(editor):
    until = {"until_0": "25/10/2026", "until_1": "02:30:00", "until_which": "1"}
    since = {"since_0": "25/10/2026", "since_1": "01:00:00"}
    typed = {"text": "Séisme", **since, **until}
    assert editor.post("/admin/articles/breaking/add/", typed).status_code == 302
    assert Breaking.objects.get().until == SECOND
    typed = {"article": cast.an_article().pk, "place": 1, "order": 1, **until}
    assert editor.post("/admin/articles/pick/add/", typed).status_code == 302
    assert Pick.objects.get().until == SECOND


@pytest.mark.slow
def test_the_front_page_desk_asks_too_and_moves_no_end_by_itself(editor):
    at = SECOND.replace(year=2026, second=42)
    pick = Pick.objects.create(article=cast.an_article(), until=at)
    page = editor.get("/admin/une/")
    assert "la seconde fois (UTC+01:00)" in page.text
    form = page.context["form"]
    typed = {
        "picks-TOTAL_FORMS": 1, "picks-INITIAL_FORMS": 1, "picks-0-id": pick.pk, "seen": page.context["seen"],
        "picks-0-place": 2, "picks-0-order": 1, "picks-0-until": "2026-10-25T02:30",
    }  # fmt: skip
    assert 'value="2026-10-25T02:30"' in str(form.forms[0]["until"])
    assert editor.post("/admin/une/", typed).status_code == 302
    pick.refresh_from_db()
    assert (pick.place, pick.until) == (2, at)
    typed |= {
        "picks-0-until": "2026-10-25T02:31",
        "seen": editor.get("/admin/une/").context["seen"],
    }
    assert "Cette heure vient deux fois" in editor.post("/admin/une/", typed).text
    assert editor.post("/admin/une/", {**typed, "picks-0-until_which": "0"}).status_code == 302
    pick.refresh_from_db()
    assert pick.until == FIRST + timedelta(minutes=1)


@pytest.mark.slow
def test_a_dispatch_that_came_in_that_hour_can_be_edited(editor):
    content = json.dumps(
        {"uri": "urn:x:1", "type": "text", "version": "1", "language": "fr", "headline": "La côte",
         "body_html": "<p>Un.</p>", "versioncreated": "2026-10-25T02:30:00+01:00"}
    ).encode()  # fmt: skip
    (dispatch,) = wires.read(content)
    article = ingest.take_in(
        dispatch, source=cast.map_agency(), section=cast.le_fil(), publish=True
    ).article
    assert article.published_at == SECOND
    typed = desk.opened(editor, article)
    assert desk.save(editor, article, typed, headline="La côte rouverte").status_code == 302
    assert stored(article).published_at == SECOND
    day = "published_at__year=2026&published_at__month=10&published_at__day=25"
    assert "La côte rouverte" in editor.get(f"{desk.ARTICLES}?{day}").text


def test_every_date_and_time_of_the_admin_is_this_field(db):
    request = RequestFactory().get("/")
    request.user = User.objects.create(username="root", is_superuser=True, is_staff=True)
    found = {
        (model.__name__, name): type(field)
        for model, desk_of_it in admin.site._registry.items()
        for name, field in desk_of_it.get_form(request, model(), change=True).base_fields.items()
        if isinstance(field, (forms.DateTimeField, forms.SplitDateTimeField))
    }
    assert {("Article", "published_at"), ("Pick", "until"), ("User", "date_joined")} <= set(found)
    assert set(found.values()) == {MomentField}

"""The front page, the languages of the interface, the errors, and what machines ask."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone, translation

from portal.checks import names_of_migrations
from portal.pages.dates import as_time_element as moment
from portal.pages.dates import in_few_letters, in_words
from portal.pages.site import PAPER
from tests import cast
from tests.portal.cache.queries import asked


def test_the_front_page_leads_to_the_wire_and_the_lead(client, db):
    dispatch = cast.an_article(
        section=cast.le_fil(), source=cast.map_agency(), headline="Une dépêche"
    )
    lead = cast.an_article(headline="Le grand récit", standfirst="Six ans de chantier.")
    page = client.get("/").text
    assert f'href="{dispatch.get_absolute_url()}"' in page
    assert "Le grand récit" in page
    assert page.count(f'href="{lead.get_absolute_url()}"') == 1, "no story twice"


def test_the_front_page_of_an_empty_site_says_so(client, db):
    assert "Rien n’est encore publié" in client.get("/").text


@pytest.mark.slow
def test_the_number_of_queries_of_the_front_page_is_the_same_for_any_number_of_articles(client, db):
    for number in range(5):
        cast.an_article(section=cast.le_fil(), standfirst="Un chapô.", headline=f"Dépêche {number}")
        cast.an_article(standfirst="Un chapô.", headline=f"Récit {number}")
    client.get("/")  # once for what is kept some minutes: the most discussed
    few = len(asked(client, "/"))
    for number in range(6):
        cast.an_article(section=cast.le_fil(), standfirst="Un chapô.", headline=f"Suite {number}")
        cast.an_article(standfirst="Un chapô.", headline=f"Autre récit {number}")
    assert len(asked(client, "/")) == few


@pytest.mark.slow
def test_a_piece_and_its_translation_do_not_both_stand_on_the_front_page(client, db):
    french = cast.an_article(headline="Les bibliothèques", standfirst="Un chapô.")
    english = cast.an_article(
        headline="The libraries", standfirst="A standfirst.", language="en", translation_of=french
    )
    assert "The libraries" not in client.get("/").text
    assert "Les bibliothèques" not in client.get("/en/").text
    english.return_to_draft()
    assert "Les bibliothèques" in client.get("/en/").text, "a draft twin hides nothing"


def test_arabic_pages_run_from_right_to_left(client, db):
    page = client.get("/ar/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "نوفمبر" in page or "20" in page


def test_accept_language_never_changes_a_page(client, db):
    response = client.get("/", headers={"Accept-Language": "ar"})
    assert '<html lang="fr"' in response.text
    assert "Accept-Language" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "samedi 2\u00a0janvier 2021 à 11:43"),
        ("ar", "السبت 2 يناير 2021 على الساعة 11:43"),
        ("en", "Saturday 2 January 2021 at 11:43"),
    ],
)
def test_dates_are_written_as_newspapers_write_them(language, words):
    with translation.override(language):
        assert in_words(cast.DISPATCH_TIME).lower() == words.lower()


def test_a_moment_tells_machines_its_offset_by_the_zone_and_the_season():
    assert 'datetime="2021-01-02T11:43:00+01:00"' in moment(cast.DISPATCH_TIME)
    summer = cast.DISPATCH_TIME.replace(month=7)
    assert "+02:00" in moment(summer)


def test_the_first_of_the_month_is_written_1er():
    first = cast.DISPATCH_TIME.replace(day=1)
    assert "1<sup>er</sup>\u00a0janvier" in moment(first)
    assert "1er" in in_words(first)
    assert "1er" not in in_words(cast.DISPATCH_TIME.replace(day=21))


def test_an_unknown_address_answers_404_in_the_language_of_the_address(client, db):
    for address, words in {
        "/nulle-part/": "Cette porte ne donne sur rien",
        "/ar/nulle-part/": 'lang="ar" dir="rtl"',
    }.items():
        response = client.get(address)
        assert response.status_code == 404
        assert words in response.text


def test_a_form_in_a_foreign_charset_gets_a_plain_400_not_a_500(client, db):
    article = cast.an_article()
    response = client.generic(
        "POST",
        f"/articles/{article.pk}/commentaires/",
        "text=caf%E9".encode("latin-1"),
        content_type="application/x-www-form-urlencoded; charset=iso-8859-1",
    )
    assert response.status_code == 400
    assert "Nous n’avons pas pu lire cet envoi" in response.text


def test_a_body_far_too_long_gets_a_plain_refusal(client, db):
    article = cast.an_article()
    response = client.post(f"/articles/{article.pk}/commentaires/", {"text": "a" * 1_500_000})
    assert response.status_code in {400, 413}
    assert "Nous n’avons pas pu lire cet envoi" in response.text


def test_a_failure_is_told_without_the_database(client, db, monkeypatch):
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr("articles.models.Article.objects.visible", broken)
    response = client.get("/")
    assert response.status_code == 500
    assert "C’est nous, pas vous" in response.text
    assert "gone" not in response.text


def test_machines_are_told_whether_the_site_is_alive_and_ready(client, db, monkeypatch):
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ok\n"

    MigrationRecorder(connection).record_unapplied(
        "comments", max(name for app, name in names_of_migrations() if app == "comments")
    )
    told = client.get("/readyz")
    assert (told.status_code, told.text) == (503, "migrations missing\n")

    def unreachable(connection):
        raise DatabaseError("gone")

    monkeypatch.setattr("portal.checks.MigrationRecorder", unreachable)
    told = client.get("/readyz")
    assert (told.status_code, told.text) == (503, "database unreachable\n")


@pytest.mark.slow
def test_an_article_of_the_future_appears_at_its_instant_with_no_worker(client, db, monkeypatch):
    soon = timezone.now() + timedelta(hours=2)
    article = cast.an_article(headline="Demain", standfirst="Un chapô.", published_at=soon)
    assert "Demain" not in client.get("/").text
    assert client.get(article.get_absolute_url()).status_code == 404
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon + timedelta(seconds=1))
    assert "Demain" in client.get("/").text
    assert client.get(article.get_absolute_url()).status_code == 200


def test_while_the_database_is_away_a_page_says_when_to_come_back(client, db, monkeypatch):
    def away(language):
        raise OperationalError("connection refused")

    monkeypatch.setattr("portal.pages.front.page", away)
    closed = client.get("/")
    assert closed.status_code == 503
    assert closed["Retry-After"] == "120"
    assert "Fermé pour quelques minutes" in closed.text
    assert "no-store" in closed["Cache-Control"]
    assert "connection refused" not in closed.text


def test_the_indentation_of_templates_does_not_travel(client, db):
    page = client.get("/").content.decode()
    assert "\n " not in page.replace("\r", "")


@pytest.mark.parametrize(
    ("language", "day"),
    [("fr", "2\u00a0janv. 2021"), ("ar", "2/1/2021"), ("en", "2\u00a0Jan 2021")],
)
def test_a_day_of_another_year_is_written_as_the_language_writes_it(language, day):
    with translation.override(language):
        assert in_few_letters(timezone.now().replace(year=2021, month=1, day=2, hour=12)) == day


@pytest.mark.parametrize(("language", "direction"), [("", "ltr"), ("ar/", "rtl"), ("en/", "ltr")])
def test_a_telephone_learns_the_name_and_the_icon_of_the_site(client, db, language, direction):
    page = client.get(f"/{language}").text
    assert f'<link rel="manifest" href="/{language}manifest.webmanifest">' in page
    told = client.get(f"/{language}manifest.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert (told.json()["name"], told.json()["dir"]) == (settings.SITE_NAME, direction)
    assert told.json()["start_url"] == f"/{language}"
    for icon in told.json()["icons"]:
        # Where the static files were collected, their names bear a digest.
        name = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", icon["src"])
        assert finders.find(name.removeprefix("/static/")), icon


def test_the_paper_of_a_telephone_is_the_pages():
    tokens = Path(finders.find("css/tokens.css")).read_text()
    assert f"--papier: {PAPER};" in tokens

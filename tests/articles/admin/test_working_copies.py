"""What is typed and not saved is kept; who else has the article open is told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, WorkingCopy
from tests import cast
from tests.articles import desk


@pytest.fixture
def article(db):
    return cast.an_article(headline="Le pont")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def copy_of(article):
    return f"{desk.ARTICLES}{article.pk if article else 0}/copie/"


@pytest.mark.slow
def test_what_was_typed_is_offered_again_and_shown_as_it_was(article):
    hicham = signed_in(cast.hicham())
    typed = desk.opened(hicham, article) | {
        "headline": "Le pont, à moitié écr",
        "slug": "pas bon !",
    }
    kept = hicham.post(copy_of(article), {**typed, "typed": "yes"})
    assert kept.json()["kept"]
    page = hicham.get(desk.address(article))
    assert "sans enregistrer" in page.text
    assert desk.fields_of(page)["headline"] == "Le pont"
    again = desk.fields_of(desk.resumed(hicham, article))
    assert (again["headline"], again["slug"]) == ("Le pont, à moitié écr", "pas bon !")
    assert again["published_at_0"] == typed["published_at_0"]


@pytest.mark.slow
def test_it_is_ones_own(article):
    hicham, salma = signed_in(cast.hicham()), signed_in(cast.salma())
    typed = desk.opened(hicham, article) | {"headline": "Secret"}
    hicham.post(copy_of(article), {**typed, "typed": "yes"})
    copy = WorkingCopy.objects.get()
    assert "Secret" not in salma.get(desk.address(article) + f"?reprendre={copy.pk}").text
    for act in ({"throw": "yes"}, {"take_back": "yes"}):
        assert salma.post(f"{desk.ARTICLES}copie/{copy.pk}/", act).status_code == 404
    assert salma.get(f"{desk.ARTICLES}copie/{copy.pk}/").status_code == 404


@pytest.mark.slow
def test_a_copy_of_a_revision_that_is_past_is_refused_like_any_form(article):
    hicham, salma = signed_in(cast.hicham()), signed_in(cast.salma())
    typed = desk.opened(hicham, article) | {"headline": "Le pont ferme"}
    hicham.post(copy_of(article), {**typed, "typed": "yes"})
    desk.save(salma, article, desk.opened(salma, article), headline="Le pont rouvre")
    again = desk.fields_of(desk.resumed(hicham, article))
    assert desk.save(hicham, article, again).status_code == 409


@pytest.mark.slow
def test_saving_ends_it(article):
    hicham = signed_in(cast.hicham())
    typed = desk.opened(hicham, article) | {"headline": "Le pont ferme"}
    hicham.post(copy_of(article), {**typed, "typed": "yes"})
    assert desk.save(hicham, article, typed).status_code == 302
    assert not WorkingCopy.objects.exists()


@pytest.mark.slow
def test_an_article_not_yet_begun_is_kept_too_with_its_byline(db):
    hicham = signed_in(cast.hicham())
    typed = desk.opened(hicham) | {"headline": "Tout neuf", "credits-0-name": "Salma Idrissi"}
    hicham.post(copy_of(None), {**typed, "typed": "yes"})
    again = desk.fields_of(desk.resumed(hicham))
    assert again["headline"] == "Tout neuf"
    assert again["credits-0-name"] == "Salma Idrissi"


@pytest.mark.slow
def test_who_else_has_it_open_is_told_and_no_longer_once_they_left(article):
    hicham, salma = signed_in(cast.hicham()), signed_in(cast.salma())
    assert hicham.post(copy_of(article), {"here": "yes"}).json()["others"] == []
    assert salma.post(copy_of(article), {"here": "yes"}).json()["others"] == ["Hicham"]
    assert "Aussi sur cet article : Hicham" in salma.get(desk.address(article)).text
    hicham.post(copy_of(article), {"left": "yes"})
    assert salma.post(copy_of(article), {"here": "yes"}).json()["others"] == []
    WorkingCopy.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert hicham.post(copy_of(article), {"here": "yes"}).json()["others"] == []


@pytest.mark.slow
def test_a_save_of_a_colleague_is_told_while_one_types(article):
    hicham, salma = signed_in(cast.hicham()), signed_in(cast.salma())
    desk.save(salma, article, desk.opened(salma, article), headline="Le pont rouvre")
    since = hicham.post(copy_of(article), {"here": "yes", "revision_seen": 0}).json()["since"]
    assert (since["by"], since["act"]) == ("Salma", "Écrit")
    told = hicham.post(copy_of(article), {"here": "yes", "revision_seen": 1}).json()
    assert told["since"] is None


@pytest.mark.parametrize("fields", [{}, {"headline": []}])
def test_a_copy_without_words_is_named_by_none(fields):
    assert WorkingCopy(fields=fields).words == ""


def test_it_is_refused_to_whoever_may_not_write(article, client):
    assert client.post(copy_of(article), {"here": "yes"}).status_code == 302
    client.force_login(cast.sofia())
    assert client.post(copy_of(article), {"here": "yes"}).status_code == 403
    assert not WorkingCopy.objects.exists()


def test_what_nobody_came_back_to_is_forgotten_after_a_month(article):

    for days, headline in ((31, "Vieux"), (29, "Récent")):
        person = cast.hicham() if days > 30 else cast.salma()
        WorkingCopy.objects.create(
            article=article, by=person, fields={"headline": [headline]},
            seen_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
    call_command("tick", stdout=StringIO())
    assert WorkingCopy.objects.get().fields == {"headline": ["Récent"]}


@pytest.mark.slow
def test_a_byline_typed_and_not_saved_comes_back_with_its_copy(article):
    hicham = signed_in(cast.hicham())
    typed = desk.opened(hicham, article) | {
        "credits-0-name": "Salma Idrissi",
        "credits-0-role": "traductrice",
    }
    hicham.post(copy_of(article), {**typed, "typed": "yes"})
    again = desk.fields_of(desk.resumed(hicham, article))
    assert (again["credits-0-name"], again["credits-0-role"]) == ("Salma Idrissi", "traductrice")
    assert desk.save(hicham, article, again).status_code == 302
    assert article.credits.get().role == "traductrice"


@pytest.mark.slow
def test_a_new_article_sent_twice_is_one_and_other_words_wait_as_a_copy(db):
    hicham = signed_in(cast.hicham())
    typed = desk.opened(hicham) | {
        "headline": "Le pont rouvre",
        "slug": "le-pont-rouvre",
        "body": "<p>Le pont rouvre à midi.</p>",
        "section": cast.le_fil().pk,
        "source": cast.newsroom().pk,
    }
    first = hicham.post(f"{desk.ARTICLES}add/", {**typed, "_save": ""})
    assert first.status_code == 302
    article = Article.objects.get()
    again = hicham.post(f"{desk.ARTICLES}add/", {**typed, "_save": ""}, follow=True)
    assert again.redirect_chain == [(desk.address(article), 302)]
    assert "Cet article est déjà enregistré : le voici." in again.text
    assert not WorkingCopy.objects.exists()
    other = {**typed, "headline": "Le pont ne rouvre pas", "_save": ""}
    shown = desk.fields_of(hicham.post(f"{desk.ARTICLES}add/", other, follow=True))
    assert shown["headline"] == "Le pont ne rouvre pas"
    assert Article.objects.get().headline == "Le pont rouvre"
    hicham.post(f"{desk.ARTICLES}add/", {**typed, "copy_key": "another form", "_save": ""})
    assert Article.objects.count() == 2

"""A copy left behind: no key throws it away by chance, it can be taken back, its faults are marked."""

from datetime import timedelta
from io import StringIO

import html5lib
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import WorkingCopy
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

X = desk.X


@pytest.fixture
def article(db):
    return cast.an_article(headline="Le pont")


@pytest.fixture
def hicham(db):
    client = Client()
    client.force_login(cast.hicham())
    return client


def leave(client, article=None, **typed):
    """Type into the form, let it be kept, and go away; return the working copy."""
    fields = desk.opened(client, article) | typed
    number = article.pk if article else 0
    client.post(f"{desk.ARTICLES}{number}/copie/", {**fields, "typed": "yes"})
    WorkingCopy.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    return WorkingCopy.objects.latest("pk")


def page_of(copy):
    return f"{desk.ARTICLES}copie/{copy.pk}/"


@pytest.mark.slow
def test_enter_in_a_field_saves_and_the_focus_stands_on_taking_the_copy_up_again(hicham, article):
    leave(hicham, article, headline="Le pont, à moitié écr")
    for at in (desk.address(article), f"{desk.ARTICLES}add/"):
        if at.endswith("add/"):
            leave(hicham, headline="Tout neuf")
        answer = hicham.get(at)
        page = html5lib.parse(answer.text)
        form = next(e for e in page.iter(f"{X}form") if e.get("id") == "article_form")
        buttons = [e for e in form.iter() if e.tag == f"{X}button" or e.get("type") == "submit"]
        assert buttons[0].get("name") == "_save", "Enter presses the first button of a form"
        (focused,) = (e for e in page.iter() if e.get("autofocus") is not None)
        assert focused.text == "Reprendre cette copie"
        assert "js/change_form.js" not in answer.text, "it gives the focus to a field"


@pytest.mark.slow
def test_throwing_a_copy_away_asks_first_and_shows_what_would_go(hicham, article):
    copy = leave(hicham, article, headline="Le pont ferme", body="<p>À demi écrit.</p>")
    assert page_of(copy) in hicham.get(desk.address(article)).text
    asked = hicham.get(page_of(copy))
    assert "Jeter cette copie de travail ?" in asked.text
    assert "À demi écrit." in asked.text
    assert desk.fields_of(desk.resumed(hicham, article))["headline"] == "Le pont ferme"


@pytest.mark.slow
def test_a_copy_thrown_away_can_be_taken_back_for_a_day(hicham, article):
    copy = leave(hicham, article, headline="Le pont ferme")
    told = hicham.post(page_of(copy), {"throw": "yes"}, follow=True)
    assert "La copie est jetée." in told.text
    assert "Reprendre cette copie" not in told.text
    assert "La reprendre" in told.text
    leave(hicham, article, headline="Un autre essai")
    back = hicham.post(page_of(copy), {"take_back": "yes"}, follow=True)
    assert desk.fields_of(back)["headline"] == "Le pont ferme"
    assert "Un autre essai" in hicham.get(desk.address(article)).text, "neither is lost"


@pytest.mark.slow
def test_after_a_day_what_was_thrown_away_is_gone(hicham, article):
    copy = leave(hicham, article, headline="Le pont ferme")
    hicham.post(page_of(copy), {"throw": "yes"})
    WorkingCopy.objects.update(thrown_at=timezone.now() - timedelta(hours=25))
    assert "La reprendre" not in hicham.get(desk.address(article)).text
    told = hicham.post(page_of(copy), {"take_back": "yes"}, follow=True)
    assert "n’est plus parmi les copies jetées" in told.text
    call_command("tick", stdout=StringIO())
    assert not WorkingCopy.objects.exists()


@pytest.mark.slow
def test_what_would_be_refused_in_a_copy_taken_up_again_is_marked(hicham, article):
    leave(hicham, article, slug="pas bon !", published_at_0="31/02/2026")
    errors = desk.resumed(hicham, article).context["adminform"].form.errors
    assert set(errors) == {"slug", "published_at"}
    leave(hicham, headline="Tout neuf", slug="pas bon !", section=cast.societe().pk)
    answer = desk.resumed(hicham)
    assert "slug" in answer.context["adminform"].form.errors
    assert "errornote" in answer.text
    assert desk.fields_of(answer)["slug"] == "pas bon !"


@pytest.mark.slow
def test_what_is_wrong_in_a_byline_taken_up_again_is_marked(hicham, article):
    leave(hicham, article, **{"credits-0-name": "Salma Idrissi", "credits-0-kind": "robot"})
    answer = desk.resumed(hicham, article)
    (_pictures, credits) = answer.context["inline_admin_formsets"]
    assert "kind" in credits.formset.errors[0]
    assert "errornote" in answer.text


@pytest.mark.slow
def test_a_form_opened_beside_a_copy_left_behind_does_not_write_over_it(hicham, article):
    leave(hicham, article, headline="Le long travail")
    leave(hicham, article, headline="Trois lettres")
    WorkingCopy.objects.update(seen_at=timezone.now())
    page = hicham.get(desk.address(article)).text
    assert "Le long travail" in page
    assert "Trois lettres" in page
    salma = Client()
    salma.force_login(cast.salma())
    told = salma.post(f"{desk.ARTICLES}{article.pk}/copie/", {"here": "yes"}).json()
    assert told["others"] == ["Hicham"], "once, whatever the number of tabs"


@pytest.mark.slow
def test_two_forms_of_new_articles_keep_a_copy_each(hicham):
    first, second = desk.opened(hicham), desk.opened(hicham)
    for typed, headline in ((first, "Le pont"), (second, "La côte"), (first, "Le pont rouvre")):
        hicham.post(f"{desk.ARTICLES}0/copie/", {**typed, "headline": headline, "typed": "yes"})
    page = hicham.get(f"{desk.ARTICLES}add/").text
    assert "Le pont rouvre" in page
    assert "La côte" in page
    saved = {
        **second, "headline": "La côte", "body": "<p>Un.</p>", "slug": "la-cote",
        "section": cast.societe().pk, "source": cast.newsroom().pk,
    }  # fmt: skip
    assert hicham.post(f"{desk.ARTICLES}add/", saved).status_code == 302
    assert [copy.words for copy in WorkingCopy.objects.left()] == ["Le pont rouvre"]


@pytest.mark.slow
def test_a_copy_still_open_in_another_tab_is_not_written_into_by_two(hicham):
    typed = desk.opened(hicham) | {"headline": "Le pont"}
    hicham.post(f"{desk.ARTICLES}0/copie/", {**typed, "typed": "yes"})
    again = desk.fields_of(desk.resumed(hicham))
    assert again["headline"] == "Le pont"
    assert again["copy_key"] != typed["copy_key"]
    WorkingCopy.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert desk.fields_of(desk.resumed(hicham))["copy_key"] == typed["copy_key"]

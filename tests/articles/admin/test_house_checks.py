"""Before publishing: what a colleague would say, and the page as readers will see it."""

import pytest
from django.utils import translation

from articles.admin.house_checks import warnings
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

WORDS = (
    "<p>"
    + "Les bibliothèques des deux rives se parlent depuis des années, et les lecteurs avec elles. "
    * 5
    + "</p>"
)


def a_good_article(**words):
    article = cast.an_article(**{"body": WORDS, "standfirst": "Un chapô.", **words})
    cast.an_author(article)
    cast.a_topic(article)
    return article


def test_of_a_good_article_nothing_is_said(db):
    assert warnings(a_good_article()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"body": "<p>Court.</p>"}, "très court"),
        ({"language": "en"}, "langue déclarée"),
        ({"headline": "Un titre " * 15}, "110 signes"),
        ({"headline": "Un titre qui finit par un point."}, "le point"),
        ({"headline": "UN TITRE QUI CRIE"}, "minuscules"),
        ({"standfirst": ""}, "chapô"),
        ({"body": WORDS + "<h3>Petit</h3><h2>Grand</h2>"}, "second rang"),
        ({"body": WORDS + '<p><a href="/nulle/part/ici/">x</a></p>'}, "/nulle/part/ici/"),
        ({"body": WORDS + '<p><a href="/societe/999-x/">x</a></p>'}, "/societe/999-x/"),
        ({"body": WORDS + '<p><a href="https://site.example/societe/999-x/">x</a></p>'}, "999-x"),
    ],
)
def test_each_fault_is_told_with_what_to_do(db, words, said):
    (warning,) = warnings(a_good_article(**words), site_url="https://site.example")
    assert said in warning


def test_a_dispatch_wants_a_place_an_article_of_ours_a_name_both_a_topic(db):
    bare = cast.an_article(body=WORDS, standfirst="Un chapô.")
    assert any("signe" in warning for warning in warnings(bare))
    assert any("thème" in warning for warning in warnings(bare))
    dispatch = cast.an_article(body=WORDS, section=cast.le_fil(), source=cast.map_agency())
    assert any("lieu" in warning for warning in warnings(dispatch))


@pytest.mark.parametrize("desk_speaks", ["fr", "ar", "en"])
def test_links_that_lead_somewhere_are_not_mentioned(db, desk_speaks):
    translation.activate(desk_speaks)
    other = cast.an_article()
    arabic = cast.an_article(language="ar")
    body = f'{WORDS}<p><a href="{other.home_url}">un</a> <a href="{arabic.home_url}">deux</a> <a href="/charte/">trois</a> <a href="/en/charte/">quatre</a> <a href="https://ailleurs.example/x">cinq</a></p>'
    assert warnings(a_good_article(body=body)) == []


@pytest.mark.slow
def test_the_newsroom_sees_a_draft_as_readers_will_and_nobody_else_does(client, db):
    draft = a_good_article(is_draft=True, headline="Demain peut-être", published_at=None)
    address = f"/admin/apercu/{draft.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(cast.hicham())
    page = client.get(address)
    assert page.status_code == 200
    assert "Demain peut-être" in page.text
    assert "Rien à redire." in page.text
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert client.get(draft.home_url).status_code == 404
    client.force_login(cast.sofia())
    assert client.get(address).status_code == 403


@pytest.mark.slow
def test_saving_an_article_tells_what_is_left_to_look_at(client, db):
    article = a_good_article()
    client.force_login(cast.hicham())
    typed = desk.opened(client, article)
    desk.save(client, article, typed, headline="Un titre qui finit par un point.")
    assert "Retirez le point à la fin du titre." in client.get(desk.ARTICLES).text


def test_a_quotation_that_is_never_closed_is_told(db):
    article = a_good_article()
    assert not any("paires" in each for each in warnings(article))
    article.body = article.body.replace("</p>", " « Un mot.</p>", 1)
    assert any("paires" in each for each in warnings(article))

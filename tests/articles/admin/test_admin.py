"""The newsroom's desk for articles."""

import pytest

from articles.models import Article
from tests import cast

pytestmark = pytest.mark.once

LIST = "/admin/articles/article/"


@pytest.fixture
def desk(client, db):
    client.force_login(cast.hicham())
    return client


def form(article=None, **fields):
    words = {
        "kicker": "", "headline": "Un titre", "standfirst": "", "body": "<p>Un texte.</p>",
        "section": cast.societe().pk, "source": cast.newsroom().pk, "language": "fr",
        "slug": "un-titre", "comment_policy": "section", "origin_url": "", "byline_note": "",
        "dateline_place": "", "illustrations-TOTAL_FORMS": "0",
        "illustrations-INITIAL_FORMS": "0", "credits-TOTAL_FORMS": "1", "credits-INITIAL_FORMS": "0",
        "credits-0-name": "Salma Idrissi", "credits-0-kind": "person", "credits-0-order": "1",
    }  # fmt: skip
    return {**words, **fields}


def act(client, action, *articles):
    return client.post(LIST, {"action": action, "_selected_action": [a.pk for a in articles]})


@pytest.mark.slow
def test_an_editor_writes_a_draft_and_publishes_it(desk):
    response = desk.post(f"{LIST}add/", form())
    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.status, article.credits.get().name) == ("draft", "Salma Idrissi")
    assert desk.get(article.get_absolute_url()).status_code == 404
    act(desk, "publish", article)
    assert "Salma Idrissi" in desk.get(article.get_absolute_url()).text
    act(desk, "return_to_draft", article)
    assert desk.get(article.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_the_state_cannot_be_typed_into_the_form(desk):
    desk.post(
        f"{LIST}add/",
        form(status="published", published_at_0="02/01/2021", published_at_1="11:43:00"),
    )
    assert Article.objects.get().status == "draft"


@pytest.mark.slow
def test_what_is_pasted_is_cleaned(desk):
    desk.post(
        f"{LIST}add/", form(body='<p class="MsoNormal" style="x">Collé</p><script>x()</script>')
    )
    assert Article.objects.get().body == "<p>Collé</p>"


@pytest.mark.slow
def test_a_faulty_form_keeps_what_was_typed(desk):
    response = desk.post(f"{LIST}add/", form(headline="", body="<p>Un long texte.</p>"))
    assert response.status_code == 200
    assert "Un long texte." in response.text
    assert not Article.objects.exists()


@pytest.mark.slow
def test_an_article_is_never_deleted(desk):
    article = cast.an_article()
    assert desk.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in desk.get(LIST).text


@pytest.mark.slow
def test_a_moderator_reads_articles_and_writes_none(client, db):
    article = cast.an_article(is_draft=True)
    client.force_login(cast.sofia())
    assert client.get(f"{LIST}add/").status_code == 403
    act(client, "publish", article)
    article.refresh_from_db()
    assert article.status == "draft"

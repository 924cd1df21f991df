"""Whoever writes hands over; whoever edits publishes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, WorkingCopy
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once


@pytest.fixture
def writer(client, db):
    client.force_login(cast.ines())
    return client


@pytest.mark.slow
def test_a_writer_hands_a_draft_over_for_review(writer):
    article = cast.an_article(is_draft=True, published_at=None)
    typed = desk.opened(writer, article)
    desk.save(writer, article, typed, then="review")
    article.refresh_from_db()
    assert (article.status, article.revisions.first().by) == ("review", cast.ines())


@pytest.mark.slow
def test_a_writer_publishes_nothing_by_any_door(writer):
    article = cast.an_article(is_draft=True, published_at=None)
    page = writer.get(desk.address(article)).text
    assert "Enregistrer et publier" not in page
    typed = desk.opened(writer, article)
    desk.save(writer, article, typed, then="publish", published_at_0="01/01/2021", published_at_1="10:00:00")  # fmt: skip
    writer.post(desk.ARTICLES, {"action": "publish", "_selected_action": [article.pk]})
    article.refresh_from_db()
    assert (article.status, article.published_at) == ("draft", None)
    assert writer.post(desk.address(article, "retirer"), {"how": "draft"}).status_code == 403


@pytest.mark.slow
def test_what_is_on_line_is_the_editors(writer):
    article = cast.an_article(headline="En ligne")
    typed = {"headline": "Changé", "revision_seen": 0}
    assert writer.post(desk.address(article), typed).status_code == 409
    assert writer.get(desk.address(article)).status_code == 200, "it may be read"
    assert Article.objects.get(pk=article.pk).headline == "En ligne"


@pytest.mark.slow
def test_an_editor_sends_it_back_with_a_word_and_publishes_it_later(client, db):
    article = cast.an_article(is_draft=True, published_at=None)
    article.submit_for_review(by=cast.ines())
    client.force_login(cast.hicham())
    typed = {"how": "draft", "notice": "Il manque la source.", "revision_seen": article.revision}
    client.post(desk.address(article, "retirer"), typed)
    article.refresh_from_db()
    assert article.status == "draft"
    assert article.revisions.first().note == "Il manque la source."
    desk.save(client, article, desk.opened(client, article), then="publish")
    article.refresh_from_db()
    assert article.status == "published"


@pytest.mark.slow
def test_what_a_writer_typed_while_an_editor_published_is_kept_and_told(writer):
    article = cast.an_article(is_draft=True, published_at=None)
    typed = desk.opened(writer, article)
    article.publish(by=cast.hicham())
    answer = desk.save(writer, article, typed, headline="Mon meilleur titre")
    assert answer.status_code == 409
    assert "Mon meilleur titre" in answer.text
    assert WorkingCopy.objects.get().fields["headline"] == ["Mon meilleur titre"]
    assert writer.get(desk.address(article) + "?reprendre=1").status_code == 200
    assert Article.objects.get(pk=article.pk).headline != "Mon meilleur titre"


@pytest.mark.slow
def test_a_writer_adds_pictures_and_changes_none_that_is_on_line(writer):
    image = cast.an_image(caption="La légende.")
    change = f"/admin/articles/image/{image.pk}/change/"
    words = {"credit": "x", "caption": "Autre", "focal_x": 1, "focal_y": 1}
    assert writer.post(change, words).status_code == 403
    file = SimpleUploadedFile("a.jpg", cast.a_picture(), content_type="image/jpeg")
    writer.post("/admin/articles/image/add/", {**words, "file": file})
    image.refresh_from_db()
    assert image.caption == "La légende."

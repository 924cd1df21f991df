"""The editor's desk for what stands around articles: pictures, topics, corrections, the front page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import Article, Correction, Image, Pick, Topic
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once


@pytest.fixture
def editor(client, db):
    client.force_login(cast.hicham())
    return client


def send(editor, content, **words):
    file = SimpleUploadedFile("IMG_0001.jpg", content, content_type="image/jpeg")
    typed = {
        "credit": "Photo : Rédaction",
        "caption": "Le port.",
        "focal_x": 40,
        "focal_y": 60,
        "file": file,
    }
    return editor.post("/admin/articles/image/add/", {**typed, **words})


@pytest.mark.slow
def test_an_editor_sends_a_picture_and_all_its_sizes_are_made(editor):
    assert send(editor, cast.a_picture()).status_code == 302
    image = Image.objects.get()
    assert (image.focal_x, image.focal_y, image.credit) == (40, 60, "Photo : Rédaction")
    assert editor.get(image.card["src"]).status_code == 200
    assert image.card["src"] in editor.get("/admin/articles/image/").text


@pytest.mark.slow
def test_a_file_that_is_no_picture_is_refused_beside_its_field(editor):
    answer = send(editor, b"%PDF-1.4")
    assert answer.status_code == 200
    assert "envoyez un JPEG" in answer.text
    assert 'value="Le port."' in answer.text, "what was typed stays"
    assert not Image.objects.exists()


@pytest.mark.slow
def test_moving_the_focal_point_makes_new_cuts(editor):
    image = cast.an_image()
    before = image.card["src"]
    address = f"/admin/articles/image/{image.pk}/change/"
    typed = {"credit": image.credit, "caption": "", "focal_x": 10, "focal_y": 20}
    assert editor.post(address, typed).status_code == 302
    image.refresh_from_db()
    assert image.card["src"] != before
    assert editor.get(image.card["src"]).status_code == 200


@pytest.mark.slow
def test_a_picture_in_use_cannot_be_deleted(editor):
    article = cast.an_article(lead_image=cast.an_image(), lead_image_is_decorative=True)
    address = f"/admin/articles/image/{article.lead_image_id}/delete/"
    assert editor.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.slow
def test_a_correction_is_written_by_the_articles_own_verb_and_not_edited_later(editor):
    article = cast.an_article()
    typed = {"article": article.pk, "kind": "correction", "note": "Faux.", "said": "a", "says": "b"}
    assert editor.post("/admin/articles/correction/add/", typed).status_code == 302
    correction = Correction.objects.get()
    assert correction.by == cast.hicham()
    article.refresh_from_db()
    assert article.updated_at == correction.at
    Correction.objects.update(at=timezone.now() - timedelta(minutes=11))
    change = f"/admin/articles/correction/{correction.pk}/change/"
    assert editor.post(change, {**typed, "note": "Autre."}).status_code == 200
    assert "Faux." in editor.get(change).text


@pytest.mark.slow
def test_an_editor_puts_a_piece_first_on_the_front_page(editor, client):
    article = cast.an_article(headline="Le choix", standfirst="Un chapô.")
    cast.an_article(headline="Le plus récent", standfirst="Un chapô.")
    typed = {"article": article.pk, "place": 1, "order": 1, "until_0": "", "until_1": ""}
    assert editor.post("/admin/articles/pick/add/", typed).status_code == 302
    assert Pick.objects.get().article == article
    page = client.get("/").text
    assert page.index("Le choix") < page.index("Le plus récent")


@pytest.mark.slow
def test_a_picture_without_words_and_not_decorative_is_told_in_the_articles_form(editor):
    article = cast.an_article()
    typed = desk.opened(editor, article) | {"lead_image": cast.an_image().pk}
    answer = desk.save(editor, article, typed, lead_image_alt="IMG_2034.jpg")
    assert "C’est un nom de fichier" in answer.text
    answer = desk.save(editor, article, typed, lead_image_alt="")
    assert "Dites ce que montre l’image" in answer.text


@pytest.mark.slow
def test_saving_an_article_lets_the_search_know_its_topics(editor):
    article, topic = cast.an_article(headline="Une brève"), Topic.objects.create(name="Zinnias")
    typed = desk.opened(editor, article)
    assert desk.save(editor, article, typed, topics=[topic.pk]).status_code == 302
    assert "Une brève" in editor.get("/recherche/?q=zinnia").text
    assert Article.objects.get(pk=article.pk).topics.get() == topic


@pytest.mark.parametrize("noun", ["image", "topic", "author", "pick", "correction", "errorreport"])
def test_none_of_it_is_the_moderators(client, db, noun):
    client.force_login(cast.sofia())
    assert client.get(f"/admin/articles/{noun}/").status_code == 403


@pytest.mark.slow
def test_a_form_refused_for_another_field_keeps_no_picture_and_loses_no_words(editor):
    content = cast.a_picture()
    assert send(editor, content, credit="").status_code == 200
    assert not Image.objects.exists()
    assert send(editor, content, caption="Bonne légende").status_code == 302
    assert Image.objects.get().caption == "Bonne légende"
    assert send(editor, content, caption="Meilleure légende").status_code == 302
    assert Image.objects.get().caption == "Meilleure légende", "one row, the last words"

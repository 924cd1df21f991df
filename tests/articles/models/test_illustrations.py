"""Pictures within the text: where they stand, what is said of them, and that none is lost."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article
from tests import cast
from tests.articles import desk

BODY = "<p>Un.</p><h2>Titre</h2><p>Deux.</p>"


def an_illustrated(after, **words):
    article = cast.an_article(body=BODY)
    image = cast.an_image(caption="Le port de Sète.")
    article.illustrations.create(image=image, after=after, **{"alt": "Trois chalutiers.", **words})
    return article


@pytest.mark.parametrize(
    ("after", "order"),
    [
        (0, ["<figure", "Un.", "Titre", "Deux."]),
        (2, ["Un.", "Titre", "<figure", "Deux."]),
        (99, ["Un.", "Titre", "Deux.", "<figure"]),
    ],
)
def test_a_picture_stands_after_its_paragraph(client, db, after, order):
    page = client.get(an_illustrated(after).home_url).text
    text = page[page.index('class="lecture') :]
    assert sorted(order, key=text.index) == order
    assert 'alt="Trois chalutiers."' in page
    assert "Le port de Sète." in page
    assert "Photo : Rédaction" in page


def test_a_decorative_picture_says_nothing_to_those_who_do_not_see_it(client, db):
    page = client.get(an_illustrated(1, alt="", is_decorative=True).home_url).text
    figure = page[page.index("<figure") :].split("</figure>")[0]
    assert 'alt=""' in figure


def test_the_database_too_wants_a_picture_described(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        an_illustrated(1, alt="")


def test_an_editor_puts_one_in_and_the_history_brings_it_back(client, db):
    client.force_login(cast.hicham())
    article, image = cast.an_article(body=BODY), cast.an_image()
    typed = desk.opened(client, article)
    typed |= {"illustrations-TOTAL_FORMS": 1, "illustrations-0-image": image.pk, "illustrations-0-after": 1}  # fmt: skip
    refused = desk.save(client, article, typed)
    assert "Dites ce que montre l’image" in refused.text
    typed["illustrations-0-alt"] = "Trois chalutiers."
    assert desk.save(client, article, typed).status_code == 302
    assert article.illustrations.get().image == image
    typed = desk.opened(client, article) | {"illustrations-0-DELETE": "on"}
    desk.save(client, article, typed)
    assert not article.illustrations.exists()
    article.restore(article.revisions.get(number=1), by=cast.hicham())
    assert article.illustrations.get().alt == "Trois chalutiers."


def test_a_picture_in_a_text_is_not_deleted(client, db):
    client.force_login(cast.hicham())
    image = an_illustrated(1).illustrations.get().image
    address = f"/admin/articles/image/{image.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_ones_own_pictures_are_told_where_a_colleague_saved_first(client, db):
    article, image = cast.an_article(body=BODY), cast.an_image()
    client.force_login(cast.hicham())
    typed = desk.opened(client, article)
    typed |= {"illustrations-TOTAL_FORMS": 1, "illustrations-0-image": image.pk, "illustrations-0-after": 1, "illustrations-0-alt": "Chalutiers."}  # fmt: skip
    Article.objects.filter(pk=article.pk).update(headline="Autre")
    article.record("written", by=cast.salma())
    answer = desk.save(client, article, typed)
    assert answer.status_code == 409
    assert "Chalutiers." in answer.text

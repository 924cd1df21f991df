"""Pictures within the text: where they stand, what is said of them, and that none is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

BODY = "<p>Un.</p><h2>Titre</h2><p>Deux.</p>"


def an_illustrated(after, **words):
    article = cast.an_article(body=BODY)
    image = cast.an_image(caption="Le port de Sète.")
    article.illustrations.create(image=image, after=after, **{"alt": "Trois chalutiers.", **words})
    return article


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_decorative_picture_says_nothing_to_those_who_do_not_see_it(client, db):
    page = client.get(an_illustrated(1, alt="", is_decorative=True).home_url).text
    figure = page[page.index("<figure") :].split("</figure>")[0]
    assert 'alt=""' in figure


def a_draft(**words):
    return cast.an_article(is_draft=True, published_at=None, body=BODY, **words)


@pytest.mark.slow
def test_a_draft_waits_for_the_words_of_its_pictures_and_publishing_demands_them(client, db):
    client.force_login(cast.hicham())
    draft, image = a_draft(), cast.an_image()
    typed = desk.opened(client, draft) | {
        "lead_image": image.pk, "illustrations-TOTAL_FORMS": 1, "illustrations-0-image": image.pk,
        "illustrations-0-after": 1,
    }  # fmt: skip
    assert desk.save(client, draft, typed).status_code == 302
    page = client.get(desk.address(draft))
    assert "attend son texte de remplacement" in page.text
    typed = desk.fields_of(page)
    refused = desk.save(client, draft, typed, then="publish")
    assert "lead_image_alt" in refused.context["adminform"].form.errors
    refused = desk.save(client, draft, typed, then="publish", lead_image_alt="Un port.")
    (pictures, _credits) = refused.context["inline_admin_formsets"]
    assert "alt" in pictures.formset.errors[0]
    words = {"lead_image_alt": "Un port.", "illustrations-0-is_decorative": "on"}
    assert desk.save(client, draft, typed, then="publish", **words).status_code == 302
    assert Article.objects.get(pk=draft.pk).status == "published"


@pytest.mark.slow
def test_no_way_of_publishing_lets_a_picture_without_words_through(client, db):
    client.force_login(cast.hicham())
    bare = a_draft(headline="Sans mots", lead_image=cast.an_image())
    inside = a_draft(headline="Dans le texte")
    inside.illustrations.create(image=cast.an_image(), after=1)
    good = a_draft()
    for article in (bare, inside):
        with pytest.raises(ValidationError):
            article.publish()
        with pytest.raises(ValidationError):
            article.publish(by=cast.hicham())
    rows = [bare.pk, inside.pk, good.pk]
    client.post(desk.ARTICLES, {"action": "publish", "_selected_action": rows})
    told = client.get(desk.ARTICLES).text
    assert "« Sans mots » : Dites ce que montre l’image" in told
    assert "« Dans le texte » : Dites ce que montre l’image" in told
    assert [Article.objects.get(pk=pk).status for pk in rows] == ["draft", "draft", "published"]


@pytest.mark.slow
def test_what_is_on_line_keeps_its_words(client, db):
    article = an_illustrated(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(lead_image=cast.an_image())
    client.force_login(cast.hicham())
    article.start_history()
    line = article.revisions.get()
    line.content["illustrations"][0]["alt"] = ""
    line.save()
    answer = client.post(desk.address(article, "history"), {"restore": 0}, follow=True)
    assert "ne peut être rétabli" in answer.text
    assert article.illustrations.get().alt == "Trois chalutiers."


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_picture_in_a_text_is_not_deleted(client, db):
    client.force_login(cast.hicham())
    image = an_illustrated(1).illustrations.get().image
    address = f"/admin/articles/image/{image.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.slow
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

"""A draft survives what people do to a page, in their own browser alone."""

import pytest

from comments.models import Comment
from tests import cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

TEXT = "Le passage sur les bibliothèques\n\nmérite une suite : laquelle ?"


def area_of(reader):
    return reader.page.locator("#nouveau-form textarea")


def test_a_draft_comes_back_whatever_way_it_was_left(visitor):
    article = cast.an_article()
    other = cast.a_published_comment(article=article)
    address = article.get_absolute_url()
    reader = visitor()
    reader.goto(address)
    area_of(reader).fill(TEXT)

    def stands(where):
        assert area_of(reader).input_value() == TEXT, where
        assert (
            reader.page.get_by_text("Brouillon gardé")
            .or_(reader.page.get_by_text("مسودة"))
            .is_visible()
        ), where

    reader.page.reload()
    stands("after a reload")
    reader.page.locator(f"#{other.anchor}").get_by_role("link", name="Répondre").click()
    reader.page.wait_for_load_state()
    stands("in a reply")
    reader.goto(f"/ar{address}")
    stands("in another language of the interface")
    reader.goto("/charte/")
    reader.page.go_back()
    stands("after going back")
    reader.goto("/")
    reader.goto(address)
    stands("after reading elsewhere")
    reader.page.close()
    reader.page = reader.context.new_page()
    reader.goto(address)
    stands("in a new tab, the first one closed")
    reader.press("Envoyer à la modération")
    assert reader.page.get_by_text("Indiquez un nom").first.is_visible()
    stands("in a form that comes back")
    reader.goto(address)
    stands("after a form that came back was left")
    assert not Comment.objects.filter(state="pending").exists()
    reader.assert_well()


def test_a_draft_is_erased_on_request_when_sent_and_after_a_week(visitor):
    address = cast.an_article().get_absolute_url()
    reader = visitor()
    reader.goto(address)
    area_of(reader).fill(TEXT)
    reader.press("Effacer le brouillon")
    assert area_of(reader).input_value() == ""
    assert reader.page.evaluate("localStorage.length") == 0

    area_of(reader).fill(TEXT)
    reader.page.get_by_label("Nom ou pseudonyme").fill("Nadia B.")
    reader.press("Envoyer à la modération")
    assert reader.reads("Votre commentaire attend sa relecture")
    assert reader.page.evaluate("localStorage.length") == 0

    reader.goto(address)
    area_of(reader).fill(TEXT)
    reader.page.evaluate(
        """() => {
          const draft = JSON.parse(localStorage.getItem(localStorage.key(0)));
          draft.at -= 7 * 24 * 3600 * 1000 + 1;
          localStorage.setItem(localStorage.key(0), JSON.stringify(draft));
        }"""
    )
    reader.goto(address)
    assert area_of(reader).input_value() == ""
    assert reader.page.evaluate("localStorage.length") == 0


def test_a_draft_of_one_article_does_not_stand_under_another(visitor):
    one, other = cast.an_article(), cast.an_article(headline="Un autre article")
    reader = visitor()
    reader.goto(one.get_absolute_url())
    area_of(reader).fill(TEXT)
    reader.goto(other.get_absolute_url())
    assert area_of(reader).input_value() == ""
    assert reader.page.locator("[data-draft]").is_hidden()

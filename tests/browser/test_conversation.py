"""One replies where one reads, finds what is folded, and sees what came meanwhile."""

import pytest

from comments.models import Comment
from tests import cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def form_stands_in(reader):
    return reader.page.evaluate("document.getElementById('formulaire').parentElement.id")


def test_a_reply_is_written_under_the_comment_by_keyboard_alone(visitor):
    article = cast.an_article()
    cast.a_published_comment(article=article)
    answered = cast.a_published_comment(article=article, name="Karim L.")
    reader = visitor()
    reader.goto(article.get_absolute_url())
    reader.page.locator(f"#{answered.anchor} [data-reply]").focus()
    reader.page.keyboard.press("Enter")
    assert form_stands_in(reader) == answered.anchor
    assert reader.reads("Réponse à Karim L.")
    reader.page.keyboard.type("Six personnes pour deux millions de notices, c’est peu.")
    reader.page.reload()
    assert form_stands_in(reader) == answered.anchor, "a reply goes on where it was written"
    reader.page.get_by_label("Nom ou pseudonyme").fill("Sarah")
    reader.press("Envoyer à la modération")
    assert reader.reads("Votre commentaire attend sa relecture")
    assert Comment.objects.get(name="Sarah").parent == answered
    reader.assert_well()


def test_a_reply_given_up_becomes_a_comment_with_its_words(visitor):
    article = cast.an_article()
    answered = cast.a_published_comment(article=article)
    reader = visitor()
    reader.goto(article.get_absolute_url())
    reader.page.locator(f"#{answered.anchor} [data-reply]").click()
    reader.page.keyboard.type("Une remarque sur tout l’article.")
    reader.press("Écrire un commentaire sans répondre")
    assert form_stands_in(reader) == "nouveau"
    assert reader.page.locator("[name=parent]").input_value() == ""
    assert reader.page.locator("#id_text").input_value() == "Une remarque sur tout l’article."
    assert reader.page.evaluate("document.activeElement.id") == "id_text"


def test_the_charter_follows_a_reply_whole_until_it_was_read_to_its_end(visitor):
    article = cast.an_article(body="<p>Un long paragraphe.</p>" * 40)
    first, second = (cast.a_published_comment(article=article) for _each in range(2))
    reader = visitor()
    reader.goto(article.get_absolute_url())
    charter = reader.page.locator(".charte-entiere")
    line = reader.page.locator("#formulaire").get_by_text("Ni attaque personnelle")
    reply = "document.querySelector('#{} [data-reply]').click()"
    reader.page.evaluate(reply.format(first.anchor))
    assert reader.page.locator(f"#{first.anchor} .charte-entiere").is_visible()
    assert not line.is_visible()
    reader.press("Écrire un commentaire sans répondre")
    assert reader.page.locator("#nouveau > .charte-entiere").is_visible(), "it comes home"
    charter.locator("h3").scroll_into_view_if_needed()
    charter.locator(".charte__merci").scroll_into_view_if_needed()
    reader.page.wait_for_function("sessionStorage.length === 1")
    for _reload in range(2):
        reader.page.evaluate(reply.format(second.anchor))
        assert line.is_visible()
        assert reader.page.locator("#nouveau > .charte-entiere").count() == 1
        reader.page.reload()
    reader.assert_well()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_names_and_words_without_a_space_stay_within_the_page(visitor, language):
    article = cast.an_article()
    first = cast.a_published_comment(
        article=article, name="abcdefghij" * 6, text="klmnopqrst" * 200
    )
    second = cast.a_published_comment(
        article=article, parent=first, name="خدذرز" * 12, text="شصضطظ" * 300
    )
    cast.a_published_comment(article=article, parent=second)
    for comment in (first, second):
        comment.pick_out(by=cast.zoe())
    reader = visitor(width=320)
    reader.goto(f"{language}{article.get_absolute_url()}")
    reader.page.locator("[data-reply]").first.click()
    reader.page.locator("#id_text").fill("abcdefghij" * 200)
    reader.assert_well()
    reader.goto(f"{language}/")
    reader.assert_well()


def test_a_name_is_remembered_on_request_alone(visitor):
    address = cast.an_article().get_absolute_url()
    reader = visitor()
    reader.goto(address)
    name = reader.page.get_by_label("Nom ou pseudonyme")
    name.fill("Sarah")
    name.blur()
    assert reader.page.evaluate("localStorage.getItem('nom')") is None
    reader.page.get_by_label("Retenir mon nom").check()
    reader.goto(address)
    assert name.input_value() == "Sarah"
    reader.page.get_by_label("Retenir mon nom").uncheck()
    reader.goto(address)
    assert name.input_value() == ""
    assert reader.page.evaluate("localStorage.length") == 0


def test_more_than_five_answers_fold_and_an_address_within_opens_them(visitor):
    article = cast.an_article()
    root = cast.a_published_comment(article=article)
    answers = [cast.a_published_comment(article=article, parent=root) for _each in range(6)]
    reader = visitor()
    reader.goto(article.get_absolute_url())
    last = reader.page.locator(f"#{answers[-1].anchor} .com__texte")
    assert not last.is_visible()
    assert reader.page.get_by_text("6 réponses").is_visible()
    reader.goto(answers[-1].get_absolute_url())
    last.wait_for(state="visible")
    reader.assert_well()


def test_what_came_meanwhile_is_shown_on_request_at_its_place(visitor):
    article = cast.an_article()
    root = cast.a_published_comment(article=article)
    cast.a_published_comment(article=article, parent=root)
    long = cast.a_published_comment(article=article)
    for _each in range(6):
        cast.a_published_comment(article=article, parent=long)
    reader = visitor()
    reader.page.clock.install()
    reader.goto(article.get_absolute_url())
    answer = cast.a_published_comment(article=article, parent=root)
    newer = cast.a_published_comment(article=article)
    late = cast.a_published_comment(article=article, parent=long)
    reader.page.clock.run_for(61_000)
    button = reader.page.get_by_role("button", name="Nouveaux commentaires : 3")
    button.wait_for(state="visible")
    assert reader.page.locator(f"#{newer.anchor}").count() == 0, "nothing moves unasked"
    button.click()
    reader.page.locator(f"#{root.anchor} #{answer.anchor}").wait_for(state="visible")
    assert reader.page.locator(f".fils > #{newer.anchor}").is_visible()
    assert reader.page.locator(f"#{long.anchor} #{late.anchor}").is_visible(), "beside the fold"
    assert reader.page.locator(f"#{newer.anchor} [data-reply]").is_visible()
    assert button.is_hidden()
    reader.assert_well()


def test_a_draft_of_a_discussion_that_closed_is_given_back(visitor):
    article = cast.an_article()
    reader = visitor()
    reader.goto(article.get_absolute_url())
    reader.page.locator("#id_text").fill("Presque fini")
    article.comment_policy = "closed"
    article.save()
    reader.page.reload()
    kept = reader.page.get_by_label("Votre brouillon")
    assert kept.input_value() == "Presque fini"
    reader.press("Effacer le brouillon")
    assert kept.count() == 0
    assert reader.page.evaluate("localStorage.length") == 0

"""The comment form in Chromium: it counts as the server counts, and its hint is the server's."""

import pytest

from comments.rules.problems import count_characters
from comments.rules.rendering import render
from comments.rules.tidying import tidy
from tests import cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

TEXTS = ["été", "e\u0301te\u0301", "مُحَمَّدٌ يَكْتُبُ", "👩\u200d🔬 et 👍🏽", "Bravo à tous"]


def test_the_counter_counts_as_the_server_counts_and_the_hint_is_the_servers(visitor, settings):
    reader = visitor()
    reader.goto(cast.an_article().get_absolute_url())
    area = reader.page.locator("#nouveau-form textarea")
    told = area.locator("xpath=..").locator(".compteur")
    for text in TEXTS:
        area.fill(text)
        left = settings.COMMENT_MAX_LENGTH - count_characters(text)
        figures = "".join(sign for sign in told.inner_text() if sign.isdigit())
        assert figures == str(left), text
    hint = reader.page.locator("#nouveau-form .alerte-lien")
    area.fill("C’est fini.ma famille le dit. Booking.com aussi, à ce qu’on dit.")
    with reader.page.expect_response("**/commentaires/liens"):
        area.press("End")
        area.type(" Ah.")
    assert hint.is_hidden()
    area.fill("Allez sur casino-maroc point com")
    hint.wait_for(state="visible")
    assert "casino-maroc point com" in hint.inner_text()
    reader.assert_well()


WRITTEN = [  # without a sign of a link: of those the server is asked
    "Une ligne",
    "Une ligne,\nune autre\n\nUn paragraphe   large\n \n\n\nLe dernier & <b>pas gras  ",
    "  سطر أول\nسطر ثان\n\nفقرة\n",
]


def test_the_preview_has_the_paragraphs_that_readers_will_see_and_asks_nobody(visitor):
    reader = visitor()
    reader.goto(cast.an_article().get_absolute_url())
    asked = []
    reader.page.on("request", lambda request: asked.append(request.resource_type))
    shown = reader.page.locator("[data-preview]")
    assert shown.is_hidden()
    for text in WRITTEN:
        reader.page.locator("#id_text").fill(text)
        drawn = shown.locator(".com__texte").inner_html()
        assert drawn == render(tidy(text)).replace("\n", ""), text
    assert not {"fetch", "xhr", "ping"} & set(asked)
    reader.page.locator("#id_text").fill(" \n ")
    assert shown.is_hidden()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_counter_groups_figures_as_the_server_does(visitor, language):
    reader = visitor()
    prefix = "" if language == "fr" else f"/{language}"
    reader.goto(prefix + cast.an_article().get_absolute_url())
    area = reader.page.locator("#nouveau-form textarea")
    told = area.locator("xpath=..").locator(".compteur")
    figures = {"fr": ("2 000", "1 997")}.get(language, ("2,000", "1,997"))
    for text, figure in zip(("", "Oui"), figures, strict=True):
        area.fill(text)
        assert figure in " ".join(told.inner_text().split())

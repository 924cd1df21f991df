"""The state of an article as one says it: scheduled and under embargo are not «Publié»."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.utils import timezone, translation

from articles.models import Article
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=cast.PARIS)
LATER = datetime(2026, 12, 1, 8, 0, tzinfo=cast.PARIS)
SCHEDULED = "Programmé pour le mardi 1er décembre à 08:00"
EMBARGOED = "Sous embargo jusqu’au mardi 1er décembre à 08:00"


@pytest.fixture
def editor(client, db):
    client.force_login(cast.hicham())
    with mock.patch.object(timezone, "now", return_value=NOW):
        yield client


def typed_dates(name):
    return {f"{name}_0": "01/12/2026", f"{name}_1": "08:00:00"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "words"), [("published_at", SCHEDULED), ("embargo_until", EMBARGOED)]
)
def test_what_readers_do_not_see_yet_is_told_in_message_form_list_and_preview(editor, name, words):
    article = cast.an_article(is_draft=True, published_at=None)
    typed = desk.opened(editor, article)
    desk.save(editor, article, typed, then="publish", **typed_dates(name))
    told = editor.get(desk.ARTICLES)
    assert f"{words}." in told.text
    assert "L’article est publié" not in told.text
    row = told.text.split('<td class="field-state">')[1].split("</td>")[0]
    assert row == words
    assert words in editor.get(desk.address(article)).text
    assert words in editor.get(f"/admin/apercu/{article.pk}/").text


@pytest.mark.slow
def test_a_date_moved_by_a_mere_save_is_told_too(editor):
    article = cast.an_article()
    desk.save(editor, article, desk.opened(editor, article), **typed_dates("embargo_until"))
    assert f"{EMBARGOED}." in editor.get(desk.ARTICLES).text


@pytest.mark.slow
def test_the_action_of_the_list_tells_the_ones_and_the_others(editor):
    now, later = (cast.an_article(is_draft=True, published_at=at) for at in (NOW, LATER))
    editor.post(desk.ARTICLES, {"action": "publish", "_selected_action": [now.pk, later.pk]})
    told = editor.get(desk.ARTICLES).text
    assert "Publié. Un article." in told
    assert f"{SCHEDULED}. Un article." in told


@pytest.mark.slow
def test_the_list_is_filtered_by_the_state_that_it_shows(editor):
    before = NOW - timedelta(days=1)
    even_later = LATER + timedelta(days=1)
    wanted = {
        "draft": cast.an_article(is_draft=True, embargo_until=LATER),
        "on_line": cast.an_article(published_at=before, embargo_until=before),
        "scheduled": cast.an_article(published_at=LATER, embargo_until=NOW + timedelta(days=1)),
        "embargoed": cast.an_article(published_at=LATER, embargo_until=even_later),
        "withdrawn": cast.an_article(published_at=before),
    }
    wanted["withdrawn"].kill(notice="Fausse nouvelle.")
    for standing, article in wanted.items():
        shown = editor.get(f"{desk.ARTICLES}?etat={standing}").context["cl"].result_list
        assert [each.pk for each in shown] == [article.pk], standing
        assert Article.objects.get(pk=article.pk).standing == standing


def test_it_is_said_in_the_language_of_the_colleague_with_the_year_if_it_is_another(db):
    article = cast.an_article(published_at=datetime(2031, 12, 1, 8, 0, tzinfo=cast.PARIS))
    assert article.standing_in_words == "Programmé pour le lundi 1er décembre 2031 à 08:00"
    with translation.override("en"):
        assert "Monday 1 December 2031 at 08:00" in article.standing_in_words
    with translation.override("ar"):
        assert "08:00" in article.standing_in_words

"""A correction: begun on the article, mended in its first minutes, then never changed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Correction
from articles.models.correction import TooLate
from tests import cast
from tests.articles import desk

pytestmark = pytest.mark.once

ADD = "/admin/articles/correction/add/"
TYPED = {"kind": "correction", "note": "Le pont a deux voie.", "said": "trois", "says": "deux"}


@pytest.fixture
def editor(client, db):
    client.force_login(cast.hicham())
    return client


def announced(editor):
    editor.post(ADD, {**TYPED, "article": cast.an_article(headline="Le pont rouvre").pk})
    return Correction.objects.get()


def page_of(correction):
    return f"/admin/articles/correction/{correction.pk}/change/"


@pytest.mark.slow
def test_it_is_begun_on_the_articles_form_with_the_article_chosen(editor):
    article = cast.an_article(headline="Le pont rouvre")
    form = editor.get(desk.address(article)).text
    (link,) = set(re.findall(rf'href="({ADD}[^"]*)"\s*>Corriger…</a>', form))
    page = editor.get(link).text
    assert f'<option value="{article.pk}" selected>Le pont rouvre</option>' in page
    assert "Pendant dix minutes vous pourrez encore la changer" in page
    draft = cast.an_article(is_draft=True)
    assert "Corriger…" not in editor.get(desk.address(draft)).text


@pytest.mark.slow
def test_a_second_press_announces_nothing_twice(editor):
    correction = announced(editor)
    again = editor.post(ADD, {**TYPED, "article": correction.article_id}, follow=True)
    assert again.status_code == 200
    assert Correction.objects.get() == correction
    assert correction.article.revisions.filter(act="corrected").count() == 1
    other = {**TYPED, "note": "Le pont a aussi un trottoir.", "article": correction.article_id}
    editor.post(ADD, other)
    assert Correction.objects.count() == 2


@pytest.mark.slow
def test_whoever_wrote_it_mends_it_in_its_first_minutes_and_the_history_tells(editor, client):
    correction = announced(editor)
    assert "Vous pouvez encore changer cette correction jusqu’à" in editor.get("/admin/").text
    assert (
        "Vous pouvez encore changer cette correction jusqu’à"
        in editor.get(page_of(correction)).text
    )
    at, article = correction.at, correction.article
    answer = editor.post(page_of(correction), {**TYPED, "note": "Le pont a deux voies."})
    assert answer.status_code == 302
    correction.refresh_from_db()
    assert (correction.note, correction.at, correction.article) == ("Le pont a deux voies.", at, article)  # fmt: skip
    assert "deux voies." in editor.get(article.home_url).text
    line = article.revisions.first()
    assert (line.act, line.note, line.number) == ("corrected", "Le pont a deux voies.", 2)
    client.force_login(cast.salma())
    assert client.post(page_of(correction), TYPED).status_code == 403


@pytest.mark.slow
def test_later_it_stays_as_it_is_and_what_was_typed_is_not_lost(editor):
    correction = announced(editor)
    Correction.objects.update(at=timezone.now() - timedelta(minutes=11))
    answer = editor.post(page_of(correction), {**TYPED, "note": "Le pont a quatre voies."})
    assert "Les dix minutes sont passées" in answer.text
    assert "Le pont a quatre voies." in answer.text
    correction.refresh_from_db()
    assert correction.note == TYPED["note"]
    with pytest.raises(TooLate):
        correction.mend(by=cast.hicham(), note="Autre.")
    page = editor.get(page_of(correction)).text
    assert "Elle ne change plus" in page
    assert "<textarea" not in page

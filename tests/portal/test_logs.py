"""The logs hold no private address and no noise."""

import logging

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


def test_a_refused_form_is_not_the_operators_business(client, db, caplog):
    client.get("/nulle-part/")
    assert "Not Found" not in caplog.text

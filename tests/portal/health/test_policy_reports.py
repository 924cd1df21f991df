"""What browsers report of the content policy: counted and told in a few words, whatever is sent."""

import json
import logging

import pytest

from portal.health import policy_reports
from portal.health.counters import Counters

pytestmark = [pytest.mark.once, pytest.mark.django_db]

KEY = "k" * 43
OLD = {
    "csp-report": {
        "document-uri": f"https://journal.example/ar/suivi/{KEY}/",
        "violated-directive": "script-src-elem",
        "blocked-uri": "https://mechant.example/x.js?u=nadia",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://journal.example/le-fil/12-titre/",
            "effectiveDirective": "require-trusted-types-for",
            "blockedURL": "trusted-types-sink",
        },
    }
]
LINE = "the content policy stopped something: "


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """The counts of this test alone, and a minute of its own."""
    own = Counters()
    monkeypatch.setattr(policy_reports, "counters", lambda: own)
    monkeypatch.setattr(policy_reports, "turns", policy_reports.Turns(policy_reports.PER_MINUTE))
    return own


def send(client, sent, kind="application/csp-report"):
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return client.post("/csp", body, content_type=kind)


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (OLD, "script-src-elem, from mechant.example, on /suivi/…"),
        (NEW, "require-trusted-types-for, trusted-types-sink, on /le-fil/…"),
    ],
)
def test_it_is_told_by_rule_host_and_kind_of_page_and_by_nothing_private(
    client, caplog, counted, sent, line
):
    with caplog.at_level(logging.WARNING):
        answer = send(client, sent)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert [record.getMessage() for record in caplog.records] == [LINE + line]
    assert counted.totals()["policy_reports"] == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"{", b"[1]", b"7", b"[" * 9000, b'{"csp-report": 4}', b'{"csp-report": {"blocked-uri": {"a": 1}}}',
        b'{"csp-report": {"blocked-uri": "http://[", "document-uri": "//[", "effective-directive": "\\u0000 \\n"}}',
        b'\xff\xfe', b'{"csp-report": {"blocked-uri": "https://x.example\\nforged line"}}',
    ],
)  # fmt: skip
def test_odd_reports_are_taken_without_a_word_of_theirs(client, caplog, sent):
    with caplog.at_level(logging.WARNING):
        assert send(client, sent).status_code == 204
    told = "".join(record.getMessage() for record in caplog.records)
    assert "\n" not in told
    assert "forged" not in told


def test_what_extensions_of_the_browser_do_is_left_out(client, caplog, counted):
    report = OLD["csp-report"] | {"source-file": "moz-extension://4f1c/x.js"}
    send(client, {"csp-report": report})
    assert counted.totals()["policy_reports"] == 0
    assert not caplog.records


def test_a_flood_is_counted_and_told_ten_times_a_minute(client, caplog, counted):
    with caplog.at_level(logging.WARNING):
        for _each in range(15):
            send(client, OLD)
    assert len(caplog.records) == policy_reports.PER_MINUTE
    assert counted.totals()["policy_reports"] == 15


def test_what_is_too_long_is_refused_and_what_is_no_report_is_not_asked_for(client):
    assert send(client, b" " * (policy_reports.LONGEST + 1)).status_code == 413
    assert client.get("/csp").status_code == 405

"""Statements of reasons on their way to the transparency database: a real server on this machine stands in for it."""

import json
import logging
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments.models import Filing, OwedStatement, Refusal, RegisterMonth
from comments.register import sending, statements
from portal.models import PeriodicWork
from tests import cast

NOT_UNIQUE = {"puid": ["The identifier given is not unique within this platform."]}
TOKEN = "a-token-that-nobody-reads"
NOW = timezone.now()
LATER = NOW + timedelta(hours=3)  # later than any test of a run that began now


class Database(ThreadingHTTPServer):
    """Takes statements as the Commission's does: whole batches only; `faults` are told by puid."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken, self.batches, self.tokens, self.faults = {}, [], set(), {}
        self.status = None  # answered to everything, if set


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        site = self.server
        batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["statements"]
        site.batches.append([each["puid"] for each in batch])
        site.tokens.add(self.headers["Authorization"])
        known = dict.fromkeys(site.taken, NOT_UNIQUE) | site.faults
        errors = {
            f"statement_{place}": known[each["puid"]]
            for place, each in enumerate(batch)
            if each["puid"] in known
        }
        status = site.status or (422 if errors else 201)
        if status == 201:
            site.taken |= {each["puid"]: each for each in batch}
        answer = json.dumps({"message": f"of {TOKEN}", "errors": errors}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def database(db, settings):
    server = Database()
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    settings.DSA_API_URL = f"http://127.0.0.1:{server.server_port}/api/v1/statements"
    settings.DSA_API_TOKEN = TOKEN
    yield server
    server.shutdown()
    server.server_close()


def puids():
    return [each.event.digest for each in statements.decisions().order_by("pk")]


def test_each_statement_is_sent_once_when_nobody_can_take_it_back_any_more(database):
    cast.a_rejected_comment()
    cast.a_suspension(cast.a_published_comment(sender="s" * 64))
    undone = cast.a_comment()
    undone.undo(undone.reject(by=cast.sofia(), **cast.against(1)), by=cast.sofia())
    assert sending.send(NOW).sent == 1, "the sanction; the refusal can still be taken back"
    assert sending.send(LATER).sent == 1
    assert sending.send(LATER).sent == 0
    assert puids()[0] in database.taken
    assert len(database.taken) == OwedStatement.objects.filter(state="sent").count() == 2
    assert database.tokens == {f"Bearer {TOKEN}"}


def test_without_address_or_token_nothing_is_sent_or_owed(database, settings):
    cast.a_rejected_comment()
    settings.DSA_API_TOKEN = ""
    assert sending.send(LATER).sent == 0
    assert not OwedStatement.objects.exists()
    assert database.batches == []


def test_many_go_in_batches(database, monkeypatch):
    monkeypatch.setattr(statements, "BATCH", 2)
    for _each in range(5):
        cast.a_rejected_comment()
    assert sending.send(LATER).sent == 5
    assert [len(batch) for batch in database.batches] == [2, 2, 1]


def test_a_database_that_is_away_gets_them_later_after_pauses_that_grow(database):
    cast.a_rejected_comment()
    database.status = 503
    pauses, at = [], LATER
    for _try in range(8):
        assert sending.send(at).trouble == "answered 503"
        assert sending.send(at).trouble == "", "not before its pause is over"
        due = OwedStatement.objects.get().due_at
        pauses.append((due - at) // timedelta(minutes=1))
        at = due
    assert pauses == [1, 5, 30, 120, 360, 1440, 1440, 1440]
    database.status = None
    assert sending.send(at).sent == 1
    assert OwedStatement.objects.get().error == ""


def test_nobody_at_the_address_is_told_without_the_token(database, settings, caplog):
    cast.a_rejected_comment()
    settings.DSA_API_URL = "http://127.0.0.1:1/" + TOKEN
    with caplog.at_level(logging.DEBUG):
        assert "refused" in sending.send(LATER).trouble
    assert TOKEN not in caplog.text + OwedStatement.objects.get().error


def test_what_it_refuses_is_kept_apart_and_the_others_are_taken(database):
    for _each in range(3):
        cast.a_rejected_comment()
    first, second, third = puids()
    database.faults[second] = {"category": [f"Not of {TOKEN}."]}
    done = sending.send(LATER)
    assert (done.sent, done.refused, done.went_well) == (2, 1, False)
    assert set(database.taken) == {first, third}
    refused = OwedStatement.objects.get(state="refused")
    assert refused.decision.event.digest == second
    assert refused.error == '{"category": ["Not of …."]}'
    assert sending.send(LATER + timedelta(days=9)).refused == 0, "it is not tried again"


def test_leads_and_administrators_read_what_was_refused_and_why(database, client):
    cast.a_rejected_comment()
    database.faults[puids()[0]] = {"category": ["It is required."]}
    sending.send(LATER)
    for who, status in ((cast.zoe(), 200), (cast.nora(), 200), (cast.sofia(), 403)):
        client.force_login(who)
        page = client.get("/admin/comments/owedstatement/")
        assert page.status_code == status
        assert ("It is required" in page.text) == (status == 200)
    client.force_login(cast.zoe())
    (owed,) = OwedStatement.objects.all()
    assert "It is required" in client.get(f"/admin/comments/owedstatement/{owed.pk}/change/").text


def test_where_nothing_is_sent_the_list_says_so(db, client, settings):
    client.force_login(cast.nora())
    settings.DSA_API_URL = ""
    page = client.get("/admin/comments/owedstatement/").text
    assert "DSA_API_URL n’est pas réglée" in page


def test_one_that_it_has_already_counts_as_sent(database):
    """A process died between the answer and the row."""
    cast.a_rejected_comment()
    sending.send(LATER)
    OwedStatement.objects.update(state="sending", claimed_at=LATER, sent_at=None)
    assert sending.send(LATER + timedelta(minutes=9)).sent == 0
    assert sending.send(LATER + timedelta(minutes=11)).sent == 1
    assert OwedStatement.objects.get().state == "sent"
    assert len(database.taken) == 1


def test_an_answer_that_does_not_say_whose_fault_it_is_settles_nothing(database):
    cast.a_rejected_comment()
    database.status = 422
    assert sending.send(LATER).trouble == "answered 422"
    assert OwedStatement.objects.get().state == "waiting"


def test_the_periodic_work_counts_files_sends_and_says_what_was_refused(database, settings, client):
    settings.UNDO_SECONDS = 0
    Refusal.objects.count_up(["link"], day=timezone.localdate() - timedelta(days=2))
    cast.a_rejected_comment()
    database.faults[puids()[0]] = {"category": ["Unknown."]}
    with pytest.raises(SystemExit):
        call_command("tick", stdout=StringIO(), stderr=StringIO())
    note = PeriodicWork.objects.get(name="tick")
    assert not note.went_well
    assert "0 statements of reasons sent, 1 refused" in note.said
    assert Filing.objects.filter(table="refusals").count() == RegisterMonth.objects.count() == 1
    settings.METRICS_FROM = ["127.0.0.1"]
    assert "portal_statements_refused 1" in client.get("/metrics").text


def test_a_redirect_is_not_followed(database):
    """The token goes to the address that the operator named, to no other."""
    cast.a_rejected_comment()
    database.status = 307
    assert sending.send(LATER).trouble == "answered 307"
    assert len(database.batches) == 1

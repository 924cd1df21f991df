"""What is fetched, from whom, and where it stops: servers on loopback that mean no good."""

import gzip
import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import wires
from articles.intake import fetch, polling
from articles.intake.fetch import Refused
from articles.models import Article, Wire
from tests import cast

CORPUS = Path(__file__).parents[2] / "corpus" / "wires"


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.behave(self)

    def answer(self, status=200, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def serving(behave):
    """A server on loopback; yields (its address, its host:port, what it was asked)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    server.asked = []

    def safely(request):
        with suppress(OSError):  # whoever asked may have left
            behave(request)

    server.behave = safely
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    place = f"127.0.0.1:{server.server_port}"
    try:
        yield f"http://{place}", place, server.asked
    finally:
        server.shutdown()
        server.server_close()


def refused(behave, seconds=3):
    with serving(behave) as (address, place, _asked), pytest.raises(Refused) as error:
        fetch.fetch(f"{address}/wire", allowed_hosts=[place], seconds=seconds)
    return str(error.value)


def test_an_answer_comes_with_what_asks_again_cheaply():
    def behave(request):
        if request.headers.get("If-None-Match") == '"v1"':
            return request.answer(304)
        return request.answer(
            body=b"news", ETag='"v1"', Last_Modified="Wed, 10 Jul 2024 12:00:00 GMT"
        )

    with serving(behave) as (address, place, asked):
        first = fetch.fetch(address, allowed_hosts=[place])
        assert (first.content, first.etag) == (b"news", '"v1"')
        again = fetch.fetch(
            address, allowed_hosts=[place], etag=first.etag, modified=first.modified
        )
        assert again.unchanged
        assert asked[1][1]["If-Modified-Since"] == "Wed, 10 Jul 2024 12:00:00 GMT"


def test_a_packed_answer_is_unpacked():
    packed = gzip.compress(b"news " * 1000)
    with serving(lambda r: r.answer(body=packed, Content_Encoding="gzip")) as (
        address,
        place,
        _asked,
    ):
        assert fetch.fetch(address, allowed_hosts=[place]).content == b"news " * 1000


@pytest.mark.slow
def test_a_bomb_is_not_unpacked():
    bomb = gzip.compress(bytes(200_000_000), 9)
    assert len(bomb) < 300_000
    assert "longer than" in refused(
        lambda r: r.answer(body=bomb, Content_Encoding="gzip"), seconds=15
    )


def test_a_gigabyte_announced_is_not_read():
    def behave(request):
        request.send_response(200)
        request.send_header("Content-Length", str(2**30))
        request.end_headers()
        for _each in range(1024):
            request.wfile.write(bytes(2**20))

    assert "longer than" in refused(behave)


def test_a_body_without_an_end_is_cut():
    def behave(request):
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(bytes(2**20))

    assert "longer than" in refused(behave, seconds=15)


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_drip_is_cut_at_the_deadline(where):
    def behave(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if where == "body":
            request.wfile.write(b"\r\n")
        while True:
            request.wfile.write(b"X: y\r\n" if where == "head" else b"x")
            request.wfile.flush()
            time.sleep(0.05)

    start = time.monotonic()
    assert "took longer than 1 s" in refused(behave, seconds=1)
    assert time.monotonic() - start < 5


def test_a_server_that_says_nothing_is_left_at_the_deadline():
    assert "took longer than 1 s" in refused(lambda r: time.sleep(3), seconds=1)


def test_redirects_end():
    assert "redirects" in refused(lambda r: r.answer(302, Location=f"{r.path}x"))


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/", "http://10.0.0.1/", "http://0.0.0.0/", "file:///etc/passwd", "ftp://exemple.org/", "http://user:pass@exemple.org/", "http://:80/"],
)  # fmt: skip
def test_a_redirect_into_the_house_is_not_followed(target):
    said = refused(lambda r: r.answer(302, Location=target))
    assert "inside the house" in said or "only http" in said or "not" in said, said


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost:8000/flux/rss.xml", "http://2130706433/", "http://0x7f.1/", "http://[fe80::1]/", "http://192.168.1.1/"])  # fmt: skip
def test_an_address_inside_the_house_is_never_asked(address):
    with pytest.raises(Refused):
        fetch.fetch(address)


def test_a_name_that_hides_an_inner_address_is_judged_by_the_address(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(Refused, match="inside the house"):
        fetch.fetch("http://agence.example/")


def test_the_exception_is_exact(settings):
    with serving(lambda r: r.answer(body=b"x")) as (address, place, _asked):
        assert fetch.fetch(address, allowed_hosts=[place]).content == b"x"
        with pytest.raises(Refused):
            fetch.fetch(address, allowed_hosts=["127.0.0.1:1", "127.0.0.1"])


@pytest.mark.parametrize("status", [404, 500, 204, 401])
def test_another_status_is_refused(status):
    assert str(status) in refused(lambda r: r.answer(status))


# The wires asked in turn


@pytest.fixture
def wire(db):
    return Wire.objects.create(
        name="MAP ar", source=cast.map_agency(), section=cast.le_fil(), address="http://127.0.0.1:9/", publishes=True
    )  # fmt: skip


def polled(wire, settings, behave):
    with serving(behave) as (address, place, asked):
        settings.WIRE_ALLOWED_HOSTS = [place]
        Wire.objects.filter(pk=wire.pk).update(address=f"{address}/rss.xml")
        wire.refresh_from_db()
        try:
            return polling.poll(wire), asked
        finally:
            wire.refresh_from_db()


def test_a_feed_over_http_becomes_articles_and_costs_a_304_the_second_time(wire, settings):
    content = (CORPUS / "feed-ar.xml").read_bytes()

    def behave(request):
        request.answer(304) if request.headers.get("If-None-Match") else request.answer(
            body=content, ETag='"1"'
        )

    taken, _asked = polled(wire, settings, behave)
    assert [str(each.outcome) for each in taken] == ["created", "refused"]
    assert Article.objects.visible().get().language == "ar"
    assert wire.fresh_at
    taken, asked = polled(wire, settings, behave)
    assert taken == []
    assert asked[0][1]["If-None-Match"] == '"1"'


def test_a_wire_that_fails_is_asked_less_and_less_often(wire, settings):
    for _each in range(3):
        with pytest.raises(Refused):
            polled(wire, settings, lambda r: r.answer(500))
    assert wire.failures == 3
    assert "500" in wire.last_error
    assert not polling.is_due(wire, wire.polled_at + timedelta(minutes=39))
    assert polling.is_due(wire, wire.polled_at + timedelta(minutes=40))
    wire.failures = 60
    assert polling.is_due(wire, wire.polled_at + polling.BACK_OFF_MOST)


def test_a_wire_gone_quiet_raises_an_alarm(wire):
    now = timezone.now()
    assert not polling.is_quiet(wire, now)
    assert polling.is_quiet(wire, now + timedelta(hours=25))
    wire.fresh_at = now + timedelta(hours=24)
    assert not polling.is_quiet(wire, now + timedelta(hours=25))


def test_poll_wires_tells_each_and_exits_with_what_happened(wire, settings):
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("poll_wires", stdout=out)
    assert left.value.code == 1
    told = json.loads(out.getvalue())
    assert told["wire"] == "MAP ar"
    assert "inside the house" in told["error"]
    out = StringIO()
    call_command("poll_wires", stdout=out)
    assert out.getvalue() == "", "its turn has not come again"


def test_an_answer_that_breaks_off_is_not_taken_for_a_shorter_feed():
    def short(request):
        request.send_response(200)
        request.send_header("Content-Length", "500")
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.write(b"<rss>")
        request.close_connection = True

    def half_packed(request):
        packed = gzip.compress(b"news " * 1000)
        request.answer(body=packed[: len(packed) // 2], Content_Encoding="gzip")

    for behave in (short, half_packed):
        assert "broke off" in refused(behave)


def test_what_claims_to_be_packed_and_is_not_is_refused():
    assert "error" in refused(lambda r: r.answer(body=b"plain", Content_Encoding="gzip"))


@pytest.mark.parametrize("disguise", ["64:ff9b::a00:1", "::ffff:10.0.0.1", "::a00:1", "2002:a00:1::", "fec0::1"])  # fmt: skip
def test_an_inner_address_in_disguise_is_refused(monkeypatch, disguise):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(0, 0, 0, "", (disguise, 80))])
    with pytest.raises(Refused, match="inside the house"):
        fetch.fetch("http://wire.example/")


def test_a_tls_handshake_that_never_ends_after_a_slow_connection_is_cut_at_the_deadline(
    monkeypatch,
):
    real = socket.create_connection

    def slowly(*args, **kwargs):
        time.sleep(2)
        return real(*args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", slowly)
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        kept = []

        def drip():
            line, _from = server.accept()
            kept.append(line)
            with suppress(OSError):
                line.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 kB, a byte at a time
                while True:
                    line.sendall(b"\x02")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(Refused):
            fetch.fetch(f"https://{place}/", allowed_hosts=[place], seconds=2.5)
        assert time.monotonic() - begun < 4.2, "the handshake has no time of its own"
        kept[0].close()


def test_one_wire_that_fails_in_an_unforeseen_way_keeps_no_other_waiting(
    wire, settings, monkeypatch
):
    def breaks(*args, **kwargs):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(polling, "read", breaks)
    with serving(lambda r: r.answer(body=b"<rss/>")) as (address, place, _asked):
        settings.WIRE_ALLOWED_HOSTS = [place]
        Wire.objects.filter(pk=wire.pk).update(address=address)
        with pytest.raises(SystemExit):
            call_command("poll_wires", stdout=(out := StringIO()))
    assert "unforeseen: RuntimeError" in json.loads(out.getvalue())["error"]
    assert Wire.objects.get().failures == 1


def test_what_is_said_of_a_picture_in_a_feed_is_not_the_text(db):
    feed = (
        b'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><guid>x</guid><title>Le port</title>'
        b"<description>Le port a rouvert.</description><media:content url='https://x.example/a.jpg' medium='image'/>"
        b"<media:description>Un port.</media:description><media:credit>Une Photographe</media:credit></item></channel></rss>"
    )
    (item,) = wires.read(feed)
    assert item.body == "Le port a rouvert."
    (picture,) = item.pictures
    assert (picture.caption, picture.credit) == ("Un port.", "Une Photographe")

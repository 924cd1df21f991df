"""What is fetched, from whom, and where it stops: servers on loopback that mean no good."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from articles.intake import fetch, polling
from articles.intake.fetch import Refused
from articles.models import Wire

pytestmark = pytest.mark.once

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
def serving(behave, tls=None):
    """A server on loopback; yields (its address, its host:port, what it was asked)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_gigabyte_announced_is_not_read():
    def behave(request):
        request.send_response(200)
        request.send_header("Content-Length", str(2**30))
        request.end_headers()
        for _each in range(1024):
            request.wfile.write(bytes(2**20))

    assert "longer than" in refused(behave)


@pytest.mark.slow
def test_a_body_without_an_end_is_cut():
    def behave(request):
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(bytes(2**20))

    assert "longer than" in refused(behave, seconds=15)


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_server_that_says_nothing_is_left_at_the_deadline():
    assert "took longer than 1 s" in refused(lambda r: time.sleep(3), seconds=1)


@pytest.mark.slow
def test_redirects_end():
    assert "redirects" in refused(lambda r: r.answer(302, Location=f"{r.path}x"))


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_exception_is_exact(settings):
    with serving(lambda r: r.answer(body=b"x")) as (address, place, _asked):
        assert fetch.fetch(address, allowed_hosts=[place]).content == b"x"
        with pytest.raises(Refused):
            fetch.fetch(address, allowed_hosts=["127.0.0.1:1", "127.0.0.1"])


@pytest.mark.slow
@pytest.mark.parametrize("status", [404, 500, 204, 401])
def test_another_status_is_refused(status):
    assert str(status) in refused(lambda r: r.answer(status))


# The wires asked in turn


def polled(wire, settings, behave):
    with serving(behave) as (address, place, asked):
        settings.WIRE_ALLOWED_HOSTS = [place]
        Wire.objects.filter(pk=wire.pk).update(address=f"{address}/rss.xml")
        wire.refresh_from_db()
        try:
            return polling.poll(wire), asked
        finally:
            wire.refresh_from_db()


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(lambda r: r.answer(body=b"news"), tls=context) as (address, place, asked):
        with pytest.raises(Refused, match="CERTIFICATE_VERIFY_FAILED"):
            fetch.fetch(address.replace("http:", "https:"), allowed_hosts=[place], seconds=3)
        assert asked == []

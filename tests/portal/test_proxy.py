"""deploy/nginx.conf with a real nginx before a real server: who falls silent keeps nobody waiting."""

import re
import socket
import ssl
import subprocess
import time

import pytest

from tests.deploy.shipped_nginx import HOST, NGINX, SHIPPED
from tests.portal.proxied import SECONDS, Proxy, kept_by, marks, wait_for
from tests.portal.serve.test_serve import free_port

pytestmark = marks


FORM = (
    b"POST /signaler/1/ HTTP/1.1\r\nHost: exemple.org\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 5000\r\n\r\nexplanation="
)


@pytest.mark.parametrize("sent", [FORM, b"GET / HTTP/1.1\r\nHost: exemple.org\r\nX-Slow: "])
def test_64_senders_who_fall_silent_keep_no_reader_waiting(proxy, sent):
    silent = [proxy.connect(f"127.0.1.{number % 8 + 1}") for number in range(64)]
    for each in silent:
        each.sendall(sent)
    began = time.monotonic()
    assert proxy.ask("/charte/").status == 200
    form = proxy.ask(
        "/articles/1/commentaires/", method="POST", body="text=Bonjour", Origin=f"https://{HOST}",
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert form.status == 404, "a form is read at once: there is no such article"
    assert time.monotonic() - began < SECONDS, "neither waited for the silent ones"
    for each in silent:
        each.settimeout(SECONDS * 3)
        try:
            answer = each.recv(1000)
        except ConnectionResetError:
            answer = b""
        assert not answer or b" 408 " in answer, "it is hung up on"
        each.close()


def test_a_reader_cannot_say_how_they_came_nor_ask_the_probes(proxy):
    assert proxy.ask("/charte/", **{"X-Forwarded-Proto": "http"}).status == 200, "sent to no HTTPS"
    assert proxy.ask("/healthz").status == proxy.ask("/readyz").status == 404


def test_the_log_names_no_reader_no_key_and_no_search(proxy):
    key = "s3cr3t" * 7 + "x"
    for address in (f"/suivi/{key}/", f"/ar/suivi/{key}/texte/", f"/alertes/{key}/", f"/signaleurs/{key}/2/",
                    f"/reponses/{key}/?ne=1", "/recherche/?q=ma+maladie"):  # fmt: skip
        proxy.ask(address, Referer=f"https://{HOST}/suivi/{key}/")
    time.sleep(0.2)
    logged = "".join(path.read_text() for path in proxy.folder.glob("portal*.log"))
    assert "/ar/suivi/..." in logged
    assert "/recherche/ " in logged
    for word in ("s3cr3t", "maladie", "127.0.0.2"):
        assert word not in logged


def test_while_the_portal_is_restarted_readers_are_told_in_words(proxy, tmp_path):
    folder = proxy.folder
    alone, secure = free_port(), free_port()
    text = (folder / "nginx.conf").read_text()
    behind = text.split("server 127.0.0.1:")[1].split(";")[0]
    for old, new in (
        (behind, str(alone)),
        (str(proxy.port), str(secure)),
        (f"{folder}/pid", f"{tmp_path}/pid"),
    ):
        text = text.replace(old, new)
    text = text.replace(f"listen 127.0.0.1:{text.split('listen 127.0.0.1:')[1].split(';')[0]};",
                        f"listen 127.0.0.1:{free_port()};")  # fmt: skip
    (tmp_path / "nginx.conf").write_text(text)
    nginx = subprocess.Popen([NGINX, "-c", tmp_path / "nginx.conf", "-p", tmp_path])
    try:
        wait_for(secure)
        answer = Proxy(secure, folder).ask("/")
        assert (answer.status, answer.getheader("Retry-After")) == (503, "10")
        assert b"Le site revient" in answer.words
    finally:
        nginx.terminate()
        nginx.wait(10)


def test_a_page_that_many_ask_for_is_kept_in_each_encoding(proxy):
    first = proxy.ask("/charte/", **{"Accept-Encoding": "gzip"})
    assert first.status == 200
    assert first.headers["Content-Encoding"] == "gzip"
    same = [proxy.ask("/charte/", **{"Accept-Encoding": "gzip, deflate"}) for _each in range(20)]
    assert {(each.status, each.headers["ETag"], each.words) for each in same} == {
        (200, first.headers["ETag"], first.words)
    }
    proxy.ask("/charte/", **{"Accept-Encoding": "deflate, gzip, br"})
    assert {"exemple.org/charte/|gzip", "exemple.org/charte/|br"} <= kept_by(proxy)
    known = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    assert proxy.ask("/charte/", **known).status == 304


def test_no_private_page_is_kept_by_the_proxy(proxy):
    for address in ("/admin/login/", f"/suivi/{'a' * 43}/"):
        proxy.ask(address)
    proxy.ask("/mentions/", Cookie="__Host-sessionid=abc")
    assert not [key for key in kept_by(proxy) if re.search("admin|suivi|mentions", key)]
    proxy.ask("/mentions/")
    assert "exemple.org/mentions/|" in kept_by(proxy)


def test_tls_is_of_today_and_keeps_no_key_for_later(proxy):
    """No version before 1.2, and of 1.2 nothing without forward secrecy or with a cipher that vouches for nothing."""
    versions = re.search(r"ssl_protocols (.*);", SHIPPED.read_text())[1]
    assert versions.split() == ["TLSv1.2", "TLSv1.3"]
    for ciphers, is_taken in (
        ("AES128-GCM-SHA256:AES256-SHA256:AES128-SHA", False),
        ("ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384", False),
        ("ECDHE-RSA-AES128-GCM-SHA256", True),
    ):
        context = ssl.create_default_context(cafile=proxy.folder / "fullchain.pem")
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(ciphers)
        line = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
        try:
            with context.wrap_socket(line, server_hostname=HOST) as secure:
                assert is_taken, secure.cipher()
        except (ssl.SSLError, ConnectionResetError):
            assert not is_taken, ciphers


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (b"GET / HTTP/1.1\r\nHost: exemple.org\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
        (b"GET / HTTP/1.1\r\nHost: exemple.org\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", {400}),
        (b"GET / HTTP/1.1\r\nHost: exemple.org\r\nHost: ailleurs.example\r\n\r\n", {400}),
        (b"TRACE / HTTP/1.1\r\nHost: exemple.org\r\nX-Secret: abc\r\n\r\n", {405}),
    ],
    ids=["two lengths of two kinds", "two lengths", "two hosts", "an echo"],
)  # fmt: skip
def test_a_request_that_two_servers_would_read_differently_is_refused(proxy, sent, codes):
    with proxy.connect("127.0.0.2") as line:
        line.sendall(sent)
        answer = line.recv(4000)
    assert int(answer.split()[1]) in codes, answer[:200]
    assert b"abc" not in answer

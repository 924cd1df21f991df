"""Forms that never end, or are too long: readers are served meanwhile, and the sender is told."""

import http.client
import os
import socket
import time
from contextlib import ExitStack
from io import BytesIO

import pytest
from django.test import Client

from tests import databases
from tests.portal.serve.test_serve import free_port, serve

pytestmark = [pytest.mark.slow, pytest.mark.once]
FORM = b"POST /articles/1/commentaires/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nname="


@pytest.fixture
def port(tmp_path, django_db_setup):
    """The port of a served site, whose server is the one that `make run` starts."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "DEBUG": "yes",
    }
    environment.pop("SITE_URL", None)
    databases.copy_migrated(tmp_path / "x.sqlite3")
    server = serve(str(port), env=environment)
    try:
        for _try in range(200):
            if is_alive(port):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def is_alive(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def answer_to(port, body):
    """Return the status of a form that is sent whole, or as far as `body` goes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(FORM + body)
        return connection.recv(12).decode().split()[1]


def test_senders_that_say_nothing_more_do_not_keep_readers_out(port):
    with ExitStack() as stack:
        for _number in range(30):
            silent = socket.create_connection(("127.0.0.1", port), timeout=60)
            stack.enter_context(silent).sendall(FORM)
        assert is_alive(port)
        assert answer_to(port, b"a" * 895) == "503"
        assert is_alive(port)
    answers = (answer_to(port, b"a" * 895) for _try in range(20))
    assert any(answer != "503" for answer in answers)


def test_a_form_that_could_not_be_read_is_told_to_its_sender(db):
    answer = Client().post("/articles/1/commentaires/", {}, **{"portal.unread_body": True})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert "renvoyer" in answer.text


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/ar/admin/login/", "/admin/articles/image/add/"]
)
def test_a_stranger_sends_the_admin_no_more_than_a_readers_form(db, address):
    client = Client()
    if "image" not in address:
        client.cookies["sessionid"] = "x"
    answer = client.post(address, {"username": "x", "file": BytesIO(b"a" * 1_100_000)})
    assert answer.status_code == 400

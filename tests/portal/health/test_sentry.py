"""What leaves for Sentry holds nobody's words; a real client sends it to a server on loopback."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
import sentry_sdk

from portal.health import sentry
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.once]
# Far from the lines that fail: Sentry shows those, as our code is public.
SECRET = "Ce que j’ai à dire ne regarde que vous"
SENT = {"Cookie": "nom=Lina", "User-Agent": "Lynx"}
QUERY = "?q=mot-cherché"


@pytest.fixture
def received():
    """What a Sentry server of ours received, as text."""
    found = []

    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
            found.append(unpack.get(self.headers["Content-Encoding"], bytes)(body).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_args):
            pass

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        sentry.start(f"http://key@127.0.0.1:{server.server_port}/1")
        yield found
        sentry_sdk.flush(5)
        sentry_sdk.init()
        server.shutdown()
        thread.join()


def test_a_failure_is_told_without_anybodys_words(received, client, db, monkeypatch):
    client.raise_request_exception = False

    def broken(*_args, **_options):
        text = SECRET
        raise ValueError(f"the database refuses {text}")

    monkeypatch.setattr("articles.pages.articles._visible", broken)
    answer = client.get(cast.an_article().get_absolute_url() + QUERY, headers=SENT)
    sentry_sdk.flush(5)
    assert answer.status_code == 500
    [told] = [text for text in received if "ValueError" in text]
    event = json.loads(told.splitlines()[2])
    assert event["tags"]["request"] == answer["X-Request-ID"]
    for secret in (SECRET, "ne regarde que vous", "Lina", "Lynx", "mot-cherch", "127.0.0.1"):
        assert secret not in json.dumps(event, ensure_ascii=False)


def test_a_private_address_is_told_without_its_key():
    url = f"http://localhost/suivi/{'k' * 43}/?x=1"
    event = sentry.without_words({"request": {"url": url, "method": "POST", "data": SECRET}}, {})
    assert event["request"] == {"method": "POST", "url": "http://localhost/suivi/…/"}

"""A search engine on loopback for tests: osmem, which speaks OpenSearch's protocol, behind a door that can misbehave.

OpenSearch itself cannot be had from the package registries. osmem is not ours, keeps fields and analysers as it is told,
and refuses what OpenSearch refuses; it is not OpenSearch, and says nothing of its speed.
"""

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from osmem_server import OsmemServer

STOPPED, ANSWERS, HANGS, BABBLES = "stopped", "answers", "hangs", "babbles"


class Engine:
    """The door: `with Engine() as engine`, then `engine.mood = STOPPED` and so on."""

    def __init__(self):
        self.mood = ANSWERS
        self.hung = threading.Event()
        self.asked = []  # method and path of each request
        engine = self

        class Door(BaseHTTPRequestHandler):
            def answer(self):
                engine.answer(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

            def log_message(self, *args):
                """Tell nothing on the screen."""

        self.door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.door.daemon_threads = True
        self.port = self.door.server_port

    def __enter__(self):
        self.behind = OsmemServer.start(japanese=False)
        threading.Thread(target=self.door.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.hung.set()
        self.door.shutdown()
        self.door.server_close()
        self.behind.close()

    def answer(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.asked.append(f"{request.command} {urlsplit(request.path).path}")
        if self.mood == HANGS:
            self.hung.wait(10)
        if self.mood in {STOPPED, HANGS}:
            request.close_connection = True
            request.connection.close()
            return
        status, words = (200, b"<html>") if self.mood == BABBLES else self.pass_on(request, body)
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(words)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(words)

    def indexes(self):
        """Return the names of the indexes that it keeps."""
        return list(self.behind.request("GET", "/_all"))

    def pass_on(self, request, body):
        behind = HTTPConnection(urlsplit(self.behind.url).netloc, timeout=10)
        kind = request.headers.get("Content-Type", "application/json")
        behind.request(request.command, request.path, body, {"Content-Type": kind})
        answer = behind.getresponse()
        return answer.status, answer.read()

"""A small server that speaks OpenSearch's protocol, as far as the portal uses it: documents in memory, on loopback.

The real one cannot be had from the package registries. This one shows that what we send and how we read answers fit
together, and what the pages do when the engine stops, hangs or talks nonsense; not that OpenSearch analyses French.
"""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

STOPPED, ANSWERS, HANGS, BABBLES = "stopped", "answers", "hangs", "babbles"


def holds(query, document) -> bool:
    """Return whether a document matches a query; raise KeyError for a kind of query that is not spoken here."""
    ((kind, asked),) = query.items()
    return KINDS[kind](asked, document)


def _match(asked, document):
    ((field, wanted),) = asked.items()
    if isinstance(wanted, str):
        return document.get(field) == wanted or wanted in document.get(field, [])
    words = set(_words(document.get(field, "")))
    assert wanted["operator"] == "and"
    return all(word in words for word in _words(wanted["query"]))


def _term(asked, document):
    ((field, wanted),) = asked.items()
    return document.get(field) == wanted


def _terms(asked, document):
    ((field, wanted),) = asked.items()
    return document.get(field) in wanted


def _range(asked, document):
    ((field, bounds),) = asked.items()
    value = document.get(field)
    tries = {"lte": str.__le__, "lt": str.__lt__, "gte": str.__ge__, "gt": str.__gt__}
    return value is not None and all(tries[name](value, bound) for name, bound in bounds.items())


def _bool(asked, document):
    def every(name):
        there = asked.get(name, [])
        return [there] if isinstance(there, dict) else there

    return (
        all(holds(query, document) for query in [*every("must"), *every("filter")])
        and not any(holds(query, document) for query in every("must_not"))
        and (not every("should") or any(holds(query, document) for query in every("should")))
    )


def _exists(asked, document):
    return document.get(asked["field"]) is not None


KINDS = {
    "match": _match, "term": _term, "terms": _terms, "range": _range, "bool": _bool, "exists": _exists,
    "match_all": lambda asked, document: True,
}  # fmt: skip


def _words(text):
    return re.findall(r"\w+", text.lower())


class Engine:
    """The server: `with Engine() as engine`, then `engine.mood = STOPPED` and so on."""

    def __init__(self):
        self.mood = ANSWERS
        self.documents = {}
        self.hung = threading.Event()
        self.asked = []  # method and path of each request
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                engine.handle(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

            def log_message(self, *args):
                """Tell nothing on the screen."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.hung.set()
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request):
        path = urlsplit(request.path).path
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        self.asked.append(f"{request.command} {path}")
        if self.mood == STOPPED:
            request.close_connection = True
            request.connection.close()
            return
        if self.mood == HANGS:
            self.hung.wait(10)
            request.close_connection = True
            return
        status, answer = (200, "<html>") if self.mood == BABBLES else self.reply(path, body)
        words = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(words)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(words)

    def reply(self, path, body):
        last = path.rsplit("/", 1)[-1]
        if last == "_bulk":
            lines = [json.loads(line) for line in body.splitlines()]
            for action, document in zip(lines[::2], lines[1::2], strict=True):
                self.keep(action["index"]["_id"], document)
            items = [{"index": {"_id": key, "status": 201}} for key in self.documents]
            return 200, {"errors": False, "items": items[: len(lines) // 2]}
        if "_doc" in path:
            self.keep(last, json.loads(body))
            return 201, {"result": "created"}
        if last in {"_search", "_count"}:
            found = self.found(json.loads(body)["query"])
            if last == "_count":
                return 200, {"count": len(found)}
            hits = [{"_id": key, "_score": 1.0, "fields": {"pk": [key]}} for key in found]
            return 200, {"hits": {"hits": hits}}
        return 200, {"acknowledged": True}

    def keep(self, key, document):
        document["_all_text"] = document.get("indexed_words", "")
        self.documents[document["pk"]] = document

    def found(self, query):
        return [key for key, document in self.documents.items() if holds(query, document)]

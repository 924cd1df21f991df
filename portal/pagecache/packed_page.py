"""A whole answer of the site, packed once and given as often as it is asked for."""

import gzip
import hashlib
import json
import re
import time
from email.utils import parsedate_to_datetime
from functools import lru_cache
from wsgiref.handlers import format_date_time

import brotli

LONGEST = 1024 * 1024  # bytes of a body that is kept
SHORTEST_PACKED = 200  # bytes: below, packing gains nothing
GZIP_LEVEL, BROTLI_QUALITY = 6, 5
KEPT_STATUSES = {200, 301, 410}
IN_PLACE_OF_A_PAGE = "public, max-age=0, s-maxage=1"
TEXT = re.compile(r"text/|.*(?:json|xml|javascript)")
REPLACED = {"content-length", "content-encoding", "etag", "last-modified", "vary"}
TOLD_UNCHANGED = {
    "cache-control",
    "content-language",
    "content-location",
}  # RFC 9110, section 15.4.5
NUMBER_IN_A_LINK = re.compile(rb"/([0-9]{1,18})-")  # of an article: /le-fil/12-titre
RECENT_SECONDS = 2  # a page may change twice in the second that Last-Modified names
ENTRY_BYTES = 2000  # what a page takes beside its body


class PackedPage:
    """One answer: its status, headers, and body in each encoding asked for.

    `tags`, `moment` and `until` say when it is out of date (articles/freshness/), `made` is when its version was ready, in
    nanoseconds since 1970, `place` where that is told to others (latest_shown.py).
    """

    fell = None  # time.monotonic() when it was first found out of date
    articles = frozenset()  # numbers of the articles that its links name

    def __init__(self, status, headers, body):
        self.status_line, self.status = status, int(status[:3])
        self.headers = [(name, value) for name, value in headers if name.lower() not in REPLACED]
        self.named = {name.lower(): value for name, value in headers}
        self.digest = hashlib.blake2b(body, digest_size=16).hexdigest()
        self.bodies = {}
        is_text = TEXT.match(self.named.get("content-type", "")) is not None
        self.is_packed = is_text and len(body) >= SHORTEST_PACKED
        self.bodies["gzip" if self.is_packed else ""] = (
            gzip.compress(body, GZIP_LEVEL, mtime=0) if self.is_packed else body
        )
        self.is_kept = (
            self.status in KEPT_STATUSES
            and "public" in self.named.get("cache-control", "")
            and "set-cookie" not in self.named
            and self.named.get("vary", "").lower() in {"", "accept-encoding"}
            and len(body) <= LONGEST
        )
        if self.is_kept:
            self.articles = frozenset(map(int, NUMBER_IN_A_LINK.findall(body)))
        self.made = None
        self.told = {}  # encoding → the headers of a whole answer, without Age

    def take_the_place(self):
        """Let a cache in front keep this 404 for a second: so it lets go of the page that stood at the address."""
        others = [
            pair for pair in self.headers if pair[0].lower() not in {"cache-control", "expires"}
        ]
        self.headers = [*others, ("Cache-Control", IN_PLACE_OF_A_PAGE)]

    @property
    def number(self):
        """Return its digest as a number of 64 bits."""
        return int(self.digest[:16], 16)

    @property
    def size(self):
        """Return about how many bytes it takes in memory, a second encoding included."""
        return ENTRY_BYTES + 2 * sum(map(len, self.bodies.values()))

    def to_bytes(self, key: str) -> bytes:
        """Return the page of an address as it is kept on disk: a line of JSON, then its body as first packed."""
        head = {
            "key": key,
            "status": self.status_line,
            "headers": self.headers,
            "digest": self.digest,
            "packed": self.is_packed,
            "articles": sorted(self.articles),
            "tags": sorted(self.tags),
            "begun": self.begun,
            "made": self.made,
            "place": self.place,
        }
        body = self.bodies["gzip" if self.is_packed else ""]
        return json.dumps(head | {"length": len(body)}).encode() + b"\n" + body

    @classmethod
    def from_bytes(cls, kept: bytes):
        """Return (page, key) of `to_bytes`; raises ValueError or KeyError if it is not whole."""
        line, _newline, body = kept.partition(b"\n")
        head = json.loads(line)
        if head["length"] != len(body):
            raise ValueError("cut off")
        page = cls.__new__(cls)
        page.status_line, page.status = head["status"], int(head["status"][:3])
        page.headers = [(name, value) for name, value in head["headers"]]
        page.digest, page.is_packed = head["digest"], head["packed"]
        page.articles, page.tags = frozenset(head["articles"]), frozenset(head["tags"])
        page.begun, page.made, page.place = head["begun"], head["made"], head["place"]
        page.bodies = {"gzip" if page.is_packed else "": body}
        page.is_kept, page.told = True, {}
        return page, head["key"]

    def answer(self, environ, start_response, age=None):
        """Answer a GET or HEAD by WSGI, with 304 if the reader has it; `age` is told in seconds."""
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_packed else ""
        aged = [] if age is None else [("Age", str(int(age)))]
        if self.is_kept and self.status == 200 and self._is_known(environ):
            told = [pair for pair in self.headers if pair[0].lower() in TOLD_UNCHANGED]
            start_response("304 Not Modified", told + self._own_headers(encoding) + aged)
            return []
        body = self._body(encoding)
        told = self.told.get(encoding) or self._tell(encoding, len(body))
        start_response(self.status_line, told + aged if aged else told)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _tell(self, encoding, length):
        """Return the headers of a whole answer; remember them once `made` is settled."""
        told = [*self.headers, *self._own_headers(encoding), ("Content-Length", str(length))]
        if encoding:
            told.append(("Content-Encoding", encoding))
        self.told[encoding] = told
        return told

    def _own_headers(self, encoding):
        own = [("Vary", "Accept-Encoding")] if self.is_packed else []
        if self.is_kept and self.status == 200:
            own.append(("ETag", f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'))
            own.append(("Last-Modified", format_date_time(self.made // 10**9)))
        return own

    def _body(self, encoding):
        if encoding not in self.bodies:
            plain = gzip.decompress(self.bodies["gzip"])
            if not encoding:
                return plain  # rare, so not kept
            self.bodies["br"] = brotli.compress(
                plain, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY
            )
        return self.bodies[encoding]

    def _is_known(self, environ):
        """Return whether the reader has this version already (RFC 9110, section 13.2.2)."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None:
            return f'"{self.digest}' in known or known.strip() == "*"
        since = _seconds(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
        made = self.made // 10**9
        return since is not None and since >= made and time.time() - made > RECENT_SECONDS


@lru_cache(256)
def best_encoding(accepted: str) -> str:
    """Return "br", "gzip" or "" by an Accept-Encoding header."""
    weights = {}
    for each in accepted.lower().split(","):
        name, _semicolon, weight = each.partition(";")
        found = re.fullmatch(r"\s*q\s*=\s*([0-9.]+)\s*", weight)
        weights[name.strip()] = 1.0 if not found else _number(found[1])
    if weights.get("br", 0) > 0 and weights["br"] >= weights.get("gzip", 0):
        return "br"
    return "gzip" if weights.get("gzip", 0) > 0 else ""


def _number(text):
    try:
        return float(text)
    except ValueError:
        return 0.0


def _seconds(date):
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (ValueError, OverflowError):
        return None

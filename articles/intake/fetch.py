"""Fetch one address over HTTP, within limits of size, time and place; trust no answer.

10 MB after unpacking, 20 s in all (slow headers and slow bytes included), 5 redirects, and no address inside the
house: each name is resolved once, its addresses are judged, and the connection goes to the very address judged.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import urljoin, urlsplit

BYTES_MOST = 10 * 1024 * 1024
SECONDS_MOST = 20
REDIRECTS_MOST = 5
AGENT = "portal-wires/1"
# IPv6 networks that carry any IPv4 address inside (RFC 4291, 6052, 3056), or that were made for internal use.
DISGUISES = [ip_network(net) for net in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/32", "2002::/16", "fec0::/10")]  # fmt: skip


class Refused(OSError):
    """An answer that was not taken; the message names the limit, in English."""


@dataclass
class Answer:
    """An answer; `content` is empty if it is `unchanged` (304)."""

    content: bytes = b""
    unchanged: bool = False
    etag: str = ""
    modified: str = ""
    address: str = ""
    headers: dict = field(default_factory=dict)


def fetch(address, *, allowed_hosts=(), etag="", modified="", seconds=SECONDS_MOST) -> Answer:
    """Return the answer of an address; raise Refused.

    `allowed_hosts` are exact «host:port» inside the house that may be asked all the same.
    """
    deadline = time.monotonic() + seconds
    for _hop in range(REDIRECTS_MOST + 1):
        response, connection, watch = _ask(
            address, allowed_hosts, etag, modified, deadline, seconds
        )
        try:
            if response.status in {301, 302, 303, 307, 308}:
                address = urljoin(address, response.getheader("Location") or "")
                continue
            if response.status == 304:
                return Answer(unchanged=True, etag=etag, modified=modified, address=address)
            if response.status != 200:
                raise Refused(f"answered {response.status}")
            content = _read(response, deadline)
            return Answer(
                content=content,
                etag=(response.getheader("ETag") or "")[:300],
                modified=(response.getheader("Last-Modified") or "")[:100],
                address=address,
            )
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            raise _as_refused(error, deadline, seconds) from error
        finally:
            watch.cancel()
            connection.close()
    raise Refused(f"more than {REDIRECTS_MOST} redirects")


def _as_refused(error, deadline, seconds):
    if isinstance(error, Refused):
        return error
    if time.monotonic() >= deadline:
        return Refused(f"took longer than {seconds} s")
    return Refused(f"{type(error).__name__}: {error}"[:200])


def _ask(address, allowed_hosts, etag, modified, deadline, seconds):
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Refused("not an address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise Refused("only http and https addresses are asked")
    place = _resolved(parts.hostname, port, allowed_hosts)
    left = deadline - time.monotonic()
    if left <= 0:
        raise Refused(f"took longer than {seconds} s")
    connection = _Pinned(parts.hostname, port, place, parts.scheme == "https", left)
    # One byte now and then resets a socket's own time-out for ever: the timer cuts the line at the deadline.
    watch = threading.Timer(left, connection.cut)
    watch.daemon = True
    watch.start()
    headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", target, headers=headers)
        return connection.getresponse(), connection, watch
    except (OSError, http.client.HTTPException, ValueError) as error:
        watch.cancel()
        connection.close()
        raise _as_refused(error, deadline, seconds) from error


def _resolved(host, port, allowed_hosts):
    """Return an address of that host to connect to; refuse addresses inside the house.

    They are refused under any name, and as IPv4 inside IPv6.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(f"{host} is not known") from error
    places = [place[4][0] for place in found]
    if f"{host}:{port}" in allowed_hosts:
        return places[0]
    for place in places:
        ip = ip_address(place.partition("%")[0])
        ip = getattr(ip, "ipv4_mapped", None) or ip
        is_disguised = ip.version == 6 and any(ip in net for net in DISGUISES)
        if not ip.is_global or ip.is_multicast or is_disguised:
            raise Refused(f"{host} is an address inside the house")
    return places[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to the judged address, under the name that was asked for."""

    def __init__(self, host, port, place, is_tls, seconds):
        super().__init__(host, port, timeout=seconds)
        self.place, self.is_tls = place, is_tls
        self.line, self.is_cut = None, False

    def connect(self):
        self.line = self.sock = socket.create_connection((self.place, self.port), self.timeout)
        if self.is_tls:
            # Set before the handshake, which may be as slow as an answer: cut() needs it.
            self.line = self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()
        if self.is_cut:
            raise TimeoutError

    def cut(self):
        self.is_cut = True
        try:
            if self.line is not None:
                self.line.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # closed already


def _read(response, deadline):
    """Return the body, unpacked, never holding more than BYTES_MOST."""
    length = response.getheader("Content-Length") or ""
    length = int(length) if length.isdecimal() and len(length) < 20 else None
    if (length or 0) > BYTES_MOST:
        raise Refused(f"longer than {BYTES_MOST} bytes")
    packing = (response.getheader("Content-Encoding") or "").strip().lower()
    if packing not in {"", "identity", "gzip", "x-gzip"}:
        raise Refused(f"packed by {packing[:20]!r}")
    unpack = zlib.decompressobj(31) if "gzip" in packing else None
    parts, size, raw = [], 0, 0
    while chunk := response.read1(65536):
        raw += len(chunk)
        if time.monotonic() >= deadline:
            raise TimeoutError
        while True:
            piece = unpack.decompress(chunk, 65536) if unpack else chunk
            size += len(piece)
            if max(size, raw) > BYTES_MOST:
                raise Refused(f"longer than {BYTES_MOST} bytes")
            parts.append(piece)
            chunk = unpack.unconsumed_tail if unpack else b""
            if not chunk:
                break
    if time.monotonic() >= deadline:
        raise TimeoutError
    # Half a feed would look like a feed whose other entries were removed.
    if (length is not None and raw < length) or (unpack and raw and not unpack.eof):
        raise Refused("broke off before its end")
    return b"".join(parts)

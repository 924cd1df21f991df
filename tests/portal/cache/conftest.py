"""The page cache around the real application, on the test's own database."""

import io

import pytest
from django.core import signals
from django.db import close_old_connections

from portal.pagecache import LatestShown, PageCache


class Answer:
    def __init__(self, status, headers, body):
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body
        self.text = body.decode("utf-8", "replace")


class Site:
    """Asks one process of the site for pages, and counts those that its application makes."""

    def __init__(self, shown=None, most_bytes=8 * 1024 * 1024, disk=None):
        self.made = 0
        self.cache = PageCache(self._application, most_bytes=most_bytes, shown=shown, disk=disk)

    def _application(self, environ, start_response):
        self.made += 1
        from portal.wsgi import BoundedBodies, django_application  # it loads what settings name now

        return BoundedBodies(django_application)(environ, start_response)

    def ask(self, address, method="GET", **headers):
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "203.0.113.9",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
        }
        environ |= {
            name if name.isupper() else f"HTTP_{name.upper()}": value
            for name, value in headers.items()
        }
        told = []
        body = b"".join(
            self.cache(environ, lambda status, headers, _error=None: told.extend([status, headers]))
        )
        return Answer(*told, body)


@pytest.fixture
def site(one_connection):
    return Site()


@pytest.fixture
def two_processes(one_connection, tmp_path):
    """Two processes of one machine, which share what was shown last."""
    return Site(LatestShown(tmp_path / "shown")), Site(LatestShown(tmp_path / "shown"))


@pytest.fixture
def one_connection(db, monkeypatch):
    """The test's own connection stays open between requests, as Django's test client keeps it."""
    monkeypatch.setattr("portal.pagecache.close_connections", lambda: None)
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)

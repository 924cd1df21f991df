"""A real nginx with the shipped file, and a portal behind it."""

import os
import re
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from tests import databases
from tests.deploy import shipped_nginx
from tests.deploy.shipped_nginx import HOST, NGINX
from tests.portal.serve.test_serve import free_port

SECONDS = 2  # of silence, in place of the ten of the shipped file
marks = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(not (NGINX or os.environ.get("CI")), reason="nginx is not installed"),
]


def wait_for(port):
    for _try in range(150):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing listens at {port}")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory, django_db_setup):
    """Serve a portal behind nginx; return the Proxy."""
    folder = tmp_path_factory.mktemp("proxy")
    behind, plain, secure = free_port(), free_port(), free_port()
    databases.copy_migrated(folder / "x.sqlite3")
    nginx = shipped_nginx.prepare(
        folder, behind=behind, plain=plain, secure=secure,
        others=(
            ("client_header_timeout 10s", f"client_header_timeout {SECONDS}s"),
            ("client_body_timeout 10s", f"client_body_timeout {SECONDS}s"),
        ),
    )  # fmt: skip
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}", "DEBUG": "yes", "PAGE_CACHE_MB": "8",
        "SITE_URL": f"https://{HOST}", "PROXIES": "1", "EMAIL_URL": f"file://{folder}/mails",
    }  # fmt: skip
    proxy = Proxy(secure, folder, behind, environment)
    in_front = subprocess.Popen(nginx)
    try:
        proxy.start()
        wait_for(secure)
        yield proxy
    finally:
        for process in (proxy.portal, in_front):
            process.terminate()
            process.wait(10)


@dataclass
class Proxy:
    """An nginx that runs: the port of its TLS, and the folder of its certificate and logs; a portal behind it."""

    port: int
    folder: Path
    behind: int = 0
    environment: dict = field(default_factory=dict)
    portal: subprocess.Popen | None = None

    def start(self):
        """Start the portal behind it, and wait until it answers."""
        words = [sys.executable, "-m", "portal.serve", str(self.behind)]
        self.portal = subprocess.Popen(words, env=self.environment)
        wait_for(self.behind)

    def in_shell(self, code):
        """Run code as a colleague's act would; return its last word."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", code],
            env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.strip().split("\n")[-1]

    def status(self, address, coding=""):
        return self.ask(address, **{"Accept-Encoding": coding}).status

    def connect(self, source):
        """Return a TLS connection from an address of this machine's own (127.0.0.0/8)."""
        context = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        place = ("127.0.0.1", self.port)
        raw = socket.create_connection(place, timeout=10, source_address=(source, 0))
        return context.wrap_socket(raw, server_hostname=HOST)

    def ask(self, address, *, method="GET", body=None, source="127.0.0.2", **headers):
        connection = HTTPSConnection(HOST)
        connection.sock = self.connect(source)
        connection.request(method, address, body=body, headers={"Host": HOST, **headers})
        answer = connection.getresponse()
        answer.words = answer.read()
        connection.close()
        return answer


def kept_by(proxy):
    """Return the keys of the pages that the proxy keeps."""
    return set(files_of(proxy))


def files_of(proxy):
    files = [path.read_bytes() for path in (proxy.folder / "pages").rglob("*") if path.is_file()]
    return [re.search(rb"\nKEY: (\S+)", file)[1].decode() for file in files]

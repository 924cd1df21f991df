"""A site of a benchmark's own: its database, its port, its demo; loopback only."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PLAIN_DEMO = "import django; django.setup(); from tests import cast; cast.demo()"


def prepare(folder, rate, database=None, *, has_plain_pictures=False):
    """Make the database and the demo; return the environment to serve them in.

    Drawing the demo's pictures takes ten seconds; plain ones do if no page is weighed.
    """
    database = database or os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
    environment = {**os.environ, "DATABASE_URL": database, "COMMENT_RATE": rate, "DEBUG": "no"}
    environment.pop("SITE_URL", None)
    if not _has_a_migrated_copy(database):
        _manage(environment, "migrate", "-v0")
    collect_static()
    if has_plain_pictures:
        _run({**environment, "DJANGO_SETTINGS_MODULE": "portal.settings"}, "-c", PLAIN_DEMO)
    else:
        _manage(environment, "demo")
    return environment


def _has_a_migrated_copy(database):
    """Copy the file that tests migrated, if there is one and the new database is a file; return whether it was."""
    scheme, _, file = database.partition(":///")
    if scheme != "sqlite" or Path(file).exists():
        return False
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from tests.databases import copy_migrated  # reads the settings: a benchmark has none yet

    try:
        copy_migrated(file)
    except FileNotFoundError:
        return False
    return True


_collecting = threading.Lock()  # two sites may be prepared at once


def collect_static():
    """Collect and compress the static files into var/static, unless they are newer than their sources.

    It takes longer than the demo, so processes wait for one another.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from tests.databases import (
        one_process_at_a_time,
    )  # reads the settings: a benchmark has none yet

    with _collecting, one_process_at_a_time():
        _collect_static()


@cache
def _collect_static():
    collected = ROOT / "var" / "static" / "staticfiles.json"
    sources = [
        *(ROOT / "static").rglob("*"),
        ROOT / "portal" / "static_files.py",
        ROOT / "requirements.txt",
    ]
    if collected.exists() and collected.stat().st_mtime > max(
        path.stat().st_mtime for path in sources
    ):
        return
    _manage({**os.environ, "DEBUG": "no"}, "collectstatic", "--no-input", "-v0")


def _manage(environment, *words):
    _run(environment, "manage.py", *words)


def _run(environment, *words):
    subprocess.run(
        [sys.executable, *words],
        cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def start(folder, rate):
    port, environment = free_port(), prepare(folder, rate)
    server = subprocess.Popen(
        [sys.executable, "-m", "portal.serve", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    for _try in range(100):
        try:
            if ask(port, "GET", "/readyz")[0] == 200:
                return server, port, environment
        except OSError:
            time.sleep(0.1)
    server.terminate()
    sys.exit("the server never answered")


def ask(port, method, path, body=None, headers=None):
    status, told, text = ask_whole(port, method, path, body, headers)
    return status, told["Location"], text


def ask_whole(port, method, path, body=None, headers=None):
    """Return (status, headers, text) of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def in_shell(environment, code):
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


def fetch(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status not in (200, 304):
        sys.exit(f"{path} answered {answer.status}")
    return {name.lower(): value for name, value in answer.getheaders()}, body


SESSION = """
from django.contrib.auth.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.get(username="sofia"))
print(client.cookies["sessionid"].value)
"""


def session(environment):
    """Sign a moderator of the demo in; return the value of her cookie."""
    return in_shell(environment, SESSION)

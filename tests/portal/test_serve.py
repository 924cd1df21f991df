"""`make run` ends here: the site is served, and says where."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

pytestmark = pytest.mark.slow


def serve(port, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "portal.serve", port],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_site_is_served_where_it_says(tmp_path):
    port = free_port()
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "DEBUG": "yes",
    }  # fmt: skip
    environment.pop("SITE_URL", None)
    server = serve(str(port), env=environment)
    try:
        told = [server.stdout.readline() for _line in range(6)]
        assert f"http://localhost:{port}/admin/" in "".join(told)
        answer = None
        for _try in range(100):
            try:
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        assert answer is not None, "it never answered"
        assert answer.read() == b"ok\n"
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.parametrize("port", ["0", "65536", "http", "²", ""])
def test_a_port_that_is_none_is_refused_by_name(port):
    told, _nothing = serve(port).communicate(timeout=20)
    assert told.startswith("PORT must be a number")


def test_a_port_in_use_is_told_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told, _nothing = serve(str(taken.getsockname()[1])).communicate(timeout=20)
    assert "cannot be used" in told
    assert "PORT=8123 make run" in told

"""`make run` ends here: the site is served, and says where."""

import os
import signal
import socket
import subprocess
import sys
import time
from email import message_from_bytes
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread

import pytest

from portal.serve import server as main_process
from tests import databases
from tests.bench.site import collect_static

pytestmark = [pytest.mark.once, pytest.mark.slow]


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


def ask(port, address):
    """Return the status of an answer; what went wrong if there was none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        return repr(error)
    finally:
        connection.close()


def is_served(port, seconds=60):
    """Wait for a server that has been started; return whether it answers."""
    term = time.monotonic() + seconds
    while time.monotonic() < term:
        if ask(port, "/healthz") == 200:
            return True
        time.sleep(0.1)
    return False


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
        assert is_served(port), "it never answered"
    finally:
        server.terminate()
        server.wait(10)


A_COMMENT = """
from articles.models import Article, Section, Source
from comments.models import Comment
from django.utils import timezone
article = Article(headline="Le câble", slug="le-cable", body="<p>Un câble.</p>",
    published_at=timezone.now(), source=Source.objects.create(short_name="R", kind="newsroom"),
    section=Section.objects.create(slug="societe", name="Société"))
article.save()
article.publish()
Comment.objects.submit(article=article, name="Lina", text="Bonjour.", language="fr",
    submission_key="k", email="lina@exemple.org")
"""


def kind_of_feed(port, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/flux/rss.xml", headers=headers)
    return connection.getresponse().headers["Content-Type"]


def test_the_served_demo_sends_its_letters_and_says_where_they_are_read(tmp_path, django_db_setup):
    port, mails = free_port(), tmp_path / "mails"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "EMAIL_URL": f"file://{mails}",
    }
    environment.pop("SITE_URL", None)
    databases.copy_migrated(tmp_path / "x.sqlite3")
    collect_static()
    comment = [sys.executable, "manage.py", "shell", "-v0", "-c", A_COMMENT]
    subprocess.run(comment, env=environment, check=True)
    server = serve(str(port), env=environment)
    try:
        assert str(mails) in "".join(server.stdout.readline() for _line in range(8))
        for _try in range(300):
            found = [path.read_bytes() for path in mails.glob("*")]
            if found and found[0].endswith(b"-\n"):  # a line of dashes ends it
                break
            time.sleep(0.1)
        letter = message_from_bytes(found[0])
        text = letter.get_payload(0).get_payload(decode=True).decode()
        assert f"http://localhost:{port}/suivi/" in text
        # Letters leave before the server takes requests.
        assert is_served(port), "it never answered"
        assert kind_of_feed(port) == "application/rss+xml; charset=utf-8"
        opened = kind_of_feed(port, **{"Sec-Fetch-Dest": "document"})
        assert opened == "application/xml; charset=utf-8", "browsers show it, and do not save it"
    finally:
        server.terminate()
        server.wait(10)
    # Read to its end: the periodic work, which holds this pipe too, has ended with the server.
    assert "Periodic work:" not in server.stdout.read()


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


def environment_of(folder, port):
    """A site of its own in a folder, migrated."""
    databases.copy_migrated(folder / "x.sqlite3")
    return {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}", "DEBUG": "yes", "PAGE_CACHE_MB": "8",
        "SITE_URL": f"http://localhost:{port}",
    }  # fmt: skip


def serve_in(environment, port, **options):
    """Start the server of a site with two workers."""
    words = ["-m", "portal.serve.server", str(port), "--workers", "2"]
    return subprocess.Popen([sys.executable, *words], env=environment, **options)


def workers(server):
    return set(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split())


def test_no_request_fails_while_the_server_is_reloaded(tmp_path, django_db_setup):
    port, failures, answers, over = free_port(), [], [], Event()
    server = serve_in(environment_of(tmp_path, port), port)

    def go_on(address):
        while not over.wait(0.02):
            answers.append(answer := ask(port, address))
            if answer != 200:
                failures.append(answer)

    readers = [
        Thread(target=go_on, args=(address,))
        for address in ("/charte/", "/recherche/?q=mer", "/healthz")
    ]
    try:
        assert is_served(port), "it never answered"
        before = workers(server)
        for reader in readers:
            reader.start()
        server.send_signal(signal.SIGHUP)
        assert any(not before & workers(server) or time.sleep(0.1) for _try in range(600)), (
            "the workers are not replaced"
        )
        after = workers(server)
        assert len(after) == 2
        time.sleep(1)
    finally:
        over.set()
        for reader in readers:
            reader.join()
        server.terminate()
        server.wait(30)
    assert failures == []
    assert len(answers) > 100
    assert not any(Path(f"/proc/{worker}").exists() for worker in before | after)


def test_a_reload_while_old_workers_still_leave_does_not_end_the_server(monkeypatch):
    """The alarm that sees them off would meet a program that has not loaded yet, and end it."""
    left = []
    monkeypatch.setattr(os, "execv", lambda *_words: left.append(signal.alarm(0)))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    signal.alarm(60)
    try:
        main_process.become("8000")
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, main_process.TOLD)
        signal.alarm(0)
    assert left == [0]


def test_code_that_does_not_load_leaves_the_server_as_it_is(tmp_path, django_db_setup):
    port, broken = free_port(), tmp_path / "broken"
    (tmp_path / "sitecustomize.py").write_text(
        f"import pathlib\nif pathlib.Path({str(broken)!r}).exists():\n    raise SystemExit('a comma is missing')\n"
    )
    environment = environment_of(tmp_path, port) | {"PYTHONPATH": str(tmp_path)}
    server = serve_in(environment, port, stderr=subprocess.PIPE, text=True)
    try:
        assert is_served(port), "it never answered"
        before = workers(server)
        broken.touch()
        server.send_signal(signal.SIGHUP)
        assert any(
            "does not load" in line and "a comma is missing" in line for line in server.stderr
        )
        assert workers(server) == before
        assert ask(port, "/charte/") == 200
        broken.unlink()
        server.send_signal(signal.SIGHUP)
        assert any(workers(server) - before or time.sleep(0.1) for _try in range(300))
    finally:
        server.terminate()
        server.wait(30)


def test_a_worker_that_dies_is_followed_by_another(tmp_path, django_db_setup):
    port = free_port()
    server = serve_in(environment_of(tmp_path, port), port)
    try:
        assert is_served(port), "it never answered"
        before = workers(server)
        os.kill(int(min(before)), signal.SIGKILL)
        assert any(len(workers(server) - before) == 1 or time.sleep(0.1) for _try in range(100))
        assert {ask(port, "/charte/") for _time in range(10)} == {200}
    finally:
        server.terminate()
        server.wait(30)

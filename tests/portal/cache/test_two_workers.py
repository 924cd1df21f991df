"""A site of two real workers, while a test hammers its page: news within a second, never an older page again."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time

import pytest

from tests import databases
from tests.portal.serve.test_serve import free_port

pytestmark = [pytest.mark.slow, pytest.mark.once]
ACTS = """
import time
from articles.models import Article, Section, Source
section = Section.objects.create(slug="une-rubrique", name="Une rubrique")
source = Source.objects.create(short_name="Ici")
article = Article.objects.create(
    headline="Nouvelle 0", body="<p>Oui.</p>", section=section, source=source, slug="nouvelle"
)
article.publish()
print(article.home_url, flush=True)
for number in range(1, 7):
    input()
    article.headline = f"Nouvelle {number}"
    article.save()
    print(number, time.time(), flush=True)
"""
HAMMERS = 6
SOON = 1  # seconds


@pytest.fixture
def site(tmp_path, django_db_setup):
    """The environment and port of a site with two workers, each with its own pages in memory."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "DEBUG": "yes", "PAGE_CACHE_MB": "8",
    }  # fmt: skip
    environment.pop("SITE_URL", None)
    databases.copy_migrated(tmp_path / "x.sqlite3")
    server = subprocess.Popen(
        [sys.executable, "-m", "portal.serve.server", str(port), "--workers", "2"],
        env=environment,
    )  # fmt: skip
    try:
        yield environment, port
    finally:
        server.terminate()
        server.wait(20)


def ask(port, address):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_news_is_on_every_worker_within_a_second_and_never_goes_back(site):
    environment, port = site
    newsroom = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", ACTS],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    address = newsroom.stdout.readline().strip()
    seen, is_over, lock = [], threading.Event(), threading.Lock()

    def hammer():
        last = 0
        while not is_over.wait(0.01):
            begun = time.time()
            _status, page = ask(port, address)
            number = int(re.search(r"<h1[^>]*>\s*Nouvelle (\d)", page)[1])
            with lock:
                seen.append((begun, time.time(), number))
            last = max(last, number)

    for _try in range(100):
        try:
            if ask(port, address)[0] == 200:
                break
        except OSError:
            time.sleep(0.1)
    hammers = [threading.Thread(target=hammer) for _each in range(HAMMERS)]
    for each in hammers:
        each.start()
    changed = []
    for _number in range(6):
        time.sleep(0.7)
        newsroom.stdin.write("\n")
        newsroom.stdin.flush()
        number, at = newsroom.stdout.readline().split()
        changed.append((int(number), float(at)))
    time.sleep(SOON + 0.5)
    is_over.set()
    for each in hammers:
        each.join(20)
    newsroom.wait(20)

    assert len(seen) > 100
    for number, at in changed:
        late = [row for row in seen if row[0] > at + SOON and row[2] < number]
        assert not late, (
            f"number {number}, of {at}, was missing until {max(row[1] for row in late) - at} s later"
        )
        assert not [row for row in seen if row[1] < at - 0.5 and row[2] >= number]
    # Whoever asks after somebody was answered sees nothing older.
    by_end = sorted(seen, key=lambda row: row[1])
    newest, place = 0, 0
    for begun, _ended, number in sorted(seen):
        while place < len(by_end) and by_end[place][1] < begun:
            newest = max(newest, by_end[place][2])
            place += 1
        assert number >= newest, f"{number} was shown after {newest}"

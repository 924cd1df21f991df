"""Readers and posters, as many as asked, who do what people do: they send the same form again if no answer came."""

import http.client
import re
import sqlite3
import threading
import time
import urllib.parse
from collections import Counter
from contextlib import closing
from itertools import pairwise

import psycopg

from tests.bench.site import ask
from tests.bench.writing import remark

PATIENCE_SECONDS = 60  # of a poster, with one comment
PAUSE_SECONDS = 0.05
AWAY = (OSError, http.client.HTTPException)


class Load:
    """Reads `pages` and posts under `article` through `port` until it is stopped."""

    def __init__(self, port, pages, article, *, people=3):
        self.port, self.pages, self.article = port, pages, article
        self.over, self.lock = threading.Event(), threading.Lock()
        self.reads, self.waits, self.posts = Counter(), [], Counter()
        self.begun = time.time()  # each load says something else
        self.acknowledged, self.sent, self.longest_wait = {}, set(), 0.0
        self.when = [time.monotonic()]  # a comment was acknowledged
        acts = [self._read] * people + [self._post] * people
        self.threads = [
            threading.Thread(target=act, args=[number]) for number, act in enumerate(acts)
        ]

    def __enter__(self):
        for each in self.threads:
            each.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        for each in self.threads:
            each.join(PATIENCE_SECONDS + 30)

    def _read(self, number):
        while not self.over.is_set():
            path = self.pages[number % len(self.pages)]
            number, begun = number + 1, time.monotonic()
            try:
                status = ask(self.port, "GET", path)[0]
            except AWAY:
                status = "broken"
            with self.lock:
                self.reads[status] += 1
                self.waits.append(time.monotonic() - begun)
            time.sleep(PAUSE_SECONDS)

    def _post(self, number):
        made = 0
        while not self.over.is_set():
            made += 1
            text = remark(f"{self.begun} {number} {made}")
            with self.lock:
                self.sent.add(text)
            begun = time.monotonic()
            there = self._insist(text, begun + PATIENCE_SECONDS)
            with self.lock:
                self.longest_wait = max(self.longest_wait, time.monotonic() - begun)
                if there:
                    self.acknowledged[text] = there
                    self.when.append(time.monotonic())
            time.sleep(PAUSE_SECONDS)

    def _insist(self, text, until):
        """Send one form until it is answered; return the private page it led to; None if patience ended."""
        form = None
        while time.monotonic() < until:
            try:
                form = form or self._form(text)
                status, there, _body = ask(self.port, "POST", *form)
            except AWAY:
                status, there = "broken", None
            with self.lock:
                self.posts[status] += 1
            if status in {302, 422}:
                return there
            time.sleep(0.3)
        return None

    def _form(self, text):
        page = ask(self.port, "GET", self.article)[2]
        words = {
            "name": "Lecteur",
            "text": text,
            "stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1],
            "site": "",
        }
        action = re.search(r'action="(/articles/\d+/commentaires/)', page)[1]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "User-Agent": text[:40],
        }
        return action, urllib.parse.urlencode(words), headers

    def held(self, database):
        """Compare what was acknowledged with what is stored; return (lost, stored twice)."""
        texts = Counter(stored(database))
        lost = sum(texts[text] == 0 for text in self.acknowledged)
        twice = sum(texts[text] > 1 for text in self.sent)
        return lost, twice

    def silence(self):
        """Return the longest time, in seconds, in which no comment was acknowledged."""
        return max((after - before for before, after in pairwise(self.when)), default=0.0)

    def broken_reads(self):
        """Return how many reads were not answered by a page."""
        return sum(number for status, number in self.reads.items() if status != 200)


def stored(database):
    """Return the texts of all comments in a file of SQLite, or at an address of PostgreSQL."""
    question = "SELECT text FROM comments_revision"
    if str(database).startswith("postgres"):
        with psycopg.connect(str(database)) as connection:
            return [text for (text,) in connection.execute(question)]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [text for (text,) in connection.execute(question)]

"""Readers and posters, as many as asked, who do what people do: they send the same form again if no answer came."""

import hashlib
import http.client
import re
import sqlite3
import statistics
import threading
import time
import urllib.parse
from collections import Counter
from contextlib import closing
from itertools import pairwise

import psycopg

from tests.bench.site import ask, ask_whole
from tests.bench.writing import remark

PATIENCE_SECONDS = 60  # of a poster, with one comment
PAUSE_SECONDS = 0.05
AWAY = (OSError, http.client.HTTPException)


class Load:
    """Reads `pages` and posts under `article` through `port` until it is stopped."""

    def __init__(self, port, pages, article, *, people=3):
        self.port, self.pages, self.article, self.people = port, pages, article, people
        self.over, self.lock = threading.Event(), threading.Lock()
        self.reads, self.waits, self.posts = Counter(), [], Counter()
        self.begun = time.time()  # each load says something else
        self.acknowledged, self.sent, self.longest_wait = {}, set(), 0.0
        self.last = {}  # poster → when (time.monotonic()) they were acknowledged last
        self.when = [time.monotonic()]  # a comment was acknowledged
        self.unkept = 0  # answers 503 of the site without Retry-After or without what was typed
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
                    self.last[number] = time.monotonic()
                    self.when.append(self.last[number])
            time.sleep(PAUSE_SECONDS)

    def _insist(self, text, until):
        """Send one form until it is answered; return the private page it led to; None if patience ended.

        A form that comes back with words is sent once more, as the site asks if its page is too old.
        """
        form, left = None, 2
        while time.monotonic() < until and left:
            try:
                form = form or self._form(text, ask(self.port, "GET", self.article)[2])
                status, told, page = ask_whole(self.port, "POST", *form)
            except AWAY:
                status, told, page = "broken", {}, ""
            with self.lock:
                self.posts[status] += 1
                # nginx's own answer is plain text: it has not read the form.
                is_ours = status == 503 and "html" in told["Content-Type"]
                self.unkept += bool(is_ours and not (told["Retry-After"] and text in page))
            if status == 302:
                return told["Location"]
            if status == 422:
                form, left = self._form(text, page), left - 1
            time.sleep(0.3)
        return None

    def _form(self, text, page):
        words = {
            "name": "Lecteur",
            "email": f"{hashlib.sha256(text.encode()).hexdigest()[:16]}@example.org",
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
        texts = Counter(text for (text,) in rows_of(database, "SELECT text FROM comments_revision"))
        lost = sum(texts[text] == 0 for text in self.acknowledged)
        twice = sum(texts[text] > 1 for text in self.sent)
        return lost, twice

    def slowest(self, percent, since=0):
        """Return within how many seconds so many percent of the reads were answered."""
        return statistics.quantiles(self.waits[since:], n=100)[percent - 1]

    def silence(self):
        """Return the longest time, in seconds, in which no comment was acknowledged."""
        return max((after - before for before, after in pairwise(self.when)), default=0.0)

    def is_back(self, since):
        """Return whether every poster was acknowledged since a time on time.monotonic()."""
        return len(self.last) == self.people and min(self.last.values()) > since

    def broken_reads(self):
        """Return how many reads were not answered by a page."""
        return sum(number for status, number in self.reads.items() if status != 200)


def rows_of(database, question):
    """Ask a file of SQLite, or an address of PostgreSQL; return the rows."""
    if str(database).startswith("postgres"):
        with psycopg.connect(str(database)) as connection:
            return connection.execute(question).fetchall()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(question).fetchall()


def counted(answers):
    return ", ".join(f"{number} × {status}" for status, number in sorted(answers.items(), key=str))

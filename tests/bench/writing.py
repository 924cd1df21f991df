"""Comments a second, and fifty people who press the button at the same moment, twice."""

import gzip
import itertools
import multiprocessing
import os
import random
import re
import statistics
import threading
import time
import urllib.parse
from concurrent.futures import ProcessPoolExecutor

from tests.bench.machine import cpu
from tests.bench.site import ask, fetch

CLIENTS = 8  # that post at once
POSTERS = 50
READS = 200  # of pages, before and during
FLOODS = 5


def remark(number):
    """Return a text that resembles no other: a wave of variants would be compared, one with the other.

    No word is so short that it could be the end of a web address.
    """
    chance = random.Random(number)
    return " ".join(
        "".join(chance.choices("aeioulnrstmdpc", k=chance.randint(4, 9))) for _word in range(30)
    )


class Form:
    """The form of an article's page, filled in by one person."""

    def __init__(self, server, article, number):
        page = gzip.decompress(fetch(server.port, article)[1]).decode()
        self.port = server.port
        self.action = re.search(r'action="(/articles/\d+/commentaires/)', page)[1]
        words = {
            "name": f"Lecteur {number}",
            "text": remark(number),
            "stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1],
            "site": "",
        }
        self.body = urllib.parse.urlencode(words)
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "User-Agent": f"client {number}",
        }

    def send(self):
        """Return (milliseconds, the private page it led to; None if it was refused)."""
        begun = time.perf_counter()
        status, there, _body = ask(self.port, "POST", self.action, self.body, self.headers)
        return (time.perf_counter() - begun) * 1000, there if status == 302 else None


def posts(server, article, number):
    """Post comments by eight clients, each after a GET; tell how many a second, and how long each took."""
    answers, lock, left = [], threading.Lock(), list(range(number))

    def write():
        while True:
            with lock:
                if not left:
                    return
                mine = left.pop()
            answer = Form(server, article, mine).send()
            with lock:
                answers.append(answer)

    before, begun = cpu(server.process), time.perf_counter()
    together([write] * CLIENTS)
    seconds, spent = time.perf_counter() - begun, cpu(server.process) - before
    waits, stored = [wait for wait, _there in answers], {there for _wait, there in answers if there}
    return (
        f"### Comments\n\n{CLIENTS} clients, each after a GET: {len(stored)} of {number} acknowledged, "
        f"{len(stored) / seconds:.0f} a second, {spent * 1000 / number:.1f} ms of CPU each; "
        f"half within {statistics.median(waits):.0f} ms, 99 % within {percentile(waits, 99):.0f} ms.\n"
    )


def fifty_at_once(server, article, front, disk):
    """Send fifty forms at one moment, each twice; tell what was stored, and how readers fared meanwhile.

    Three times: readers ask the site itself, then nginx before it, then another nginx for a file, which has nothing to do
    with the site: they tell how long a reader waits for the processors, whatever is asked.
    """
    asked = (
        (server, article, "Readers"),
        (front, article, "Readers of nginx"),
        (disk, "/page.html", "Readers of a file on disk"),
    )
    numbers = itertools.count(10_000, POSTERS)
    return "\n".join(_fifty(server, article, *each, numbers) for each in asked)


def _fifty(server, article, asked, page, who, numbers):
    """Do it FLOODS times; tell what was lost in all, and medians of the rest: one flood is over in a second."""
    floods = [_flood(server, article, asked, page, next(numbers)) for _flood_of in range(FLOODS)]
    lost, twice = (sum(flood[place] for flood in floods) for place in (0, 1))
    post, calm, meanwhile = (
        statistics.median(percentile(flood[place], 95) for flood in floods) for place in (2, 3, 4)
    )
    return (
        f"{POSTERS} people at one moment, each twice, {FLOODS} times: {lost} lost, {twice} stored twice; 95 % within "
        f"{post:.0f} ms. {who} meanwhile: 95 % within {meanwhile:.2f} ms (calm: {calm:.2f}).\n"
    )


def _flood(server, article, asked, page, first):
    """Return (lost, stored twice, milliseconds of each post, of each read in calm, of each read meanwhile)."""
    forms = [Form(server, article, first + number) for number in range(POSTERS)]
    spawn = multiprocessing.get_context("spawn")
    # Both are processes of their own: in one, readers would wait for the posters. The posters' gives way to all
    # others, since theirs are machines elsewhere.
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as readers,
        ProcessPoolExecutor(1, mp_context=spawn, initializer=os.nice, initargs=(19,)) as posters,
    ):
        posters.submit(POSTERS.bit_length).result()  # it is started, and imported this module
        calm = readers.submit(reads, asked, page).result()
        reading = readers.submit(reads, asked, page)
        answers = posters.submit(send_twice, forms).result()
        meanwhile = reading.result()
    pages = {}
    for number, _wait, there in answers:
        pages.setdefault(number, set()).add(there)
    lost = sum(None in there for there in pages.values())
    twice = sum(len(there - {None}) > 1 for there in pages.values())
    waits = [wait for _number, wait, _there in answers]
    return lost, twice, waits, calm, meanwhile


def send_twice(forms):
    """Send all at one moment, each twice; return (number of the form, milliseconds, the page it led to) of each."""
    ready, answers = threading.Barrier(2 * len(forms)), []

    def send(number):
        ready.wait(60)
        answers.append((number, *forms[number].send()))

    together([lambda number=number: send(number) for number in range(len(forms))] * 2)
    return answers


def reads(server, article):
    """Return how long each of some reads took, in milliseconds, one every few."""
    waits = []
    for _read in range(READS):
        begun = time.perf_counter()
        fetch(server.port, article)
        waits.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.005)
    return waits


def percentile(waits, which):
    return statistics.quantiles(waits, n=100)[which - 1]


def together(acts):
    threads = [threading.Thread(target=act) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join(300)

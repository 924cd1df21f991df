"""A flood of comments on this machine: are the accepted ones all stored, the refused ones all told?

    python -m tests.bench.flood [--posts 2000] [--clients 50] [--rate 3/15s,30/d]

Starts the site on a database and a port of its own, loads the demo, lets so many clients post while one
reader goes on reading, and stops by itself. Loopback only. Exits with 1 where what was acknowledged is not
what was stored.
"""

import argparse
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter

from tests.bench.site import ask, in_shell, start

LONGEST_SECONDS = 300


def stored(environment):
    code = "from comments.models import Comment; print(Comment.objects.filter(name__startswith='Flot').count())"
    return int(in_shell(environment, code))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--rate", default="3/15s,30/d")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-flood-") as folder:
        server, port, environment = start(folder, options.rate)
        try:
            flood(port, environment, options)
        finally:
            server.terminate()
            server.wait(20)


def flood(port, environment, options):
    path = re.search(r'href="(/le-fil/\d+-morocco[^"]*)"', ask(port, "GET", "/le-fil/")[2])[1]
    page = ask(port, "GET", path)[2]
    action = re.search(r'action="(/articles/\d+/commentaires/)', page)[1]
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1].replace("&amp;", "&")
    answers, followed, waits, reads = Counter(), set(), [], []
    lock, left, is_over = threading.Lock(), [options.posts], threading.Event()
    deadline = time.monotonic() + LONGEST_SECONDS

    def write(client):
        while time.monotonic() < deadline:
            with lock:
                if left[0] <= 0:
                    return
                left[0] -= 1
                number = left[0]
            words = (
                f"Le commentaire {number} du client {client} parle de {number * 7919} catalogues."
            )
            body = urllib.parse.urlencode({"name": f"Flot {number}", "text": words, "stamp": stamp})
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": f"client {client}",
            }
            begun = time.perf_counter()
            status, location, text = ask(port, "POST", action, body, headers)
            with lock:
                waits.append(time.perf_counter() - begun)
                is_told = status == 302 or "Votre commentaire n’est pas parti" in text
                answers[status if is_told else f"{status}, untold"] += 1
                if location:
                    followed.add(location)

    def read():
        while not is_over.is_set():
            begun = time.perf_counter()
            status = ask(port, "GET", path)[0]
            reads.append((status, time.perf_counter() - begun))

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(client,)) for client in range(options.clients)]
    begun = time.perf_counter()
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    seconds = time.perf_counter() - begun
    is_over.set()
    reader.join()
    in_database = stored(environment)
    told = ", ".join(f"{count} × {status}" for status, count in answers.most_common())
    waits.sort()
    print(f"{options.posts} posts by {options.clients} clients in {seconds:.1f} s: {told}")
    print(
        f"a post: median {statistics.median(waits) * 1000:.0f} ms, 99 % {waits[int(len(waits) * 0.99)] * 1000:.0f} ms"
    )
    times = sorted(wait for _status, wait in reads)
    failed = sum(status != 200 for status, _wait in reads)
    print(
        f"meanwhile {len(reads)} pages read, {failed} failed: median {statistics.median(times) * 1000:.0f} ms"
    )
    print(f"acknowledged {len(followed)}, stored {in_database}")
    if len(followed) != in_database or failed or any("untold" in str(status) for status in answers):
        sys.exit("what was said is not what was done")


if __name__ == "__main__":
    main()

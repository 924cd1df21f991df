"""Pages and comments a second, and CPU for each, beside yardsticks of this machine, in rotation. Loopback only.

    python -m tests.bench.speed [--quick] [--large DATABASE_URL] [--write docs/performance.md]

Starts on ports of their own: the site with its page cache and without it, a bare granian with the same bytes, one
Django view with stored comments (yardstick.py), and nginx before the site and with the bytes on disk. Each is asked
by wrk in turn; the table tells medians. CPU is that of the whole process tree: the figure to trust. Needs wrk and
nginx. Stops by itself; `--quick` takes about a minute. Exits with 1 if a page does not answer 200.
"""

import argparse
import contextlib
import datetime
import gzip
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import yardstick
from tests.bench.machine import cpu, memory
from tests.bench.servers import find, nginx, serve_both
from tests.bench.site import ask, fetch, in_shell, prepare, session
from tests.bench.writing import fifty_at_once, posts

MOST_SECONDS = 20  # of one run
QUEUE = "/admin/comments/comment/"


@dataclass
class Target:
    """One thing measured: where, whose CPU counts, and what each round gave."""

    name: str
    port: int
    path: str
    process: int
    headers: dict = field(default_factory=dict)
    rounds: list = field(
        default_factory=list
    )  # (requests a second, ms of CPU a request, ms at 99 %)

    def median(self, place):
        return statistics.median(each[place] for each in self.rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="two rounds of one second")
    parser.add_argument(
        "--large", help="database of a large site, filled by `populate`: the same pages there"
    )
    parser.add_argument("--write", type=Path, help="put the tables between the marks of this file")
    options = parser.parse_args()
    for tool in ("wrk", "nginx"):
        if not find(tool):
            sys.exit(f"{tool} is not installed: apt install {tool}")
    rounds, seconds = (2, 1) if options.quick else (3, 4)
    with (
        tempfile.TemporaryDirectory(prefix="portal-speed-") as folder,
        contextlib.ExitStack() as stack,
    ):
        told = measure(Path(folder), stack, rounds, seconds, options.large)
    print(told)
    if options.write:
        text = options.write.read_text()
        marked = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.S)
        options.write.write_text(marked.sub(lambda found: f"{found[1]}\n{told}\n{found[2]}", text))


def measure(folder, stack, rounds, seconds, large):
    """Start everything, ask in rotation, return the tables."""
    is_quick = rounds < 3
    environment = prepare(folder, rate="off", has_plain_pictures=is_quick)
    warm, cold = serve_both(stack, [environment], [{**environment, "PAGE_CACHE_MB": "0"}])
    article = re.search(r'href="(/le-fil/\d+-morocco[^"]*)"', ask(warm.port, "GET", "/le-fil/")[2])[
        1
    ]
    body = folder / "page.html"
    body.write_bytes(gzip.decompress(fetch(warm.port, article)[1]))
    (folder / "page.html.gz").write_bytes(fetch(warm.port, article)[1])
    yardstick.fill(folder / "yardstick.sqlite3")
    yard = {
        **environment,
        "YARDSTICK_BODY": str(folder / "page.html.gz"),
        "YARDSTICK_DATABASE": str(folder / "yardstick.sqlite3"),
    }
    bare, view = serve_both(
        stack,
        [yard, "tests.bench.yardstick:bare", "/"],
        [yard, "tests.bench.yardstick:view", "/a/1"],
    )
    front, disk = nginx(stack, folder, f"127.0.0.1:{warm.port}")
    etag = fetch(warm.port, article)[0]["etag"]

    def target(name, server, path, **headers):
        return Target(name, server.port, path, server.process, headers)

    tables = {
        "Hits: pages from memory": [
            target("bare granian, the same bytes", bare, "/"),
            target("article", warm, article),
            target("article, 304", warm, article, **{"If-None-Match": etag}),
            target("front page", warm, "/"),
            target("section", warm, "/societe/"),
        ],
        "Behind nginx": [
            target("nginx, the bytes on disk", disk, "/page.html"),
            target("article through deploy/nginx.conf", front, article),
        ],
        "Pages made anew, their pieces in memory": [
            target("one Django view, stored comments", view, "/a/1"),
            target("article", cold, article),
            target("front page", cold, "/"),
            target("section", cold, "/societe/"),
            target("search", cold, "/recherche/?q=passerelle"),
            target("queue", cold, QUEUE, Cookie=f"sessionid={session(environment)}"),
        ],
    }
    pairs = list(growth(folder, stack, large)) if large else []
    for targets in [*tables.values(), [each for pair in pairs for each in pair]]:
        for _round in range(rounds):
            for each in targets:
                each.rounds.append(run(each, seconds))
    told = [
        f"Measured on {datetime.date.today():%Y-%m-%d}: {platform.machine()}, {os.cpu_count()} processors, Python"
        f" {platform.python_version()}; wrk with 32 connections, {rounds} rounds of {seconds} s in rotation, medians.\n"
    ]
    told += [table(name, targets) for name, targets in tables.items()]
    told += [table_of_growth(pairs)] if pairs else []
    told.append(posts(warm, article, 200 if is_quick else 1000))
    told.append(fifty_at_once(warm, article, front, disk))
    told.append(charter_check(environment, 400 if is_quick else 2000))
    told.append(
        f"Memory of the site's two processes after this: {memory(warm.process):.0f} MB (PSS).\n"
    )
    return "\n".join(told)


# Of a small site whose pages are as full as those of a large one.
AS_FULL = "--articles 200 --comments 6000 --on-one-article 5000 --pending 60".split()


MOST_DISCUSSED = """
from django.db.models import Count
from articles.models import Article
from comments.models import Comment
counted = Comment.objects.visible().values("article").annotate(number=Count("pk"))
print(Article.objects.get(pk=counted.order_by("-number")[0]["article"]).home_url)
"""


def growth(folder, stack, large):
    """Yield pairs of Targets: the same page of a small site and of a large one."""
    small = prepare(folder, "off", f"sqlite:///{folder}/small.sqlite3", has_plain_pictures=True)
    subprocess.run(
        [sys.executable, "manage.py", "populate", *AS_FULL],
        env=small, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    sites = [
        {**small, "PAGE_CACHE_MB": "0"},
        {**small, "PAGE_CACHE_MB": "0", "DATABASE_URL": large},
    ]
    servers = serve_both(stack, *([each] for each in sites))
    pages = [pages_of(*each) for each in zip(servers, sites, strict=True)]
    for name in pages[0]:
        yield [
            Target(name, server.port, path, server.process, headers)
            for server, (path, headers) in zip(servers, (each[name] for each in pages), strict=True)
        ]


def pages_of(server, environment):
    """Return {name: (path, headers)} of pages that every site has."""
    article = in_shell(environment, MOST_DISCUSSED)
    return {
        "front page": ("/", {}),
        "section": ("/monde/", {}),
        "search": ("/recherche/?q=quartier", {}),
        "archives": ("/archives/", {}),
        "article": (article, {}),
        "queue": (QUEUE, {"Cookie": f"sessionid={session(environment)}"}),
    }


def table_of_growth(pairs):
    lines = [
        "### Pages made anew, on a large site\n",
        "| | CPU ms a request, small site | large site | ratio |",
        "|---|---|---|---|",
    ]
    for small, large in pairs:
        spent, more = small.median(1), large.median(1)
        lines.append(f"| {small.name} | {spent:.3f} | {more:.3f} | {more / spent:.2f} |")
    return "\n".join(lines) + "\n"


def charter_check(environment, texts):
    """Judge so many texts by the command, and tell how long one takes."""
    text = "Un avis assez long sur le sujet, qui parle de ponts, de routes et de ports. " * 8
    lines = f"{json.dumps({'text': text})}\n"
    spent = []
    for number in (1, 1 + texts):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", "charter_check"], input=lines * number, text=True,
            env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        spent.append(time.perf_counter() - begun)
    each = (spent[1] - spent[0]) / texts * 1000
    return f"`charter_check`: {each:.2f} ms a text of {len(text)} characters, after {spent[0]:.1f} s to start.\n"


# One run


def run(target, seconds):
    """Ask one target for so many seconds; return (requests a second, ms of CPU a request, ms at 99 %)."""
    fetch(target.port, target.path, **target.headers)
    command = [
        "wrk",
        "-t1",
        "-c32",
        f"-d{min(seconds, MOST_SECONDS)}s",
        "--latency",
        "--timeout",
        "20s",
    ]
    for name, value in {"Accept-Encoding": "gzip", **target.headers}.items():
        command += ["-H", f"{name}: {value}"]
    before = cpu(target.process)
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{target.port}{target.path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spent = cpu(target.process) - before
    if "Non-2xx" in told:
        sys.exit(f"{target.name}: {told}")
    requests = int(re.search(r"(\d+) requests in", told)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
    slowest = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    return requests / seconds, spent * 1000 / max(1, requests), slowest


def table(name, targets):
    first = targets[0]
    lines = [
        f"### {name}\n",
        "| | requests a second | ratio | CPU ms a request | ratio | 99 % ms |",
        "|---|---|---|---|---|---|",
    ]
    for each in targets:
        speed, spent = each.median(0), each.median(1)
        lines.append(
            f"| {each.name} | {speed:,.0f} | {speed / first.median(0):.2f} | {spent:.3f} | "
            f"{spent / first.median(1):.2f} | {each.median(2):.1f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""Run the drills on this machine: `python -m tests.drills [--seconds 20] [--people 3] [--only killed locked …]`.

Starts the site as `make serve` does, with SQLite, behind nginx with the shipped file, on ports of its own (loopback
only). Three readers and three posters go on while each trouble lasts. Tells for each what was tried and what held;
exits with 1 if an acknowledged comment was lost, one was stored twice, a reader of a published page met anything but
the page, or the log does not hold. Needs nginx. Stops by itself.
"""

import argparse
import contextlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.servers import nginx, serve
from tests.bench.site import ask, prepare
from tests.drills import troubles
from tests.drills.load import PATIENCE_SECONDS, Load

CALM_SECONDS = 2  # before and after a trouble


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each trouble")
    names = [trouble.__name__ for trouble in troubles.ALL]
    parser.add_argument(
        "--people", type=int, default=3, help="so many readers, and so many posters"
    )
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    options = parser.parse_args(words)
    all_held = True
    with (
        tempfile.TemporaryDirectory(prefix="portal-drill-") as folder,
        contextlib.ExitStack() as stack,
    ):
        place, front, pages = _site(Path(folder), stack)
        for trouble in troubles.ALL:
            if trouble.__name__ in options.only:
                told, has_held = drill(place, front, pages, trouble, options)
                print(told, flush=True)
                all_held = all_held and has_held
        log = subprocess.run(
            [sys.executable, "manage.py", "check_log"],
            cwd=troubles.ROOT, env=place.environment, capture_output=True, text=True,
        )  # fmt: skip
        print(f"The log afterwards: {log.stdout.strip()}")
    sys.exit(not (all_held and log.returncode == 0))


def _site(folder, stack):
    environment = prepare(folder, rate="off")
    server = serve(stack, environment)
    (folder / "nginx").mkdir()
    front, _disk = nginx(stack, folder / "nginx", f"127.0.0.1:{server.port}")
    database = Path(environment["DATABASE_URL"].removeprefix("sqlite:///"))
    return (
        troubles.Place(server.process, database, environment, folder),
        front,
        pages_of(front),
    )


def pages_of(front):
    """Return the pages that are read, an article with comments first; each was read once."""
    article = re.search(
        r'href="(/le-fil/\d+-morocco[^"]*)"', ask(front.port, "GET", "/le-fil/")[2]
    )[1]
    pages = [article, "/", "/le-fil/", "/societe/", "/flux/rss.xml", "/charte/"]
    for page in pages:
        ask(front.port, "GET", page)
    return pages


def drill(place, front, pages, trouble, options, *, away_most=PATIENCE_SECONDS):
    """Make one trouble under load; return (what is told of it, whether everything held).

    Nobody may wait longer than `away_most` seconds for a comment to be acknowledged.
    """
    with Load(front.port, pages, pages[0], people=options.people) as load:
        time.sleep(CALM_SECONDS)
        made = trouble(place, options.seconds)
        time.sleep(CALM_SECONDS)
    lost, twice = load.held(place.database)
    broken = load.broken_reads()
    slow = statistics.quantiles(load.waits, n=100)[98] * 1000
    told = (
        f"{trouble.__name__}: {made}. Comments: {len(load.acknowledged)} acknowledged, {lost} lost, {twice} stored twice, "
        f"the longest wait {load.longest_wait:.1f} s, none acknowledged for {load.silence():.1f} s, answers {_counted(load.posts)}. "
        f"Reads: {sum(load.reads.values())}, {broken} without a page {_counted(load.reads)}, 99 % within {slow:.0f} ms."
    )
    is_back = load.acknowledged and max(load.longest_wait, load.silence()) < away_most
    return told, bool(is_back) and not (lost or twice or broken or load.posts[500])


def _counted(answers):
    return ", ".join(f"{number} × {status}" for status, number in sorted(answers.items(), key=str))


if __name__ == "__main__":
    main()

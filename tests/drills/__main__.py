"""Run the drills on this machine: `python -m tests.drills [--seconds 20] [--people 3] [--only killed locked …]`.

Starts the site as `make serve` does, behind nginx with the shipped file, on ports of its own (loopback only): on SQLite,
on PostgreSQL, and on a small disk. Three readers and three posters go on while each trouble lasts. Tells for each what
was tried and what held; exits with 1 if an acknowledged comment was lost, one was stored twice, a reader of a
published page met anything but the page, a form was answered 500 or 503 without what was typed, or the log does not hold.
A drill that this machine cannot do is told with «not run:». Needs nginx. Stops by itself.
"""

import argparse
import contextlib
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.servers import ROOT
from tests.bench.site import ask
from tests.drills import outages, surroundings, troubles
from tests.drills.load import PATIENCE_SECONDS, Load, counted
from tests.drills.place import (
    BACK_SECONDS,
    DidNotHold,
    NotRun,
    on_a_small_disk,
    on_postgresql,
    on_sqlite,
)

WHERE = {
    on_sqlite: [
        *troubles.ALL, surroundings.slow_senders, outages.cache_down, surroundings.clock_moved,
    ],
    on_postgresql: [outages.stopped, outages.slow_database],
    on_a_small_disk: [surroundings.disk_full],
}  # fmt: skip


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each trouble")
    parser.add_argument("--calm", type=float, default=2, help="seconds before and after each")
    parser.add_argument(
        "--people", type=int, default=3, help="so many readers, and so many posters"
    )
    parser.add_argument(
        "--back", type=float, default=BACK_SECONDS, help="seconds, then all must be back"
    )
    parser.add_argument("--beside", action="store_true", help="all sites at once, for a short look")
    names = [trouble.__name__ for every in WHERE.values() for trouble in every]
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    options = parser.parse_args(words)
    chosen = {
        where: [trouble for trouble in every if trouble.__name__ in options.only]
        for where, every in WHERE.items()
    }
    with ThreadPoolExecutor(len(chosen) if options.beside else 1) as pool:
        held = pool.map(
            lambda where: not chosen[where] or _all_held(where, chosen[where], options), chosen
        )
    sys.exit(not all(held))


def _all_held(where, chosen, options):
    """Make these troubles in one place; return whether everything held."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-drill-") as folder,
        contextlib.ExitStack() as stack,
    ):
        try:
            place = where(Path(folder), stack).open(pages_of)
        except NotRun as error:
            for trouble in chosen:
                print(f"{trouble.__name__}: not run: {error}.", flush=True)
            return True
        all_held = True
        for trouble in chosen:
            told, has_held = _drill_if_possible(place, trouble, options)
            print(told, flush=True)
            all_held = all_held and has_held
        log = subprocess.run(
            [sys.executable, "manage.py", "check_log"],
            cwd=ROOT, env=place.environment, capture_output=True, text=True,
        )  # fmt: skip
        print(f"The log afterwards: {log.stdout.strip()}", flush=True)
    return all_held and log.returncode == 0


def _drill_if_possible(place, trouble, options):
    around = getattr(trouble, "around", None)
    try:
        with around(place) if around else contextlib.nullcontext():
            return drill(place, place.front, place.pages, trouble, options)
    except NotRun as error:
        return f"{trouble.__name__}: not run: {error}.", True


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
    faults = []
    with Load(front.port, pages, pages[0], people=options.people) as load:
        place.load, place.back_most = load, getattr(options, "back", BACK_SECONDS)
        time.sleep(options.calm)
        try:
            made = trouble(place, options.seconds)
        except DidNotHold as error:
            made = f"DID NOT HOLD: {error}"
            faults.append(made)
        time.sleep(options.calm)
    lost, twice = load.held(place.database)
    broken = load.broken_reads()
    told = (
        f"{trouble.__name__}: {made}. Comments: {len(load.acknowledged)} acknowledged, {lost} lost, {twice} stored twice, "
        f"the longest wait {load.longest_wait:.1f} s, none acknowledged for {load.silence():.1f} s, answers "
        f"{counted(load.posts)}, {load.unkept} without what was typed. Reads: {sum(load.reads.values())}, {broken} without "
        f"a page {counted(load.reads)}, 99 % within {load.slowest(99) * 1000:.0f} ms."
    )
    is_back = load.acknowledged and max(load.longest_wait, load.silence()) < away_most
    faults += [lost, twice, broken, load.unkept, load.posts[500], not is_back]
    return told, not any(faults)


if __name__ == "__main__":
    main()

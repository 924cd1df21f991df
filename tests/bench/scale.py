"""Reckon what a day of readers and comments asks of the machines: `python -m tests.bench.scale [--readers 10000000]`.

It takes the costs from docs/performance.md as last measured, and prints the table of docs/scale.md. `--write` puts it there.
Only what is measured there and the assumptions below go in: change one, and run it again.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
BEGIN, END = "<!-- reckoned -->\n", "\n<!-- end -->"


@dataclass
class Day:
    """A day and its worst minutes. These are assumptions, not measures."""

    readers: int = 10_000_000
    comments: int = 100_000
    pages_each: float = 3
    busiest_hour: float = 0.10  # of the day's pages and comments
    burst: float = 5  # how much denser the worst minutes are than the busiest hour's mean
    searches: float = 0.01  # of the pages: nearly each one is made anew
    hot_pages: int = (
        60  # asked for at any moment, which the portal itself answers once a second each
    )
    packed_page: int = 15_000  # bytes, without pictures and styles, which browsers keep
    comment_on_disk: int = (
        3_600  # bytes with its events, decision and indexes (SQLite, 1 M comments by `populate`)
    )
    years_kept: int = 3
    busy: float = 0.6  # of a processor that may be used in the worst minutes

    @property
    def pages_a_second(self):
        return self.readers * self.pages_each * self.busiest_hour / 3600 * self.burst

    @property
    def comments_a_second(self):
        return self.comments * self.busiest_hour / 3600 * self.burst


def costs() -> dict[str, float]:
    """Return the CPU milliseconds of each kind of answer, as docs/performance.md has them."""
    text = (DOCS / "performance.md").read_text()
    anew = text.split("### Pages made anew, their pieces")[1].split("###")[0]

    def of(row, within):
        cells = re.search(rf"^\| {row} \|(.+)\|$", within, re.M)[1].split("|")
        return float(cells[2])

    posted = re.search(r"([\d.]+) ms of CPU each", text)
    return {
        "nginx": of("article through deploy/nginx.conf", text),
        "hit": of("article", text),
        "anew": of("article", anew),
        "search": of("search", anew),
        "queue": of("queue", anew),
        "comment": float(posted[1]),
    }


def needs(day: Day, cost: dict[str, float], processes: int = 4) -> list[tuple[str, float, float]]:
    """Return (what, how many a second, how many processors that takes) of the worst minutes.

    `processes` of the portal each make a changed page for themselves.
    """
    pages, comments = day.pages_a_second, day.comments_a_second
    rows = [
        ("pages from nginx", pages, cost["nginx"]),
        ("pages that nginx asks for again", min(pages, day.hot_pages), cost["hit"]),
        ("pages made anew after a comment", comments * processes, cost["anew"]),
        ("searches", pages * day.searches, cost["search"]),
        ("comments taken in", comments, cost["comment"]),
        ("cards of the queue, one a comment", comments / day.burst, cost["queue"]),
    ]
    return [(name, number, number * each / 1000) for name, number, each in rows]


def table(day: Day) -> str:
    cost = costs()
    lines = [
        f"{day.readers:,} readers and {day.comments:,} comments a day:",
        "",
        "| in the worst minutes | a second | processors |",
        "|---|---|---|",
    ]
    rows = needs(day, cost)
    lines += [f"| {name} | {number:,.1f} | {taken:.2f} |" for name, number, taken in rows]
    total = sum(taken for _name, _number, taken in rows)
    lines += [
        f"| all | | {total:.2f}, so {total / day.busy:.1f} to be {day.busy:.0%} busy |",
        "",
        f"- Network: {day.pages_a_second * day.packed_page * 8 / 1e6:,.0f} Mbit/s of pages in the worst minutes.",
        f"- Database: {day.comments_a_second * 2:,.0f} writing transactions a second (a comment, then its decision).",
        f"- Disk: {day.comments * day.comment_on_disk / 1e6:,.0f} MB a day, "
        f"{day.comments * day.comment_on_disk * 365 * day.years_kept / 1e9:,.0f} GB in {day.years_kept} years.",
        f"- People: {day.comments / 400:,.0f} moderators, if each decides 400 comments a day.",
    ]
    return "\n".join(lines)


def main(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--readers", type=int, help="a day")
    parser.add_argument("--comments", type=int, help="a day")
    parser.add_argument("--write", action="store_true", help="the tables of docs/scale.md")
    options = parser.parse_args(words)
    if options.write:
        path = DOCS / "scale.md"
        text = path.read_text()
        path.write_text(text.split(BEGIN)[0] + BEGIN + all_tables() + END + text.split(END)[1])
        return
    chosen = {name: value for name in ("readers", "comments") if (value := getattr(options, name))}
    print(table(Day(**chosen)))


def all_tables() -> str:
    days = [Day(100_000, 2_000), Day(1_000_000, 20_000), Day(10_000_000, 100_000)]
    return "\n\n".join(table(day) for day in days)


if __name__ == "__main__":
    main()

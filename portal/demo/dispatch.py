"""Reads the seed site's article page, kept in dispatch.txt as it was published."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from articles.rules.body import split_dateline, text_to_body

DISPATCH = Path(__file__).parent / "dispatch.txt"
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
PUBLISHED = re.compile(r"^(\w+) - Publié le \w+ (\d+) (\w+) (\d{4}) à (\d\d):(\d\d)$", re.MULTILINE)


@dataclass(frozen=True)
class Dispatch:
    headline: str
    source: str
    published_at: datetime
    dateline_place: str
    body: str


def read_dispatch(page: str | None = None) -> Dispatch:
    """Return the dispatch of a page of the seed site, without the page's furniture around it."""
    page = DISPATCH.read_text(encoding="utf-8") if page is None else page
    headline, rest = page.split("\n", 1)
    line = PUBLISHED.search(rest)
    source, day, month, year, hour, minute = line.groups()
    copy = rest[line.end() :].split("\nSource :", 1)[0].strip()
    place, copy = split_dateline(copy)
    return Dispatch(
        headline=headline.strip(),
        source=source,
        published_at=datetime(
            int(year), MONTHS.index(month.lower()) + 1, int(day), int(hour), int(minute),
            tzinfo=ZoneInfo("Europe/Paris"),
        ),
        dateline_place=place,
        body=text_to_body(copy),
    )  # fmt: skip

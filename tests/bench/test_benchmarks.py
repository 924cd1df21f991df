"""Each benchmark starts, and the tables of docs/scale.md are what the reckoning gives today."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.scale import DOCS, Day, all_tables, costs, needs

# Some are run once a year, and what they import moves meanwhile.
NAMES = sorted(
    file.stem
    for file in Path(__file__).parent.glob("*.py")
    if '\nif __name__ == "__main__"' in file.read_text()
)


@pytest.mark.once
@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_says_how_it_is_used(name):
    words = [sys.executable, "-m", f"tests.bench.{name}", "--help"]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("usage: ")


def test_the_page_holds_what_the_reckoning_gives():
    assert all_tables() in (DOCS / "scale.md").read_text(), (
        "run python -m tests.bench.scale --write"
    )


def test_ten_times_the_comments_take_ten_times_the_processors():
    few, many = (dict(taken(Day(comments=number))) for number in (1000, 10_000))
    for what in ("comments taken in", "pages made anew after a comment"):
        assert round(many[what] / few[what], 6) == 10
    assert many["pages from nginx"] == few["pages from nginx"]


def taken(day):
    return [(name, processors) for name, _number, processors in needs(day, costs())]


def test_every_cost_is_one_that_was_measured():
    assert all(milliseconds > 0 for milliseconds in costs().values())

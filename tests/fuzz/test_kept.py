"""What once failed stays mended, and the search for more works."""

import random

import pytest

from . import (
    search,
    targets,  # noqa: F401  they enter themselves
)
from .mutation import Mutator
from .target import TARGETS, Target, texts_of

pytestmark = pytest.mark.once
KEPT = sorted(file for file in search.KEPT.glob("*/*") if file.is_file())


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_an_item_that_once_failed_holds(file):
    TARGETS[file.parent.name].hold(file.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_holds_for_the_items_that_it_begins_with(name):
    for item in TARGETS[name].starts:
        TARGETS[name].hold(item)


def _raises_for_two_signs(item):
    if b"<" in item:
        assert b"&" not in item, "both"


def test_a_fault_is_found_made_short_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(search, "KEPT", tmp_path)
    monkeypatch.setattr(search, "MOST_FAULTS", 1)
    target = Target("made-up", _raises_for_two_signs, [b"<p>Un mot</p>", b"x &amp; y"])
    outcome = search.search(target, minutes=1, seed=1)
    (item,) = outcome.faults.values()
    assert sorted(item) == sorted(b"<&")
    assert search.keep(target, item).read_bytes() == item


def test_the_same_seed_makes_the_same_items():
    def made(seed):
        mutator = Mutator(random.Random(seed), TARGETS["links"])
        return [mutator.new_from(TARGETS["links"].starts) for _time in range(50)]

    assert made(1) == made(1) != made(2)


def test_an_item_of_fewer_texts_has_empty_ones():
    assert texts_of(b"a\x1eb", 3) == ["a", "b", ""]

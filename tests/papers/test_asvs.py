"""docs/asvs.md: what it counts is what its tables say, and each file and test that it names is there."""

import re
from collections import Counter

import pytest

from tests.test_architecture import tracked

from .pins import ROOT

pytestmark = pytest.mark.once

TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+(?:\.\d+)?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS = ROW.findall(TEXT)
STATE = re.compile(r"held$|(?:partly|not|does not apply)(?=: \S)")
WITH_A_KEY = re.compile(
    r"^(?:from|import) (?:cryptography|pyrage|hmac|ssl)\b|salted_hmac|django\.core\.signing|Argon2",
    re.MULTILINE,
)


def named(text):
    return re.findall(r"`([^`]+)`", text)


def test_the_numbers_at_the_top_are_those_of_the_tables():
    counts = Counter(STATE.match(state)[0] for _item, _subject, state, _code, _tests in ROWS)
    applies = sum(counts.values()) - counts["does not apply"]
    assert (
        f"**{counts['held']} held** of {applies} that apply, {counts['partly']} partly, {counts['not']} not; "
        f"{counts['does not apply']} do not apply."
    ) in TEXT
    assert len(ROWS) == len(re.findall(r"^\| \d", TEXT, re.MULTILINE)) > 150


def test_each_chapter_has_its_table_and_each_item_stands_in_its_chapter():
    chapters = re.split(r"^## V(\d+) .*$", TEXT, flags=re.MULTILINE)[1:]
    found = dict(zip(map(int, chapters[::2]), chapters[1::2], strict=True))
    assert list(found) == list(range(1, 18))
    for number, text in found.items():
        items = [row[0] for row in ROW.findall(text)]
        assert items, number
        assert {item.split(".")[0] for item in items} == {str(number)}


def test_what_is_held_names_its_test_and_what_is_not_names_none():
    for item, subject, state, code, tests in ROWS:
        if state == "held":
            assert named(tests), (item, subject)
            assert named(code), (item, subject)
        if state.startswith(("not", "does not apply")):
            assert (code, tests) == ("—", "—"), (item, subject)


def test_each_file_and_each_test_that_it_names_is_there():
    for item, _subject, _state, code, tests in ROWS:
        for name in named(code):
            assert (ROOT / name).exists(), (item, name)
        for name in named(tests):
            path, _sign, function = name.partition("::")
            assert re.search(rf"^def {function}\(", (ROOT / path).read_text(), re.MULTILINE), (item, name)  # fmt: skip


def test_each_module_that_encrypts_signs_or_hashes_with_a_key_is_listed():
    """And no other: a new one is looked at by whoever writes it into the list."""
    listed = TEXT.partition("## What is encrypted")[2]
    files = tracked("articles/*.py", "comments/*.py", "portal/*.py")
    with_a_key = {
        str(path.relative_to(ROOT))
        for path in files
        if "/migrations/" not in str(path) and WITH_A_KEY.search(path.read_text())
    }
    assert with_a_key == {name for name in named(listed) if name.endswith(".py")}

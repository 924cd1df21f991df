"""Every file of the repository that is no code of ours: what it is, whose, under which licence."""

import re
import subprocess
from pathlib import PurePosixPath
from typing import NamedTuple

from .pins import ROOT


class Row(NamedTuple):
    pattern: str  # of names as git tells them; `*` stays within a folder
    licence: str  # an SPDX expression, or NONE_KNOWN
    words: str
    text: str = ""  # the file that holds the licence's text


NONE_KNOWN = "no licence known"
FONTS = "letters cut, U+202F added (static/fonts/README.md)"
FROM_OTHERS = [
    Row("static/fonts/newsreader-*.woff2", "OFL-1.1",
        f"Newsreader, copyright 2020 The Newsreader Project Authors; {FONTS}", "static/fonts/OFL-newsreader.txt"),
    Row("static/fonts/instrument-sans.woff2", "OFL-1.1",
        f"Instrument Sans, copyright 2022 The Instrument Sans Project Authors; {FONTS}",
        "static/fonts/OFL-instrument-sans.txt"),
    Row("static/fonts/noto-naskh-arabic.woff2", "OFL-1.1",
        f"Noto Naskh Arabic, copyright 2022 The Noto Project Authors; {FONTS}", "static/fonts/OFL-noto-naskh-arabic.txt"),
    Row("static/fonts/readex-pro-arabic.woff2", "OFL-1.1",
        f"Readex Pro, copyright 2019 The Readex Pro Project Authors; {FONTS}", "static/fonts/OFL-readex-pro.txt"),
    Row("static/fonts/OFL-*.txt", "OFL-1.1", "the licence of each font, with its owners"),
    Row("portal/demo/dispatch.txt", NONE_KNOWN,
        "a dispatch of Maghreb Arabe Presse of 2 January 2021, as the seed site published it; demo and tests only, its"
        " rights stay with the agency"),
    Row("comments/data/charter-1.toml", f"{NONE_KNOWN} for the seed site's words; BSD-3-Clause for the rest",
        "the first charter: preamble and six rules as the seed site published them; a site publishes its own"),
    Row("tests/corpus/ninjs/ninjs-schema_3.1.json", "CC-BY-4.0",
        "the schema of ninjs, copyright 2024 IPTC; creativecommons.org/licenses/by/4.0/"),
    Row("tests/corpus/wires/[123].[0-9]-*.json", "MIT",
        "examples of ninjs, from IPTC's newsinjson; the text of this licence, with its owner's line, is not here yet"),
    Row("tests/corpus/wires/LISTING_*.xml", "CC-BY-4.0",
        "listings of the NewsML-G2 guidelines, IPTC; creativecommons.org/licenses/by/4.0/"),
    Row("tests/corpus/wxr/small-export.xml", "GPL-2.0-or-later", "an export that WordPress's importer or its themes are tested with",
        "tests/corpus/wxr/GPL-2.0.txt"),
    Row("tests/corpus/wxr/valid-wxr-1.[01].xml", "GPL-2.0-or-later", "an export that WordPress's importer or its themes are tested with",
        "tests/corpus/wxr/GPL-2.0.txt"),
    Row("tests/corpus/wxr/wxr-simple.xml", "GPL-2.0-or-later", "an export that WordPress's importer or its themes are tested with",
        "tests/corpus/wxr/GPL-2.0.txt"),
    Row("tests/corpus/wxr/GPL-2.0.txt", "GPL-2.0-or-later", "the licence of these four; nothing of them is in the site"),
]  # fmt: skip
OURS = [
    Row("static/img/arche*", "BSD-3-Clause", "the icon"),
    Row("docs/img/*.*", "BSD-3-Clause", "pages of the demo, the dispatch among them"),
    Row("docs/img/*/*", "BSD-3-Clause", "pages of the demo, the dispatch among them"),
    Row("comments/data/triage-mentions.jsonl", "BSD-3-Clause", "mentions of groups, written here"),
    Row(
        "comments/data/triage-words.toml",
        "BSD-3-Clause",
        "words that triage looks for, written here",
    ),
    Row("portal/demo/content.toml", "BSD-3-Clause", "articles of the demo"),
    Row("tests/corpus/*.txt", "BSD-3-Clause", "comments for the link rule"),
    Row("tests/corpus/another_hand/*.txt", "BSD-3-Clause", "comments for the link rule"),
    Row("tests/fuzz/kept/*/*", "BSD-3-Clause", "inputs that once failed, found at random"),
    Row("tests/corpus/case_law/*.jsonl", "BSD-3-Clause", "remarks and paraphrases, written here"),
    Row(
        "tests/corpus/triage/*.jsonl",
        "BSD-3-Clause",
        "comments and mentions for triage, written here",
    ),
    Row(
        "tests/comments/register/dsa-schema-2.json",
        "BSD-3-Clause",
        "the fields of a statement of reasons, written here from the law's own list",
    ),
    Row("tests/corpus/xss.jsonl", "BSD-3-Clause", "tricks to get a script onto a page"),
    Row("tests/corpus/wires/feed*", "BSD-3-Clause", "feeds"),
    Row("tests/corpus/wires/newsml12-latin1.xml", "BSD-3-Clause", "an item of NewsML 1.2"),
    Row("tests/corpus/wxr/wmaker.xml", "BSD-3-Clause", "an export"),
    Row("tests/releases/*.sqlite3.gz", "BSD-3-Clause", "a database of each release"),
]
CODE = re.compile(
    r"(?:.*\.(?:py|md)|Makefile|LICENSE|NOTICE|\.[a-z-]+|pyproject\.toml|requirements[a-z-]*\.txt|setup\.sh|\.ci/run"
    r"|deploy/(?:postgresql/)?[^/]+|deploy/extras/[a-z0-9]+\.txt|locale/.*\.po|static/.*\.(?:css|js)|templates/.*\.(?:html|txt|xml|css|js))"
)
# Marks that somebody else's code bears; a line this long was written by a machine.
MARKS = re.compile(r"Copyright \(c\)|SPDX-License-Identifier|Licensed under|@licen[cs]e|/\*!")
LONGEST_LINE = 1000
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html", ".sh"}
TELL_OF_LICENCES = "tests/papers/"


def of_the_repository() -> list[str]:
    """Return every file that git keeps or would add."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def rows_of(name: str) -> list[Row]:
    """Return the rows that a file is named by; the narrower list first."""
    narrow = [row for row in FROM_OTHERS if PurePosixPath(name).match(row.pattern)]
    return narrow or [row for row in OURS if PurePosixPath(name).match(row.pattern)]


def without_a_row(names) -> list[str]:
    """Return the files that are neither code of ours nor named by a row."""
    return [name for name in names if not CODE.fullmatch(name) and not rows_of(name)]


def looks_borrowed(name: str, text: str) -> bool:
    """Tell whether a file of code bears somebody's mark or lines that nobody writes."""
    if name.startswith(TELL_OF_LICENCES) or "/migrations/" in name:
        return False
    return bool(MARKS.search(text)) or any(len(line) > LONGEST_LINE for line in text.splitlines())

"""Compile the catalogues of sentences: `python -m portal.catalogues`, which needs no gettext.

What git keeps is the .po file; the .mo file that Django reads is made from it on each machine. It bears the
digest of its source, because times of files say nothing after a copy or a change of branch.
"""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

import polib

LOCALE = Path(__file__).parent.parent / "locale"
LIBRARIES = LOCALE / "libraries"  # sentences of libraries that their own catalogues leave out


def digest(source: Path) -> str:
    return sha256(source.read_bytes()).hexdigest()


def not_compiled(folder: Path) -> list[Path]:
    """Return the .po files whose .mo file is missing, or made from another text."""
    return [
        source
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if not (compiled := source.with_suffix(".mo")).exists()
        or digest(source).encode() not in compiled.read_bytes()
    ]


def compile_all(folder: Path) -> list[Path]:
    """Make each missing or stale .mo file; return the sources of those made."""
    sources = not_compiled(folder)
    for source in sources:
        catalogue = polib.pofile(source)
        catalogue.metadata["X-Source-Digest"] = digest(source)
        # Whole or not at all: a server or a second test run may be reading the old one.
        with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".tmp", delete=False) as file:
            file.write(catalogue.to_binary())
        Path(file.name).chmod(0o644)
        os.replace(file.name, source.with_suffix(".mo"))
    return sources


def main():
    for folder in (LOCALE, LIBRARIES):
        compile_all(folder)


if __name__ == "__main__":
    main()

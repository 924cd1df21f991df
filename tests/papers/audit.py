"""Ask which pins have known weaknesses: `make audit`. It needs the Internet.

pip-audit asks OSV (osv.dev) about each package of each file of pins. Exit code 0: none is known; 1: some are, one a
line; 2: it could not ask about every one, and
knows of none. Asked through PyPI instead, pip-audit 2.10.1 says «No known
vulnerabilities found» and exits with 0 if a mirror answers each question by 404.
"""

import json
import os
import re
import subprocess
import sys

from . import pins

PROGRAM = pins.ROOT / "var" / "audit" / "bin" / "pip-audit"
WORDS = ["--strict", "--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]
SERVICE = os.environ.get("OSV_URL", "https://api.osv.dev/v1/query")
EVERYWHERE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+ \\$", re.MULTILINE)  # whatever the machine


class CouldNotAsk(Exception):
    """The service did not answer about every package: that is no good news."""


def weaknesses(name: str, program=PROGRAM) -> list[str]:
    """Return a line for each known weakness of a file's pins; raise CouldNotAsk."""
    words = [*WORDS, "--vulnerability-service=osv", "--osv-url", SERVICE, "--requirement", name]
    told = subprocess.run(
        [program, *words], cwd=pins.ROOT, capture_output=True, text=True, check=False
    )
    try:
        answers = json.loads(told.stdout)["dependencies"]
    except (ValueError, KeyError):
        lines = told.stderr.strip().splitlines() or ["it said nothing"]
        raise CouldNotAsk(f"{name}: {lines[-1]}") from None
    answered = {answer["name"].lower() for answer in answers if "vulns" in answer}
    asked = set(EVERYWHERE.findall((pins.ROOT / name).read_text(encoding="utf-8")))
    if silent := sorted(asked - answered):
        raise CouldNotAsk(f"{name}: no answer about {', '.join(silent)}")
    return [
        f"{answer['name']} {answer['version']} ({name}): {weakness['id']}, "
        f"mended in {', '.join(weakness['fix_versions']) or 'no version yet'}"
        for answer in answers
        for weakness in answer["vulns"]
    ]


def main(program=PROGRAM) -> int:
    """Ask about every file of pins; print what is known and return the exit code."""
    found = []
    try:
        for name in [pins.RUNTIME, *pins.EXTRAS, *pins.DEVELOPMENT]:
            found += weaknesses(name, program)
    except CouldNotAsk as error:
        print(*found, f"Could not ask about {error}", sep="\n", file=sys.stderr)
        return 1 if found else 2
    print(*found or ["No weakness of a pinned package is known to OSV."], sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())

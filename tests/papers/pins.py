"""The packages that the project pins, and where each is used."""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNTIME = "requirements.txt"
EXTRAS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "deploy" / "extras").glob("*.txt"))
DEVELOPMENT = ["requirements-dev.txt", "requirements-uv.txt", "requirements-audit.txt"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)


def pins_of(name: str) -> dict[str, str]:
    """Return {package: version} of a file of pins."""
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def everywhere() -> dict[str, dict[str, set[str]]]:
    """Return {package: {version: files that pin it}}; two extras may pin two versions of one package."""
    found = defaultdict(lambda: defaultdict(set))
    for name in [RUNTIME, *EXTRAS, *DEVELOPMENT]:
        for package, version in pins_of(name).items():
            found[package][version].add(name)
    return found


def use_of(files: set[str]) -> str:
    """Return `runtime`, the names of the extras, or `development`, whichever comes first."""
    if RUNTIME in files:
        return "runtime"
    if extras := sorted(Path(name).stem for name in files.intersection(EXTRAS)):
        return ", ".join(extras)
    return "development"

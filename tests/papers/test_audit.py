"""`make audit` says what is known of the pins, and never takes silence for good news."""

import json
import sys

import pytest

from . import audit, pins

pytestmark = pytest.mark.once

WEAK = {"id": "PYSEC-2026-1", "fix_versions": ["99.0"], "aliases": [], "description": ""}


@pytest.fixture
def pip_audit(tmp_path):
    """Return a maker of programs that answer for a file of pins as pip-audit would."""

    def make(change="", *, ends=0):
        program = tmp_path / "pip-audit"
        program.write_text(
            f"#!{sys.executable}\n"
            f"import json, sys\nsys.path.insert(0, {str(pins.ROOT)!r})\n"
            "from tests.papers import pins\n"
            "answers = {name: {'name': name, 'version': version, 'vulns': []}\n"
            "           for name, version in pins.pins_of(sys.argv[-1]).items()}\n"
            f"weak = json.loads({json.dumps(WEAK)!r})\n"
            f"{change}\n"
            "print(json.dumps({'dependencies': list(answers.values()), 'fixes': []}))\n"
            f"sys.exit({ends})\n"
        )
        program.chmod(0o755)
        return program

    return make


def test_nothing_known_is_said_to_be_so(pip_audit, capsys):
    assert audit.main(pip_audit()) == 0
    assert capsys.readouterr().out == "No weakness of a pinned package is known to OSV.\n"


def test_each_weakness_is_a_line_with_its_file_and_the_version_that_mends_it(pip_audit, capsys):
    change = "if 'django' in answers: answers['django']['vulns'] = [weak]"
    assert audit.main(pip_audit(change, ends=1)) == 1
    told = capsys.readouterr().out.splitlines()
    version = pins.pins_of(pins.RUNTIME)["django"]
    assert told[0] == f"django {version} (requirements.txt): PYSEC-2026-1, mended in 99.0"
    assert {line.split("(")[1].split(")")[0] for line in told} >= {"deploy/extras/s3.txt"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("sys.exit('ConnectionError: no such host')", "requirements.txt: ConnectionError: no such host"),
        ("sys.exit(1)", "requirements.txt: it said nothing"),
        ("answers['django'] = {'name': 'django', 'skip_reason': 'Dependency not found'}", "no answer about django"),
        ("answers = {}", "no answer about arabic-reshaper"),
    ],
)  # fmt: skip
def test_silence_is_no_good_news(pip_audit, capsys, change, words):
    assert audit.main(pip_audit(change)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip().startswith("Could not ask about")
    assert words in told.err

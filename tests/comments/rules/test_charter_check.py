"""`manage.py charter_check`: JSON lines in, JSON lines out, for any text."""

import json
import subprocess
import sys

import pytest

from comments.management.commands.charter_check import check

pytestmark = [pytest.mark.once, pytest.mark.slow]


def run(lines: bytes):
    return subprocess.run(
        [sys.executable, "manage.py", "charter_check"],
        input=lines,
        capture_output=True,
        check=False,
    )


def test_each_line_gets_one_line_in_order():
    texts = [
        "Voir www.exemple.org",
        "Bravo.Merci",
        "Voyez voyage.ma",
        "Un <b>mot</b>",
        "\ud800 seul",
        "",
    ]
    done = run("\n".join(json.dumps({"text": text}) for text in texts).encode())
    assert done.returncode == 0, done.stderr
    answers = [
        json.loads(line) for line in done.stdout.decode("utf-8", "surrogatepass").splitlines()
    ]
    assert len(answers) == len(texts)
    assert answers[0]["links"] == [
        {"start": 5, "end": 20, "text": "www.exemple.org", "kind": "address"}
    ]
    assert (answers[1]["links"], answers[1]["doubtful"]) == ([], [])
    assert answers[2]["doubtful"][0]["text"] == "voyage.ma"
    assert answers[3]["html"] == "<p>Un &lt;b&gt;mot&lt;/b&gt;</p>"
    assert answers[4]["html"] == "<p>seul</p>"
    assert answers[5] == {"links": [], "doubtful": [], "problems": ["empty"], "html": ""}


@pytest.mark.parametrize(
    "line", [b"pas du JSON", b'{"texte": "x"}', b'{"text": 3}', b"[1]", b"\xff"]
)
def test_a_line_that_is_none_stops_it_and_is_named(line):
    done = run(b'{"text": "Bonjour"}\n' + line + b"\n")
    assert done.returncode == 2
    assert b"line 2" in done.stderr
    assert done.stdout.count(b"\n") == 1, "what came before is answered"


def test_no_control_character_reaches_a_page():
    html = check("a\x00b\x07c\ufffed\u202ee\x9f")["html"]
    assert html == "<p>abcde</p>"

"""An author shows that a decision is in the log: tools/verify.py needs one file, and nothing of this site."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from comments.log import days, proof
from comments.models import LogDay, signing
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def verify(file, *options):
    done = subprocess.run(
        [sys.executable, "-I", settings.BASE_DIR / "tools" / "verify.py", file, *options],
        cwd=file.parent, env={}, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout + done.stderr, done.returncode


def a_proof(tmp_path, change=lambda words: words):
    """A removed comment's proof, of a closed day, as a file; return it with the day."""
    comment = cast.a_published_comment(text="Un avis.")
    cast.a_notice(comment)
    comment.remove(by=cast.paul(), **cast.against(4, "Un propos discriminatoire."))
    for _number in range(5):
        cast.a_comment()
    day = LogDay.objects.first() or days.close()
    file = tmp_path / "preuve.json"
    file.write_text(change(json.dumps(proof.of(comment), ensure_ascii=False)), encoding="utf-8")
    return file, day


def test_a_stranger_verifies_a_decision_with_one_file_and_no_network(tmp_path):
    file, day = a_proof(tmp_path)
    said, code = verify(file, "--head", day.head, "--key", signing.fingerprint(day.public_key))
    assert code == 0, said
    assert "reasons: Un propos discriminatoire." in said
    assert said.rstrip().endswith("All holds.")
    words = file.read_text()
    assert "notice:" not in words, "who alerted is not told"
    assert "notice_id" not in words
    assert "by_id" not in words
    assert f"user:{cast.paul().pk}" not in words


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Un propos discriminatoire.", "Rien.", "tells of something else"),
        ("Un avis.", "Un autre avis.", "vouches for another text"),
        ("decided", "imported", "is not signed"),
        ('"path": ["', '"path": ["00', "not among the links"),
        ('"root": "', '"root": "f', "is not signed"),
    ],
)
def test_a_proof_with_one_thing_changed_does_not_hold(tmp_path, old, new, told):
    def change(words):
        assert old in words
        if new.startswith('"path'):
            at = words.index(old) + len(old)
            return words[:at] + ("0" if words[at] != "0" else "1") + words[at + 1 :]
        if new.startswith('"root'):
            at = words.index(old) + len(old)
            return words[:at] + ("f" if words[at] != "f" else "e") + words[at + 1 :]
        return words.replace(old, new)

    file, _day = a_proof(tmp_path, change)
    said, code = verify(file)
    assert code == 1
    assert told in said


def test_another_head_or_key_than_the_ones_kept_is_told(tmp_path):
    file, day = a_proof(tmp_path)
    assert "the head " + "0" * 64 in verify(file, "--head", "0" * 64)[0]
    assert verify(file, "--head", "0" * 64)[1] == 1
    assert verify(file, "--key", "0000")[1] == 1
    assert day.head
    (tmp_path / "else.json").write_text("[]")
    assert verify(tmp_path / "else.json")[1] == 2
    assert verify(tmp_path / "nothing.json")[1] == 2


def test_an_author_takes_the_proof_from_the_private_page(client):
    comment = cast.a_rejected_comment()
    page = client.get(f"/suivi/{comment.follow_key}/").text
    assert f"/suivi/{comment.follow_key}/preuve.json" in page
    answer = client.get(f"/suivi/{comment.follow_key}/preuve.json")
    assert [json.loads(link["record"])["kind"] for link in answer.json()["links"]] == [
        "submitted",
        "decided",
    ]
    assert "no-store" in answer["Cache-Control"]

"""`check_log`, as an operator runs it: its words and its exit code."""

import os
import shutil
import sqlite3
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.log import audit
from comments.models import Event
from tests import cast
from tests.comments.log.test_log import force, play_a_day

pytestmark = pytest.mark.both


@pytest.mark.slow
@pytest.mark.django_db
def test_check_log_says_in_its_exit_code_whether_the_log_holds():
    play_a_day()
    output = StringIO()
    call_command("check_log", stdout=output)
    assert f"{Event.objects.count()} events, the chain holds" in output.getvalue()
    force("UPDATE comments_decision SET reasons = 'Rien.' WHERE kind = 'remove'")
    output = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_log", stdout=output, stderr=StringIO())
    assert stopped.value.code == 1
    assert "BROKEN event" in output.getvalue()


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_byte_changed_in_a_copy_of_the_database_file_is_found_and_named(tmp_path):
    reasons = "Cette phrase vise une personne bien précise."
    comment = cast.a_published_comment()
    comment.remove(by=cast.paul(), **cast.against(1, reasons))
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)
    target.close()

    def check(file):
        return subprocess.run(
            [sys.executable, "manage.py", "check_log"],
            env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"},
            capture_output=True,
            text=True,
            check=False,
        )

    assert check(copy).returncode == 0
    untouched = copy.read_bytes()
    place = untouched.index(reasons.encode())
    forged = tmp_path / "forged.sqlite3"
    shutil.copy(copy, forged)
    with forged.open("r+b") as file:
        file.seek(place)
        file.write(b"c")
    found = check(forged)
    assert found.returncode == 1
    assert f"decision {comment.last_decision.pk}: was changed" in found.stdout


@pytest.mark.both
def test_no_question_about_rows_beside_the_log_lists_the_whole_log(db):
    """PostgreSQL goes through such a list for each row: a million rows take days."""
    play_a_day()
    with CaptureQueriesContext(connection) as asked:
        assert list(audit._rows_without_event()) == []
    assert not [each["sql"] for each in asked if " IN (SELECT" in each["sql"]]

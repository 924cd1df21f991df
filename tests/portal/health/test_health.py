"""An operator learns how the site is: by `status`, by /metrics, by `check --deploy`."""

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from articles.models import Wire
from comments.models import Comment, Letter
from portal.backups import copies
from portal.health.figures import figures
from portal.models import PeriodicWork
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings, tmp_path):
    """A site that needs nobody: ticked just now, backed up this morning."""
    settings.BACKUPS = str(tmp_path)
    copies.new_path(tmp_path, timezone.now() - timedelta(hours=6)).touch()
    PeriodicWork.objects.note("tick", went_well=True, said="0 sent")
    return tmp_path


def status():
    said, code = StringIO(), 0
    try:
        call_command("status", stdout=said, no_color=True)
    except SystemExit as end:
        code = end.code
    return code, said.getvalue()


def test_a_site_that_is_well_needs_nobody(well):
    code, said = status()
    assert code == 0
    assert "LOOK" not in said
    assert "backup     6 h ago" in said


def test_what_triage_did_last_is_told_and_what_it_lacks_is_no_worry(well):
    PeriodicWork.objects.note(
        "triage", went_well=False, said="2 read; nothing is learned: no extra"
    )
    code, said = status()
    assert code == 0
    assert "triage     2 read; nothing is learned: no extra" in said


@pytest.mark.slow
@pytest.mark.both
def test_what_waits_and_since_when_is_told(well):
    comment = cast.a_comment()
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(hours=3))
    reported = cast.a_published_comment(text="Un autre avis, déjà en ligne.")
    cast.a_notice(reported)
    _code, said = status()
    assert "comments   1 wait, the oldest 3 h" in said
    assert "answers    1 alerts, 0 appeals; 0 late" in said
    found = figures(timezone.now() + timedelta(days=30))
    assert found.late == 1
    assert "1 answers to readers are late" in found.worries


def test_each_trouble_is_one_line_and_the_exit_code_says_so(well):
    letter = cast.a_rejected_comment(email="nadia@lecteurs.example")
    Letter.objects.filter(comment=letter).update(due_at=timezone.now() - timedelta(hours=2))
    PeriodicWork.objects.update(at=timezone.now() - timedelta(minutes=30))
    for path in well.iterdir():
        path.unlink()
    Wire.objects.create(
        name="Muette",
        source=cast.map_agency(),
        section=cast.le_fil(),
        address="http://127.0.0.1:9/",
    )
    Wire.objects.update(created_at=timezone.now() - timedelta(days=30))
    code, said = status()
    assert code == 1
    told = [line for line in said.splitlines() if line.startswith("LOOK")]
    assert len(told) == 4
    for words in ("letters wait", "more than ten minutes", "no backup", "quiet wires: Muette"):
        assert words in said


def test_a_site_that_never_ticked_or_has_no_backups_is_told(settings):
    settings.BACKUPS = ""
    _code, said = status()
    assert "have tick run each minute" in said
    assert "BACKUPS names no folder" in said


def test_status_says_when_the_database_does_not_answer(monkeypatch):
    def away():
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("portal.management.commands.status.figures", away)
    with pytest.raises(CommandError, match="does not answer") as error:
        call_command("status")
    assert error.value.returncode == 2


@pytest.mark.slow
def test_status_says_that_a_database_was_not_migrated(tmp_path):
    told = subprocess.run(
        [sys.executable, "manage.py", "status"],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}, capture_output=True, text=True,
    )  # fmt: skip
    assert told.returncode == 2
    assert "the database lacks" in told.stderr
    assert "run migrate" in told.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [
        ([], "127.0.0.1", 404),
        (["10.0.0.0/8"], "127.0.0.1", 404),
        (["10.0.0.0/8"], "10.1.2.3", 200),
        (["2001:db8::/32"], "2001:db8::7", 200),
        (["10.0.0.0/8"], "not an address", 404),
    ],
)
def test_the_figures_are_for_the_addresses_named(client, settings, well, allowed, address, status):
    settings.METRICS_FROM = allowed
    cast.a_comment()
    answer = client.get("/metrics", REMOTE_ADDR=address)
    assert answer.status_code == status
    if status == 200:
        assert 'portal_comments_waiting{lane="pending"} 1' in answer.text.splitlines()
        assert "portal_worries 0" in answer.text
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.slow
@pytest.mark.both
def test_behind_a_proxy_the_last_hop_counts_and_no_header_of_a_reader(client, settings):
    settings.METRICS_FROM, settings.PROXIES = ["10.0.0.0/8"], 1
    spoofed = {"headers": {"x-forwarded-for": "10.1.2.3, 203.0.113.9"}, "REMOTE_ADDR": "127.0.0.1"}
    assert client.get("/metrics", **spoofed).status_code == 404


@pytest.mark.slow
def test_on_the_machine_itself_it_is_asked_without_the_proxy(client, settings, well):
    """As Prometheus does, over plain HTTP, though the site is https behind nginx."""
    settings.METRICS_FROM, settings.PROXIES = ["127.0.0.1"], 1
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404


@pytest.mark.slow
@pytest.mark.both
def test_no_words_and_no_names_stand_in_the_figures(client, settings, well):
    settings.METRICS_FROM = ["127.0.0.1"]
    comment = cast.a_comment(name="Nadia B.", text="Un mot très reconnaissable.")
    text = client.get("/metrics").text
    assert comment.name not in text
    assert "reconnaissable" not in text


# check --deploy


def told_by_checks():
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    return {message.id: message.msg for message in found}


@pytest.mark.slow
@pytest.mark.both
def test_a_deployed_site_without_backup_or_tick_is_warned(settings, tmp_path):
    settings.BACKUPS = ""
    told = told_by_checks()
    assert "nobody knows whether there is a backup" in told["portal.W007"]
    assert "never" in told["portal.W009"]
    settings.BACKUPS = str(tmp_path)
    assert "There is no backup" in told_by_checks()["portal.W007"]
    copies.new_path(tmp_path, timezone.now() - timedelta(days=3)).touch()
    assert "The newest backup" in told_by_checks()["portal.W007"]


@pytest.mark.slow
@pytest.mark.both
def test_a_site_that_is_well_is_not_warned(well):
    well.chmod(0o700)
    assert not {"portal.W009", "portal.W007"} & set(told_by_checks())


def test_files_that_others_may_read_are_named(settings, tmp_path, monkeypatch):
    settings.VAR_DIR, settings.BACKUPS = tmp_path, str(tmp_path / "backups")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", tmp_path / "none")
    (tmp_path / "secret_key").touch(0o644)
    os.mkdir(settings.BACKUPS, 0o700)
    assert (
        told_by_checks()["portal.W008"] == f"Others on this machine may read {tmp_path}/secret_key."
    )
    (tmp_path / "secret_key").chmod(0o600)
    assert "portal.W008" not in told_by_checks()

"""A backup made while the site goes on, restored elsewhere, is the site again; what does not fit changes nothing."""

import fcntl
import os
import subprocess
import sys
import tarfile
import tempfile
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Comment, LogHead
from portal.backups import making, pictures, restoring
from portal.backups.errors import Refused
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.both]

TEXTS = "SELECT text FROM comments_revision ORDER BY id"


def test_a_backup_restored_elsewhere_is_the_site_again(comment, back_up, elsewhere):
    backup = back_up()
    restored = elsewhere.run("restore", backup)
    assert restored.returncode == 0, restored.stderr
    assert LogHead.objects.get().digest in restored.stdout
    assert "The chain of the log holds" in restored.stdout
    assert elsewhere.ask(TEXTS) == [("On la traverse à son pas.",)]
    pictures = [path for path in elsewhere.media.rglob("*") if path.is_file()]
    assert any(path.suffix == ".webp" for path in pictures)
    search = "from portal.search.query import Query; print(len(Query(text='passerelle').page()[0]))"
    assert elsewhere.tells(search) == "1"


def test_a_site_that_is_not_empty_is_replaced_only_when_told(back_up, elsewhere, tmp_path):
    first = back_up()
    elsewhere.run("restore", first)
    elsewhere.ask("UPDATE comments_comment SET name = 'Quelqu’un'")
    refused = elsewhere.run("restore", first)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    name = "SELECT name FROM comments_comment"
    assert elsewhere.ask(name) == [("Quelqu’un",)]
    replaced = elsewhere.run("restore", first, "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert elsewhere.ask(name) == [("Nadia B.",)]
    if connection.vendor == "sqlite":
        assert len(list(tmp_path.glob("elsewhere.sqlite3.before-*"))) == 1


def test_a_backup_made_while_readers_write_holds(back_up, comment):
    over, written = threading.Event(), []

    def write():
        try:
            while not over.is_set():
                text = f"Pendant la sauvegarde, numéro {len(written)} de la série."
                written.append(cast.a_comment(article=comment.article, text=text))
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            assert writer.is_alive()
        backup = back_up()
    finally:
        over.set()
        writer.join(20)
    head = restoring.prove(backup)
    assert 3 <= head["comments"] - 1 <= len(written)
    assert head["events"] >= head["comments"]


@pytest.mark.once
def test_a_proved_backup_says_so(comment, folder):
    said = StringIO()
    call_command("backup", str(folder), prove=True, stdout=said)
    assert "1 articles, 1 comments" in said.getvalue()
    assert ", proved" in said.getvalue()


def test_an_altered_log_is_found_when_the_backup_is_proved(comment, folder, guards_lifted):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_event SET kind = 'withdrawn'")
    with pytest.raises(
        CommandError, match="was made, but does not hold: check_log fails on it: BROKEN"
    ):
        call_command("backup", str(folder), prove=True)


@pytest.fixture
def guards_lifted(transactional_db):
    from comments.log import triggers

    with connection.schema_editor() as editor:
        triggers.drop(editor)
    yield
    with connection.schema_editor() as editor:
        triggers.create(editor)


@pytest.mark.once
def test_a_backup_of_a_newer_version_asks_for_an_update_first(back_up, monkeypatch):
    copied = making.database().copied

    def from_tomorrow(folder, progress):
        from contextlib import contextmanager

        @contextmanager
        def changed():
            with copied(folder, progress) as (file, facts):
                yield (
                    file,
                    {**facts, "migrations": [*facts["migrations"], ["comments", "0999_tomorrow"]]},
                )

        return changed()

    monkeypatch.setattr(making.database(), "copied", from_tomorrow)
    backup = back_up()
    for act in (restoring.prove, restoring.restore):
        with pytest.raises(Refused, match="0999_tomorrow is not known here"):
            act(backup)


def test_a_backup_of_another_kind_of_database_is_refused(back_up, monkeypatch):
    backup = back_up()
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    with monkeypatch.context() as changed:
        changed.setattr(connection, "vendor", other)
        with pytest.raises(Refused, match=f"and this site has {other}"):
            restoring.restore(backup)


ANOTHER_PROCESS = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("SELECT 1 FROM sqlite_master").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the same for a file comes next")
def test_a_server_on_which_the_site_runs_is_not_replaced(back_up):
    backup = back_up()
    site = connection.copy()
    site.ensure_connection()
    try:
        with pytest.raises(Refused, match="stop the site and its timers first"):
            restoring.restore(backup, replace=True)
    finally:
        site.close()
    assert Comment.objects.count() == 1
    restoring.restore(backup, replace=True)
    assert Comment.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the same for a server came before")
def test_a_file_that_the_site_has_open_is_not_replaced(back_up):
    backup = back_up()
    words = [sys.executable, "-c", ANOTHER_PROCESS, str(connection.settings_dict["NAME"])]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as site:
        site.stdout.readline()
        with pytest.raises(Refused, match=f"process {site.pid} has .* open: stop the site"):
            restoring.restore(backup, replace=True)
        site.stdin.close()
    assert Comment.objects.count() == 1


def test_a_backup_without_the_pictures_is_none(comment, folder, settings, tmp_path):
    """The folder is there and cannot be read: the old backups would go, and the new ones hold no picture."""
    settings.MEDIA_ROOT = tmp_path / "a file in its place"
    settings.MEDIA_ROOT.touch()
    with pytest.raises(CommandError, match=f"no backup: {settings.MEDIA_ROOT} refuses it"):
        call_command("backup", str(folder))
    assert not list(folder.glob("*.backup"))


def test_a_site_that_is_served_is_not_replaced_though_it_has_no_database_open(
    back_up, elsewhere, tmp_path
):
    """A process that has just begun has asked the database for nothing."""
    backup = back_up()
    lock = elsewhere.tells("from django.conf import settings; print(settings.SERVING)")
    with open(lock, "w") as served:
        fcntl.flock(served, fcntl.LOCK_SH)
        refused = elsewhere.run("restore", backup)
        assert refused.returncode == 1
        assert "the site is served here: stop it" in refused.stderr
    assert elsewhere.run("restore", backup).returncode == 0
    os.unlink(lock)


def test_what_a_killed_restore_left_goes_with_the_next_and_into_no_backup(back_up, folder):
    media = Path(settings.MEDIA_ROOT)
    left_over = media / ".restoring-abc"
    left_over.mkdir()
    (left_over / "database.sqlite3").write_text("words in clear")
    (media / ".hidden").write_text("x")
    with tarfile.open(back_up()) as tar:
        assert not [name for name in tar.getnames() if "/." in name]
    with pictures.scratch(media) as mine:
        assert [path.name for path in media.glob(".restoring-*")] == [mine.name]


def test_a_restore_that_is_told_to_end_leaves_nothing_unpacked(back_up, elsewhere, tmp_path):
    elsewhere.media.mkdir(exist_ok=True)
    environment = {**elsewhere.environment, "TMPDIR": str(tmp_path / "scratch")}
    (tmp_path / "scratch").mkdir()
    code = (
        "import os, signal; from portal.backups import archive; from django.core.management import call_command;"
        "unpack = archive.unpack;"
        "archive.unpack = lambda *words: (unpack(*words), os.kill(os.getpid(), signal.SIGTERM));"
        f"call_command('restore', '{back_up()}')"
    )
    ended = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    assert not [*elsewhere.media.iterdir(), *(tmp_path / "scratch").iterdir()]


@pytest.fixture
def of_another_user(elsewhere):
    """The pictures' folder belongs to the site's own user, who may enter the folders above it, as pytest's may not."""
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        os.chmod(folder, 0o755)  # noqa: S103, as /var/lib/portal is
        elsewhere.media = Path(folder, "media")
        elsewhere.media.mkdir()
        os.chown(elsewhere.media, 4321, 4321)
        elsewhere.environment["MEDIA_URL_STORAGE"] = f"file://{elsewhere.media}"
        yield elsewhere


@pytest.mark.once
@pytest.mark.skipif(os.geteuid() != 0, reason="only root restores for another user")
def test_what_root_restores_belongs_to_whoever_owns_the_folder(back_up, of_another_user):
    assert of_another_user.run("restore", back_up()).returncode == 0
    restored = list(of_another_user.media.rglob("*"))
    assert len(restored) > 3
    assert {path.stat().st_uid for path in restored} == {4321}


@pytest.mark.once
@pytest.mark.skipif(os.geteuid() != 0, reason="only root restores for another user")
def test_root_writes_no_picture_where_that_user_may_not(back_up, of_another_user, tmp_path):
    """Whoever took that user over turns a folder of the pictures to a place that is root's alone."""
    (outside := tmp_path / "outside").mkdir()
    images = of_another_user.media / "images"
    images.symlink_to(outside)
    refused = of_another_user.run("restore", back_up())
    assert refused.returncode == 1
    assert f"{images}" in refused.stderr
    assert "Permission denied" in refused.stderr
    assert list(outside.iterdir()) == []
    images.unlink()
    restored = of_another_user.run("restore", back_up())
    assert restored.returncode == 0, f"{restored.stderr}: is the database not empty any more?"

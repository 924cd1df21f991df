"""A backup is whole or refused; a locked one opens for its key alone; a full disk leaves nothing half done."""

import os
import resource
import subprocess
import sys
import tarfile
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from portal.backups import age, archive, copies
from portal.backups.errors import BrokenBackup, Refused

pytestmark = [pytest.mark.once]

HEAD = {"format": archive.FORMAT, "database": "sqlite", "migrations": []}


@pytest.fixture
def keys():
    return age.new_key()


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "pont.jpg"
    path.write_bytes(os.urandom(300_000))
    return path


def write(path, picture, public_key="", head=HEAD):
    with archive.writing(path, public_key) as writer:
        writer.add_json(archive.HEAD, head)
        writer.add("media/images/pont.jpg", picture)
        writer.add_json(archive.MANIFEST, {"digests": writer.digests})
    return path


@pytest.mark.parametrize("is_locked", [False, True])
def test_what_went_in_comes_out(tmp_path, picture, keys, is_locked):
    private, public = keys if is_locked else ("", "")
    backup = write(tmp_path / "a.backup", picture, public)
    head, _manifest = archive.unpack(backup, tmp_path / "out", private)
    assert head == HEAD
    assert (tmp_path / "out/media/images/pont.jpg").read_bytes() == picture.read_bytes()
    assert backup.stat().st_mode & 0o777 == 0o600
    assert (picture.read_bytes()[:1000] in backup.read_bytes()) is False or not is_locked


def test_a_locked_backup_opens_for_its_key_alone(tmp_path, picture, keys):
    backup = write(tmp_path / "a.backup", picture, keys[1])
    assert b"head.json" not in backup.read_bytes()
    with pytest.raises(BrokenBackup, match="give the file of its key"):
        archive.head_of(backup)
    with pytest.raises(BrokenBackup, match="this key does not open it"):
        archive.head_of(backup, age.new_key()[0])
    assert archive.head_of(backup, keys[0]) == HEAD


@pytest.mark.parametrize("is_locked", [False, True])
@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.9, 0.999])
def test_a_copy_that_was_cut_off_is_no_backup(tmp_path, picture, keys, is_locked, share):
    private, public = keys if is_locked else ("", "")
    backup = write(tmp_path / "a.backup", picture, public)
    backup.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    with pytest.raises(BrokenBackup):
        archive.unpack(backup, tmp_path / "out", private)


def test_a_part_that_was_altered_is_named(tmp_path, picture):
    other = tmp_path / "other.jpg"
    other.write_bytes(b"another picture")
    with archive.writing(tmp_path / "a.backup") as writer:
        writer.add_json(archive.HEAD, HEAD)
        writer.add("media/images/pont.jpg", other)
        digests = {"media/images/pont.jpg": "0" * 64}
        writer.add_json(archive.MANIFEST, {"digests": digests})
    with pytest.raises(BrokenBackup, match="altered since it was made: media/images/pont"):
        archive.unpack(tmp_path / "a.backup", tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["../pont.jpg", "/etc/pont.jpg", "media/../../pont.jpg", "etc/pont.jpg"]
)
def test_nothing_is_written_outside_the_folder(tmp_path, picture, name):
    with archive.writing(tmp_path / "a.backup") as writer:
        writer.add_json(archive.HEAD, HEAD)
        writer.add(name, picture)
    with pytest.raises(BrokenBackup, match="what no backup of the portal holds"):
        archive.unpack(tmp_path / "a.backup", tmp_path / "in" / "out")
    assert not (tmp_path / "in" / "pont.jpg").exists()


def test_a_link_is_not_followed(tmp_path):
    with tarfile.open(tmp_path / "a.backup", "w:gz") as tar:
        writer = archive.Writer(tar)
        writer.add_json(archive.HEAD, HEAD)
        link = tarfile.TarInfo("media/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(BrokenBackup, match="media/link"):
        archive.unpack(tmp_path / "a.backup", tmp_path / "out")


def test_the_file_of_another_program_or_a_newer_version_is_refused(tmp_path, picture):
    with pytest.raises(BrokenBackup, match="not a whole backup of the portal"):
        archive.head_of(picture)
    backup = write(tmp_path / "a.backup", picture, head={**HEAD, "format": archive.FORMAT + 1})
    with pytest.raises(BrokenBackup, match="update the portal first"):
        archive.head_of(backup)


@pytest.mark.slow
@pytest.mark.parametrize(("is_locked", "most"), [(False, 4e5), (False, 2e6), (True, 2e6)])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, is_locked, most, keys):
    """A limit on the size of files stands for the disk: it meets the database first, or the backup."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "pont.jpg").write_bytes(os.urandom(3_000_000))
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "portal-20260101-030000.backup").write_text("of another day")
    words = ["--lock", keys[1]] if is_locked else []
    done = subprocess.run(
        [sys.executable, "manage.py", "backup", str(folder), "--keep", "10000", *words],
        cwd=settings.BASE_DIR, capture_output=True, text=True, env={**os.environ, **demo(tmp_path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most))),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: no backup: ")
    assert "Traceback" not in done.stderr
    left = sorted(path.name for path in folder.iterdir())
    assert left == [".lock", "portal-20260101-030000.backup"]


def demo(tmp_path):
    """Return the environment of a site that was only migrated."""
    from tests import databases

    databases.copy_migrated(tmp_path / "site.sqlite3")
    return {
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "MEDIA_URL_STORAGE": f"file://{tmp_path}/media",
    }


# Which backups stay

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)


def test_all_of_a_day_stay_then_the_last_of_each_day(tmp_path):
    for hours in range(0, 24 * 20, 6):
        copies.new_path(tmp_path, NOW - timedelta(hours=hours)).touch()
    (tmp_path / "notes.txt").touch()
    copies.forget_old(tmp_path, 14, NOW)
    left = list(copies.all_in(tmp_path).values())
    assert left[:5] == [NOW - timedelta(hours=hours) for hours in (0, 6, 12, 18, 24)]
    assert all(made.hour == 18 for made in left[5:])
    assert len({made.date() for made in left[5:]}) == len(left[5:]) == 13
    assert NOW - left[-1] <= timedelta(days=14)
    assert (tmp_path / "notes.txt").exists(), "only backups are deleted"


def test_the_newest_backup_tells_its_age(tmp_path):
    assert copies.newest(tmp_path) is None
    assert copies.newest(tmp_path / "nowhere") is None
    for days in (3, 1, 2):
        copies.new_path(tmp_path, NOW - timedelta(days=days)).touch()
    assert copies.newest(tmp_path) == NOW - timedelta(days=1)


def test_two_backups_are_not_made_at_once_and_left_overs_go(tmp_path):
    (tmp_path / ".portal-20260101-030000.backup.unfinished").touch()
    (tmp_path / ".making-abc").mkdir()
    (tmp_path / ".making-abc" / "database.sqlite3").touch()
    with copies.alone_in(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == [".lock"]
        with (
            pytest.raises(Refused, match="another backup is being made"),
            copies.alone_in(tmp_path),
        ):
            pass
    with copies.alone_in(tmp_path):
        pass

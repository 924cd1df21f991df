"""The pictures of a backup: where it is unpacked, and how they come into their folder."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = ".restoring-"


@contextlib.contextmanager
def scratch(media):
    """Yield a folder for what a backup holds: in the pictures' own, so that they need only be moved.

    Root unpacks nothing where the site's own user could turn a path elsewhere meanwhile, and takes `elsewhere`.
    """
    folder = media if media and _owner(media).st_uid == os.geteuid() else elsewhere()
    if folder == media:
        media.mkdir(parents=True, exist_ok=True)
    for left_over in Path(folder).glob(
        f"{PREFIX}*"
    ):  # by a restore that was killed: a whole database, in clear
        if left_over.stat().st_uid == os.geteuid() and not left_over.is_symlink():
            shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=folder) as path:
        yield Path(path)


def elsewhere():
    """Return TMPDIR, or /var/tmp: many systems keep /tmp in memory, where a backup has no room."""
    return os.environ.get("TMPDIR") or "/var/tmp"  # noqa: S108, what is made there is its owner's alone


def put_in_place(arrived, media):
    """Move each picture to its place, with the rights of the user who owns the folder; raise OSError if it refuses.

    One that is there already has the same name for the same content.
    """
    owner = _owner(media)
    if os.geteuid() == 0:
        for path in (arrived, *arrived.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        arrived.parent.chmod(0o711)  # the owner passes through it, and reads nothing else in it
    with _rights_of(owner):
        media.mkdir(parents=True, exist_ok=True)
        for folder, _folders, names in os.walk(arrived):
            for name in names:
                picture = Path(folder, name)
                there = media / picture.relative_to(arrived)
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(picture, there)


def _owner(media):
    """Return the state of the folder, or of the nearest one above it that is there."""
    return next(folder for folder in (media, *media.parents) if folder.exists()).stat()


@contextlib.contextmanager
def _rights_of(owner):
    """Let root act as another user. Nobody but root may signal or trace us meanwhile: our real user stays (credentials(7))."""
    if os.geteuid() != 0:
        yield
        return
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)

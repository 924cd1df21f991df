"""Put a backup back, or only prove that it could be."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from . import archive, pictures, serving
from .errors import BrokenBackup, Refused
from .facts import refuse_newer
from .making import database


def restore(path, *, private_key="", replace=False, progress=lambda done: None):
    """Put the database and the pictures of a backup in the place of ours; return (its head, the old database).

    Nothing is changed before the whole file was read and its digests hold. Raise Refused if ours is not empty and
    `replace` was not said, if it is in use, of another kind, or older than the backup; BrokenBackup if the file is.
    """
    _refuse_what_does_not_fit(archive.head_of(path, private_key))
    with serving.nobody():
        return _restore(path, private_key, replace, progress)


def _restore(path, private_key, replace, progress):
    ours = database()
    if not replace and not ours.is_empty():
        raise Refused(
            "the database is not empty: --replace puts the backup in its place"
            + ("" if connection.vendor == "postgresql" else " (the old file is kept beside it)")
        )
    ours.refuse_if_in_use()
    media = Path(settings.MEDIA_ROOT) if settings.MEDIA_ROOT else None
    with pictures.scratch(media) as scratch:
        head, _manifest = archive.unpack(path, scratch, private_key, progress)
        copy = scratch / ours.NAME
        ours.check(copy)
        if media and (arrived := scratch / archive.MEDIA).exists():
            pictures.put_in_place(
                arrived, media
            )  # first: they harm no database that does not name them
        kept = ours.put_in_place(copy)
        if connection.vendor == "sqlite":
            _give_to_its_owner(ours.path(), ours.path().parent)
    shutil.rmtree(settings.PAGES_ON_DISK, ignore_errors=True)  # they show what the database was
    return head, kept


def prove(path, *, private_key="", progress=lambda done: None):
    """Read the whole backup, put its database into a place of its own, and check the log there; return its head.

    Raise BrokenBackup if anything does not hold.
    """
    _refuse_what_does_not_fit(archive.head_of(path, private_key))
    ours = database()
    with tempfile.TemporaryDirectory(prefix="portal-check-", dir=pictures.elsewhere()) as scratch:
        head, _manifest = archive.unpack(path, scratch, private_key, progress)
        copy = Path(scratch, ours.NAME)
        ours.check(copy)
        with ours.scratch(copy) as address:
            _manage(address, "migrate", "--verbosity", "0")
            said = _manage(address, "check_log")
    if head["log_head"] and head["log_head"] not in said:
        raise BrokenBackup("the head of its log is not the one that it says")
    return head


def _refuse_what_does_not_fit(head):
    if head["database"] != connection.vendor:
        raise Refused(
            f"it is a backup of {head['database']}, and this site has {connection.vendor}"
        )
    refuse_newer(head)


def _give_to_its_owner(path, folder):
    """Let what root restored belong to whoever owns the folder: the site runs as another user."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _manage(address, *words):
    # The key of this machine may be another than that of the backup's.
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL_FILE"}
    done = subprocess.run(  # noqa: S603, our own commands
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR, env={**others, "DATABASE_URL": address, "LOG_KEY": ""}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        raise BrokenBackup(f"{words[0]} fails on it: {said[0] if said else done.returncode}")
    return done.stdout

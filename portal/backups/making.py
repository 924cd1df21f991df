"""Make a backup while the site goes on."""

import contextlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from . import archive, copies, postgresql, sqlite

PROGRESS_SHARE = 0.5  # of the work is the database, as far as the operator is told


def database():
    """Return the module that knows the database of this site."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def make(folder, *, public_key="", progress=lambda share: None):
    """Write a backup into the folder; return (its path, its facts).

    It tells the database as it was at one moment, while others went on writing. The pictures are copied after it:
    each has its name by its content, so that none changes meanwhile. Raise OSError if the folder or the disk refuses.
    """
    now = datetime.now(UTC)
    path = copies.new_path(folder, now)
    # Beside the backup: there is room for it, or for neither.
    with (
        tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as scratch,
        database().copied(Path(scratch), lambda share: progress(share * PROGRESS_SHARE)) as (
            file,
            facts,
        ),
        archive.writing(path, public_key) as writer,
    ):
        head = {
            "format": archive.FORMAT,
            "made_at": now.isoformat(),
            "database": connection.vendor,
            **facts,
        }
        writer.add_json(archive.HEAD, head)
        writer.add(file.name, file)
        for number, (name, picture, total) in enumerate(_pictures(), start=1):
            with contextlib.suppress(FileNotFoundError):  # it went with its article meanwhile
                writer.add(f"{archive.MEDIA}/{name}", picture)
            progress(PROGRESS_SHARE + (1 - PROGRESS_SHARE) * number / total)
        writer.add_json(archive.MANIFEST, {"digests": writer.digests})
    progress(1)
    return path, facts


def _refuse(error):
    """Raise what a folder of pictures refuses: a backup without them is none. No folder yet is no fault."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _pictures():
    """Yield (name, path, how many there are) of each file of the media folder; none if they are in a bucket."""
    if settings.MEDIA_ROOT is None:
        return
    root = Path(settings.MEDIA_ROOT)
    found = []
    for folder, folders, names in os.walk(root, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in names if not name.startswith(".")]
    for path in sorted(found):
        yield path.relative_to(root).as_posix(), path, len(found)

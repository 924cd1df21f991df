"""The folder of the backups: their names, the newest, and which ones stay."""

import contextlib
import fcntl
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .errors import Refused

STAMP = "%Y%m%d-%H%M%S"
NAMED = re.compile(r"portal-(\d{8}-\d{6})\.backup")
ALL_OF = timedelta(days=1)  # within it every backup stays; before it, the last of each day
LEFT_OVER = re.compile(r"\.(?:portal-\d{8}-\d{6}\.backup\.unfinished|making-.*)")


def new_path(folder, now):
    return Path(folder) / f"portal-{now:{STAMP}}.backup"


def all_in(folder) -> dict[Path, datetime]:
    """Return the backups of a folder and when each was made, the newest first."""
    found = {
        path: datetime.strptime(name[1], STAMP).replace(tzinfo=UTC)
        for path in Path(folder).iterdir()
        if (name := NAMED.fullmatch(path.name))
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1], reverse=True))


def newest(folder) -> datetime | None:
    """Return when the newest backup was made; None if there is none, or no such folder."""
    with contextlib.suppress(OSError):
        return next(iter(all_in(folder).values()), None)
    return None


def forget_old(folder, days, now) -> list[Path]:
    """Delete the backups older than so many days, and of each older day all but the last; return them."""
    gone, days_seen = [], set()
    for path, made in all_in(folder).items():
        is_recent = now - made <= ALL_OF
        is_last_of_its_day = made.date() not in days_seen
        days_seen.add(made.date())
        if now - made > timedelta(days=days) or not (is_recent or is_last_of_its_day):
            path.unlink()
            gone.append(path)
    return gone


@contextlib.contextmanager
def alone_in(folder):
    """Make the folder, for its owner alone, and hold it; raise Refused if another backup is being made."""
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"another backup is being made in {folder}") from error
        _clear_away(folder)
        yield folder
    finally:
        os.close(handle)


def _clear_away(folder):
    """Delete what a backup that was killed left."""
    for path in folder.iterdir():
        if LEFT_OVER.fullmatch(path.name):
            if path.is_dir():
                for file in path.iterdir():
                    file.unlink()
                path.rmdir()
            else:
                path.unlink()

"""What `check --deploy` asks of a site that runs: backups, periodic work, files that others may read."""

import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError
from django.utils import timezone

from comments.models import Letter

from ..backups import copies
from ..models import PeriodicWork
from .figures import BACKUP_LATE, LETTER_LATE, TICK_LATE

RUN_TICK = "Run manage.py tick each minute (docs/deploy.md)."
SEEN_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@register(deploy=True)
def backups_are_made(app_configs, **kwargs):
    """Warn if nobody makes backups, or the newest one is old."""
    if not settings.BACKUPS:
        return [
            Warning(
                "BACKUPS names no folder: nobody knows whether there is a backup.",
                hint="Run manage.py backup each day, and name its folder (docs/deploy.md).",
                id="portal.W007",
            )
        ]
    newest = copies.newest(settings.BACKUPS)
    if newest and timezone.now() - newest <= BACKUP_LATE:
        return []
    found = (
        f"The newest backup in {settings.BACKUPS} is of {newest:%Y-%m-%d %H:%M} UTC."
        if newest
        else ""
    )
    return [
        Warning(
            found or f"There is no backup in {settings.BACKUPS}.",
            hint="Run manage.py backup each day, and look why it fails (docs/deploy.md).",
            id="portal.W007",
        )
    ]


@register(Tags.database)
def letters_leave(app_configs, databases=None, **kwargs):
    """Warn if letters wait that `tick` should have sent long ago."""
    overdue = Letter.objects.filter(
        state=Letter.State.WAITING, tries=0, due_at__lt=timezone.now() - LETTER_LATE
    )
    try:
        waiting = overdue.count() if databases else 0
    except DatabaseError:  # before the first `migrate`
        return []
    if not waiting:
        return []
    told = (
        f"{waiting} letters should have left more than an hour ago: nobody runs the periodic work."
    )
    return [Warning(told, hint=RUN_TICK, id="portal.W006")]


@register(Tags.database, deploy=True)
def periodic_work_is_done(app_configs, databases=None, **kwargs):
    """Warn if `tick` has not run for ten minutes, or never."""
    if not databases:
        return []
    try:
        tick = PeriodicWork.objects.filter(name="tick").first()
    except DatabaseError:  # before the first `migrate`
        return []
    if tick and timezone.now() - tick.at <= TICK_LATE:
        return []
    last = f"for the last time on {tick.at:%Y-%m-%d at %H:%M} UTC" if tick else "never"
    told = f"The periodic work was done {last}: no letter leaves, no wire is asked."
    return [Warning(told, hint=RUN_TICK, id="portal.W009")]


@register(Tags.security, deploy=True)
def files_are_the_owners(app_configs, **kwargs):
    """Warn if others on this machine may read the database, the secret or the backups."""
    database = settings.DATABASES["default"]
    paths = [
        settings.VAR_DIR / "secret_key",
        *([Path(settings.BACKUPS)] if settings.BACKUPS else []),
    ]
    if "sqlite" in database["ENGINE"]:
        paths.append(Path(database["NAME"]))
    return [
        Warning(
            f"Others on this machine may read {path}.",
            hint=f"chmod go= {path}",
            id="portal.W008",
        )
        for path in paths
        if path.exists() and path.stat().st_mode & SEEN_BY_OTHERS
    ]

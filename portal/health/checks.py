"""What `check --deploy` asks of a site that runs: backups, periodic work, names, rights, migrations."""

import stat
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils import timezone

from articles.models.encrypted import is_locked
from comments.models import Comment, Event, Letter, LogHead, signing
from comments.models.proposal import RIGHTS

from ..backups import copies
from ..checks import migrations_not_run
from ..models import PeriodicWork
from ..pages.security import end_of_validity
from .figures import BACKUP_LATE, LETTER_LATE, TICK_LATE

RUN_TICK = "Have the command tick run each minute: portal-tick.timer does (docs/deploy.md)."
BACKEND = "django.contrib.auth.backends.ModelBackend"
KEY_OF_ADDRESSES = (
    "Put the SECRET_KEY of before into SECRET_KEY_FALLBACKS, then: manage.py reencrypt."
)
KEY_OF_THE_LOG = "manage.py log_key --help; docs/log.md, «The key»."
SEEN_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@register(deploy=True)
def backups_are_made(app_configs, **kwargs):
    """Warn if nobody makes backups, or the newest one is old."""
    if not settings.BACKUPS:
        return [
            Warning(
                "BACKUPS names no folder: nobody knows whether there is a backup.",
                hint="Have the command backup run each day, and name its folder: portal-backup.timer does (docs/deploy.md).",
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
            hint="portal-backup.timer makes one each night; journalctl -u portal-backup says why it failed (docs/deploy.md).",
            id="portal.W007",
        )
    ]


@register(deploy=True)
def security_txt_is_true(app_configs, **kwargs):
    """Warn if SECURITY_EXPIRES is over, or more than a year ahead (RFC 9116, 2.5.5 asks for less)."""
    now = timezone.now()
    end = end_of_validity(now)
    if now < end <= now + timedelta(days=366):
        return []
    is_over = "is over: /.well-known/security.txt answers 404"
    return [
        Warning(
            f"SECURITY_EXPIRES {is_over if end <= now else 'is more than a year ahead'}.",
            hint="Look whether the contact is still right, then set a new day, or none (docs/deploy.md).",
            id="portal.W014",
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


@register(Tags.security, deploy=True)
def the_site_answers_to_its_name(app_configs, **kwargs):
    """Warn if ALLOWED_HOSTS leaves out the host of SITE_URL, or lets any name pass."""
    host = urlsplit(settings.SITE_URL).hostname
    if "*" in settings.ALLOWED_HOSTS:
        told = "ALLOWED_HOSTS lets any name pass: a page could be kept for a name that is not ours."
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        told = f"ALLOWED_HOSTS does not name {host}, the host of SITE_URL: readers would get 400."
    else:
        return []
    return [Warning(told, hint=f"ALLOWED_HOSTS={host},127.0.0.1", id="portal.W010")]


@register(Tags.database, deploy=True)
def every_migration_was_run(app_configs, databases=None, **kwargs):
    """Warn if the database lacks a migration of this code."""
    missing = []
    for alias in databases or []:
        try:
            missing += migrations_not_run(alias)
        except DatabaseError:  # services_answer or the database itself says it better
            return []
    if not missing:
        return []
    first = missing[0]
    return [
        Warning(
            f"{len(missing)} migrations were not run, the first is {first.app_label}.{first.name}.",
            hint="Run manage.py migrate (deploy/manage migrate on an installed site).",
            id="portal.W011",
        )
    ]


@register(Tags.security, deploy=True)
def metrics_are_not_for_everybody(app_configs, **kwargs):
    """Warn if METRICS_FROM holds every address there is."""
    open_to_all = [each for each in settings.METRICS_FROM if each.endswith("/0")]
    if not open_to_all:
        return []
    told = f"METRICS_FROM holds {open_to_all[0]}: anybody may read /metrics."
    return [Warning(told, hint="Name the address of your Prometheus.", id="portal.W012")]


@register(Tags.database, deploy=True)
def who_serves_does_not_own_the_log(app_configs, databases=None, **kwargs):
    """Warn if the role that serves owns the log's tables on PostgreSQL: it could lift the triggers that guard them."""
    if not databases or connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT bool_or(pg_has_role(current_user, tableowner, 'USAGE')) FROM pg_tables WHERE tablename = %s",
                [Event._meta.db_table],
            )
            owns_it = cursor.fetchone()[0]
    except DatabaseError:
        return []
    if not owns_it:
        return []
    return [
        Warning(
            "The role of DATABASE_URL owns the log's tables: whoever takes over the server could alter the log.",
            hint="Let one role migrate and another serve: «PostgreSQL» in docs/deploy.md.",
            id="portal.W013",
        )
    ]


@register(Tags.database, deploy=True)
def two_colleagues_may_do_each_act(app_configs, databases=None, **kwargs):
    """Warn if FOUR_EYES asks for a second colleague where there is none."""
    if not (settings.FOUR_EYES and databases):
        return []
    try:
        alone = [
            act.label
            for act, right in RIGHTS.items()
            if len(User.objects.with_perm(right, backend=BACKEND)) < 2
        ]
    except DatabaseError:  # others tell of it
        return []
    if not alone:
        return []
    told = f"FOUR_EYES is on, and fewer than two active accounts may: {', '.join(map(str, alone))}."
    return [
        Warning(told, hint="Give a second colleague the role, or FOUR_EYES=no.", id="portal.W018")
    ]


@register(Tags.database, deploy=True)
def addresses_can_be_read(app_configs, databases=None, **kwargs):
    """Warn if SECRET_KEY is another than the one that encrypted addresses and private pages."""
    try:
        is_other = bool(databases) and is_locked(Comment)
    except DatabaseError:  # others tell of it
        return []
    if not is_other:
        return []
    told = (
        "SECRET_KEY is not the one that encrypted addresses and private pages: no letter can leave."
    )
    return [Warning(told, hint=KEY_OF_ADDRESSES, id="portal.W017")]


@register(deploy=True)
def the_log_can_be_signed(app_configs, **kwargs):
    """Warn if the log is not signed, or if this machine lacks its key: then nothing can be decided or taken in."""
    try:
        head = LogHead.objects.filter(pk=1).first()
        own = signing.public_key() if head and head.public_key else ""
    except signing.CannotSign as error:
        return [Warning(str(error), hint=KEY_OF_THE_LOG, id="portal.W015")]
    except DatabaseError:  # others tell of it
        return []
    if head and head.public_key and own != head.public_key:
        told = "The log is signed with another key than this machine has: nothing can be decided or taken in."
        return [Warning(told, hint=KEY_OF_THE_LOG, id="portal.W015")]
    if not settings.LOG_KEY and not settings.LOG_SIGNER:
        told = "LOG_KEY is empty: whoever owns the database can write the log anew."
        return [Warning(told, hint=KEY_OF_THE_LOG, id="portal.W015")]
    return []

"""Ask the database how the site is: what waits, since when, what is late, what was done."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from articles.intake.polling import is_quiet
from articles.models import Article, Wire
from comments.deadlines import NEARLY
from comments.models import Comment, Letter, OwedStatement, Thresholds

from ..backups import copies
from ..models import PeriodicWork

TICK_LATE = timedelta(minutes=10)  # it runs each minute
LETTER_LATE = timedelta(hours=1)
BACKUP_LATE = timedelta(hours=26)
# A piece that failed is tried again until it is kept: only a failure later than the last success still stands.
ARCHIVE = """
SELECT current_setting('archive_mode') <> 'off', failed.last_failed_time, failed.last_failed_wal
FROM (SELECT 1) one LEFT JOIN pg_stat_archiver failed
  ON last_failed_time > COALESCE(last_archived_time, '-infinity')
"""


@dataclass
class Figures:
    """Numbers and ages (seconds; None if there is nothing to be old). `worries` are sentences for the operator."""

    articles: int = 0
    waiting: dict[str, int] = field(default_factory=dict)  # lane → comments
    oldest_seconds: float | None = None
    nearly_late: int = 0
    late: int = 0
    letters_waiting: int = 0
    letters_oldest_seconds: float | None = None
    letters_given_up: int = 0
    statements_waiting: int = 0
    statements_refused: int = 0
    wires: int = 0
    wires_quiet: list[str] = field(default_factory=list)
    tick_seconds: float | None = None
    tick_went_well: bool = True
    tick_said: str = ""
    triage_said: str = (
        ""  # without the extra it learns nothing: that is no worry, a site may want it so
    )
    backup_seconds: float | None = None
    wal_archive_fails: bool | None = None  # None if the server keeps no log (WAL) elsewhere
    worries: list[str] = field(default_factory=list)


def figures(at=None) -> Figures:
    now = at or timezone.now()
    found = Figures(articles=Article.objects.visible(now).count())
    _of_the_queue(found, now)
    _of_the_letters(found, now)
    _of_the_wires(found, now)
    _of_the_work(found, now)
    _of_the_backups(found, now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            of_the_archive(found, cursor)
    return found


def _age(at, now):
    return (now - at).total_seconds() if at else None


def _of_the_queue(found, now):
    comments = Comment.objects
    found.waiting = {
        "pending": comments.pending().count(),
        "reported": comments.reported(now).count(),
        "escalated": comments.escalated().count(),
        "appealed": comments.appealed().count(),
    }
    oldest = comments.pending().order_by("created_at").values_list("created_at", flat=True).first()
    found.oldest_seconds = _age(oldest, now)
    term = timedelta(hours=Thresholds.objects.current().appeal_hours)
    for until, name in ((now, "late"), (now + NEARLY, "nearly_late")):
        answers = comments.reported(now).filter(due_at__lte=until).count()
        appeals = comments.appealed().filter(appealed_at__lte=until - term).count()
        setattr(found, name, answers + appeals)
    found.nearly_late -= found.late
    if found.late:
        found.worries.append(f"{found.late} answers to readers are late")


def _of_the_letters(found, now):
    waiting = Letter.objects.filter(state=Letter.State.WAITING)
    oldest = (
        waiting.filter(due_at__lte=now).order_by("due_at").values_list("due_at", flat=True).first()
    )
    found.letters_waiting = waiting.count()
    found.letters_oldest_seconds = _age(oldest, now)
    found.letters_given_up = Letter.objects.filter(state=Letter.State.FAILED).count()
    owed = OwedStatement.objects
    found.statements_waiting = owed.exclude(state__in=["sent", "refused"]).count()
    found.statements_refused = owed.filter(state="refused").count()
    if oldest and now - oldest > LETTER_LATE:
        found.worries.append("letters wait that should have left more than an hour ago")


def _of_the_wires(found, now):
    wires = [wire for wire in Wire.objects.all() if wire.is_active]
    found.wires = len(wires)
    found.wires_quiet = [wire.name for wire in wires if is_quiet(wire, now)]
    if found.wires_quiet:
        found.worries.append(f"quiet wires: {', '.join(found.wires_quiet)}")


def _of_the_work(found, now):
    works = PeriodicWork.objects.in_bulk(["tick", "triage"])
    tick, triage = works.get("tick"), works.get("triage")
    found.triage_said = triage.said if triage else ""
    if tick is None:
        found.worries.append(
            "the periodic work was never done: have tick run each minute (portal-tick.timer)"
        )
        return
    found.tick_seconds, found.tick_went_well = _age(tick.at, now), tick.went_well
    found.tick_said = tick.said
    if now - tick.at > TICK_LATE:
        found.worries.append("the periodic work has not been done for more than ten minutes")
    elif not tick.went_well:
        found.worries.append(f"the periodic work met trouble: {tick.said}")


def _of_the_backups(found, now):
    if not settings.BACKUPS:
        found.worries.append("BACKUPS names no folder: nobody knows whether there is a backup")
        return
    newest = copies.newest(settings.BACKUPS)
    found.backup_seconds = _age(newest, now)
    if newest is None:
        found.worries.append(f"there is no backup in {settings.BACKUPS}")
    elif now - newest > BACKUP_LATE:
        found.worries.append(f"the newest backup is {(now - newest).days or 1} days old")


def of_the_archive(found, cursor):
    """Ask PostgreSQL whether it keeps its log elsewhere (deploy/postgresql-archive.conf), and whether that works."""
    cursor.execute(ARCHIVE)
    is_on, failed_at, piece = cursor.fetchone()
    if not is_on:
        return
    found.wal_archive_fails = failed_at is not None
    if failed_at:
        found.worries.append(
            f"PostgreSQL cannot keep its log elsewhere ({piece}, last tried {failed_at:%Y-%m-%d %H:%M} UTC): what is not "
            "kept fills its disk; its own log says why"
        )

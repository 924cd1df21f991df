"""Mails to the operator (ALARMS_TO) when something needs them, once for each trouble, and when all is well again.

They leave at once and not by the outbox: it may be what is in trouble. `tick` rings; if `tick` itself does not run, the
machine must tell (`systemctl --failed`), or whoever watches /metrics.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from ..models import SAID_MOST, PeriodicWork
from .figures import figures

NAME = "alarm"
AGAIN_AFTER = timedelta(hours=24)  # a trouble that lasts is told once a day
KEPT = 24  # characters of a worry by which it is known again: numbers in it grow


def ring(at=None) -> bool:
    """Send a mail if there is a new trouble, if one has lasted a day, or if all ended; return whether one left.

    Raise what the mail server raises: nothing is noted then, so that the next tick tries again.
    """
    if not settings.ALARMS_TO:
        return False
    now = at or timezone.now()
    work = PeriodicWork.objects
    worries = figures(now).worries
    last = work.get_or_create(name=NAME, defaults={"at": now, "went_well": True})[0]
    told = set(last.said.split("\n")) - {""}
    known = {_mark(worry) for worry in worries}
    lasts = bool(worries) and now - last.at >= AGAIN_AFTER
    if known <= told and not lasts and not (told and not known):
        return False
    # One of several machines rings: whoever changes the row first.
    mine = {"at": now, "went_well": not worries, "said": "\n".join(sorted(known))[:SAID_MOST]}
    if not work.filter(name=NAME, at=last.at, said=last.said).update(**mine):
        return False
    try:
        _send(worries)
    except Exception:
        work.filter(name=NAME, **mine).update(at=last.at, went_well=last.went_well, said=last.said)
        raise
    return True


def _mark(worry):
    """Return what stays of a worry while its numbers change."""
    return "".join(letter for letter in worry if not letter.isdigit())[:KEPT]


def _send(worries):
    subject = worries[0] if worries else "all is well again"
    lines = [f"- {worry}" for worry in worries] or ["Nothing needs you any more."]
    send_mail(
        f"[{settings.SITE_NAME}] {subject}"[:150],
        "\n".join([f"{settings.SITE_URL}:", "", *lines, "", "The command `status` tells the rest."])
        + "\n",
        None,
        settings.ALARMS_TO,
    )

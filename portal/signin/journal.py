"""Write down what happens to an account, and tell its owner by mail: a theft is noticed by whoever was robbed."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from comments.models import Filing

from . import invitation
from .models import Kind, StaffEvent

logger = logging.getLogger(__name__)
FAILURES_TOLD_EVERY = timedelta(hours=1)
TOLD_AT_MOST = 200  # mails in one tick
TRIES = {Kind.SIGN_IN_FAILED, Kind.FACTOR_FAILED}


def note(kind, user, *, by=None, detail="", at=None, former_email=None) -> StaffEvent:
    return StaffEvent.objects.create(
        kind=kind,
        user=user,
        by=by,
        detail=detail[:300],
        at=at or timezone.now(),
        former_email=former_email or None,
    )


def failed(username: str):
    """Note a try that failed on an account that exists; a name that none bears is nobody's event."""
    if user := User.objects.filter(username__iexact=username, is_staff=True).first():
        note(Kind.SIGN_IN_FAILED, user)


def note_strangers(filings):
    """Note the accounts that the log had to be told of: a command made them, or somebody by force in the database.

    Of a new site's first accounts nobody is told.
    """
    accounts = Filing.objects.filter(table=Filing.Table.ACCOUNT)
    found = [filing for filing in filings if filing.table == Filing.Table.ACCOUNT]
    if not accounts.exclude(pk__in=[filing.pk for filing in found]).exists():
        return
    for user in User.objects.filter(pk__in=[filing.row for filing in found]):
        note(Kind.ACCOUNT_MADE, user)


def tell(at=None) -> int:
    """Send the mails that are due; return how many left. One that fails stays due, and is tried by the next tick.

    A mail may leave twice if the process ends between sending and noting: it says when it happened.
    """
    now, sent = at or timezone.now(), 0
    due = StaffEvent.objects.filter(told_at=None).select_related("user", "by").order_by("at")
    for event in due[:TOLD_AT_MOST]:
        if not (event.kind in TRIES and _was_told_lately(event)):
            sent += sum(_send(event, person, address) for address, person in _whom(event).items())
        StaffEvent.objects.filter(pk=event.pk).update(told_at=now, former_email=None)
    return sent


def _was_told_lately(event):
    """Return whether the person was told of failed tries within the hour before: a flood of tries is no flood of mails."""
    return StaffEvent.objects.filter(
        kind=event.kind,
        user=event.user,
        told_at__isnull=False,
        at__gt=event.at - FAILURES_TOLD_EVERY,
        at__lt=event.at,
    ).exists()


def _whom(event):
    """Return {address: whom it tells}: the owner; leads and administrators too, if somebody else did it."""
    told = {event.former_email: event.user, event.user.email: event.user}
    if event.kind not in TRIES and event.by_id != event.user_id:
        staff = User.objects.filter(is_active=True, is_staff=True)
        for may in ("decide_appeal", "change_user"):
            for person in staff.filter(groups__permissions__codename=may):
                told.setdefault(person.email, person)
    return {address: person for address, person in told.items() if address}


def _send(event, person, address):
    """Send one mail; return whether it left. An address that the server refuses keeps no other mail waiting."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "event": event,
            "person": person,
            "site": settings.SITE_NAME,
            "desk": f"{settings.SITE_URL}/admin/",
            "link": invitation.link_of(event) if person == event.user else "",
        }
        subject, _blank, body = (
            render_to_string("account/event.txt", context).strip().partition("\n\n")
        )
    try:
        send_mail(" ".join(subject.split()), body.strip() + "\n", None, [address])
    except SMTPRecipientsRefused:
        logger.warning("a mail about event %s of an account: its address was refused", event.pk)
        return False
    return True

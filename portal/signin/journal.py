"""Write down what happens to an account, and tell its owner by mail: a theft is noticed by whoever was robbed."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .models import Kind, StaffEvent

FAILURES_TOLD_EVERY = timedelta(hours=1)
TOLD_AT_MOST = 200  # mails in one tick
# What leads and administrators are told too: these change who may do what.
TOLD_TO_ALL = {Kind.ROLES_CHANGED, Kind.ACCOUNT_MADE, Kind.RESET_ASKED, Kind.FACTORS_RESET}


def note(kind, user, *, by=None, detail="", at=None) -> StaffEvent:
    return StaffEvent.objects.create(
        kind=kind, user=user, by=by, detail=detail[:300], at=at or timezone.now()
    )


def failed(username: str):
    """Note a try that failed on an account that exists; a name that none bears is nobody's event."""
    if user := User.objects.filter(username__iexact=username, is_staff=True).first():
        note(Kind.SIGN_IN_FAILED, user)


def tell(at=None) -> int:
    """Send the mails that are due; return how many left. One that fails stays due, and is tried by the next tick.

    A mail may leave twice if the process ends between sending and noting: it says when it happened.
    """
    now, sent = at or timezone.now(), 0
    due = StaffEvent.objects.filter(told_at=None).select_related("user", "by").order_by("at")
    for event in due[:TOLD_AT_MOST]:
        if event.kind == Kind.SIGN_IN_FAILED and _was_told_lately(event):
            StaffEvent.objects.filter(pk=event.pk).update(told_at=now)
            continue
        for person in _whom(event):
            _send(event, person)
            sent += 1
        StaffEvent.objects.filter(pk=event.pk).update(told_at=now)
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
    people = [event.user]
    if event.kind in TOLD_TO_ALL:
        people += User.objects.filter(
            is_active=True, is_staff=True, groups__permissions__codename="decide_appeal"
        ).exclude(pk=event.user_id)
        people += User.objects.filter(
            is_active=True, is_staff=True, groups__permissions__codename="change_user"
        ).exclude(pk=event.user_id)
    return {person.pk: person for person in people if person.email}.values()


def _send(event, person):
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "event": event,
            "person": person,
            "site": settings.SITE_NAME,
            "address": f"{settings.SITE_URL}/admin/",
        }
        subject, _blank, body = (
            render_to_string("account/event.txt", context).strip().partition("\n\n")
        )
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [person.email])

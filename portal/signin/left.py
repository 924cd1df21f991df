"""Forget what let a colleague in, a year after they left. The name stays: decisions are signed with it."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from .models import Kind, StaffEvent

ACCOUNT_DAYS = 365


def forget_who_left(*, at) -> int:
    """Take the address, password and factors of accounts disabled ACCOUNT_DAYS ago; return how many accounts.

    Of an account disabled before such events were noted, the last sign-in counts.
    """
    since, mine = at - timedelta(days=ACCOUNT_DAYS), OuterRef("pk")
    is_recent = Exists(StaffEvent.objects.filter(user=mine, kind=Kind.DISABLED, at__gte=since))
    holds_some = (
        ~Q(email="")
        | ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        | Exists(Authenticator.objects.filter(user=mine))
    )
    last_seen = Greatest("date_joined", Coalesce("last_login", "date_joined"))
    gone = User.objects.filter(holds_some, is_active=False).exclude(is_recent)
    pks = list(gone.alias(seen=last_seen).filter(seen__lt=since).values_list("pk", flat=True))
    with transaction.atomic():
        EmailAddress.objects.filter(user__in=pks).delete()
        Authenticator.objects.filter(user__in=pks).delete()
        return User.objects.filter(pk__in=pks).update(email="", password=make_password(None))

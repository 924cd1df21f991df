"""Verify what decisions rest on besides the comments: the house's settings, the heads of the days."""

import json

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q

from ..models import (
    BrokenLink,
    Charter,
    Event,
    Filing,
    LegalHold,
    LogDay,
    Proposal,
    Refusal,
    Signature,
    Thresholds,
    TriageSettings,
    TrustedFlagger,
)
from ..models.filing import permissions_of, standing_of
from ..models.log_format import CURRENT, record
from ..rules import merkle
from ..rules.digests import canonical
from . import stamps

Table = Filing.Table


def was_a_colleagues(event) -> bool:
    """Return whether an erased text is as it was logged if some colleague wrote it in the newsroom's name.

    The link vouches for who did; the row of an erased comment names nobody any more.
    """
    comment = event.revision.comment if event.revision else None
    if comment is None or comment.state != "erased" or comment.newsroom_by_id:
        return False
    try:
        for comment.newsroom_by_id in User.objects.values_list("pk", flat=True):
            if event.revision.digest(event.format) == event.subject_digest:
                return True
        return False
    finally:
        comment.newsroom_by_id = None


def settings_beside_the_log():
    """Yield each setting that is not as it was last filed.

    Accounts and roles that Django's own commands made are filed by the next tick; so are rows from before format 2.
    """
    is_older = _began_before_settings_were_filed()
    for table, rows in _standing().items():
        yield from _differences(
            table, rows, may_be_new=is_older or table in (Table.ACCOUNT, Table.ROLE)
        )
    # Those of today, and of a day that ended just now, are not filed yet (days.file_refusals).
    yield from _differences(Table.REFUSALS, Refusal.objects.by_day(), may_be_new=True)


@transaction.atomic
def file_what_is_new(roles=None) -> list[Filing]:
    """File the rows that nobody filed when they were made; return the filings.

    A setting that changed behind the log's back stays a fault, unless it is a role that a release of the program
    changed: `roles` says what each one may do ({name: permissions}).
    """
    is_older = _began_before_settings_were_filed()
    new = []
    for table, rows in (_standing() if is_older else _accounts_and_roles()).items():
        filed = Filing.objects.latest(table)
        for row, values in rows.items():
            if filed.get(row) == _plain(values):
                continue
            own = {"permissions": (roles or {}).get(row)}
            if not filed.get(row) or (table == Table.ROLE and values == own):
                new.append(Filing.objects.file(table, row, values))
    return [filing for filing in new if filing]


def _began_before_settings_were_filed():
    return Event.objects.order_by("sequence").values_list("format", flat=True).first() == 1


def _standing():
    """Return {table: {row: its values}} of all that is filed, as it stands now."""
    standing = {
        model._meta.model_name: {str(row.pk): record(row, CURRENT) for row in model.objects.all()}
        for model in (
            Thresholds,
            Signature,
            TrustedFlagger,
            LogDay,
            LegalHold,
            TriageSettings,
            Proposal,
        )
    }
    charters = Charter.objects.exclude(published_at=None).prefetch_related("clauses")
    filed = Filing.objects.latest(Table.CHARTER)
    standing[Table.CHARTER] = {
        str(charter.version): record(charter, CURRENT)
        for charter in charters
        if charter.version != 1
        or "1" in filed  # the first comes with the program: nobody published it
    }
    return standing | _accounts_and_roles()


def _accounts_and_roles():
    with_power = Q(is_staff=True) | Q(is_superuser=True) | Q(groups__isnull=False)
    known = Q(pk__in=list(Filing.objects.latest(Table.ACCOUNT)))
    people = User.objects.filter(with_power | known).distinct()
    return {
        Table.ACCOUNT: {str(user.pk): standing_of(user) for user in people},
        Table.ROLE: {group.name: permissions_of(group) for group in Group.objects.all()},
    }


def _differences(table, rows, *, may_be_new):
    """Yield the rows of a table that differ from their last filing."""
    filed = Filing.objects.latest(table)
    for row, values in rows.items():
        place = f"{table} {row}"
        if not filed.get(row):
            if not may_be_new:
                yield BrokenLink(place, "was never filed in the log")
        elif filed[row] != _plain(values):
            yield BrokenLink(place, f"is not as it was filed: {_changed(filed[row], values)}")
    for row, values in filed.items():
        if values and row not in rows:
            yield BrokenLink(f"{table} {row}", "is gone, and the log does not say so")


def _plain(values):
    return json.loads(canonical(values))


def _changed(filed, values):
    values = _plain(values)
    return ", ".join(sorted(name for name in values if values[name] != filed.get(name)))


def days():
    """Yield each published head of a day that does not stand on the links of that day."""
    after = 0
    for day in LogDay.objects.order_by("day"):
        place = f"day {day.day}"
        links = Event.objects.filter(sequence__gte=day.first, sequence__lte=day.last)
        digests = list(links.order_by("sequence").values_list("digest", flat=True))
        if day.first != after + 1 or len(digests) != day.last - day.first + 1:
            yield BrokenLink(place, "links of that day are missing")
        elif _root(digests) != day.root or (digests and digests[-1] != day.head):
            yield BrokenLink(place, "its links are not those whose head was published")
        if day.signature and not day.is_signed_well:
            yield BrokenLink(place, "bears no signature of its key")
        if day.stamp and (fault := stamps.fault(day)):
            yield BrokenLink(place, fault)
        after = day.last


def _root(digests):
    try:
        return merkle.root(digests)
    except ValueError:  # a digest that was changed by force is none
        return ""

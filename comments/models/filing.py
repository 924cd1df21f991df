"""The settings of the house, filed in the log: what decisions rest on besides the comments themselves.

Thresholds, published charters, signatures, trusted flaggers, the accounts of the staff and their roles, the key of
the log: each change writes down how the row now stands, with who changed it, as one link. So a row that was changed
behind the log's back differs from its last filing (log/house.py). Who changed how a colleague signs in is filed too.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..rules.digests import canonical
from .event import Event, LogHead
from .log_format import CURRENT, Vouched, record

TIED = timedelta(days=30)


class FilingQuerySet(models.QuerySet):
    @transaction.atomic
    def file(self, table, row, values, *, by=None):
        """File how a row stands, {} if it is gone; return None if it stands so already."""
        LogHead.objects.select_for_update().get_or_create(pk=1)  # two who file wait for each other
        words = canonical(values)
        last = self.filter(table=table, row=row).order_by("-pk").first()
        if (last.values if last else "{}") == words:
            return None
        filing = self.create(table=table, row=row, values=words, by=by, at=timezone.now())
        Event.objects.append(
            Event.Kind.FILED,
            comment=None,
            filing=filing,
            by=f"user:{by.pk}" if by else "",
            at=filing.at,
        )
        return filing

    def latest(self, table) -> dict[str, dict]:
        """Return {row: its values as last filed} of a table; {} for a row that is gone."""
        filings = self.filter(table=table).order_by("pk")
        return {filing.row: filing.as_values() for filing in filings}


class Filing(Vouched, models.Model):
    """How one row of the house's settings stood from one moment on. Append-only."""

    class Table(models.TextChoices):
        THRESHOLDS = "thresholds", _("seuils")
        CHARTER = "charter", _("charte")
        SIGNATURE = "signature", _("signature")
        FLAGGER = "trustedflagger", _("signaleur de confiance")
        ACCOUNT = "account", _("compte")
        CREDENTIALS = "credentials", _("moyen de connexion")
        ROLE = "role", _("rôle")
        HOLD = "legalhold", _("gel")
        TRIAGE = "triagesettings", _("aide au tri")
        PROPOSAL = "proposal", _("acte à confirmer à deux")
        KEY = "key", _("clé du journal")
        DAY = "logday", _("tête du jour")
        REFUSALS = "refusals", _("refus à l’entrée d’un jour")

    table = models.CharField(_("de quoi"), max_length=20, choices=Table)
    row = models.CharField(_("lequel"), max_length=64)
    values = models.TextField(_("tel qu’il est"))  # canonical JSON
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("le"))

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réglage versé au journal")
        verbose_name_plural = _("réglages versés au journal")
        ordering = ["-pk"]
        indexes = [models.Index("table", "row", "id", name="filing_of_a_row")]

    def __str__(self):
        return f"{self.get_table_display()} {self.row}"

    def as_values(self) -> dict:
        """Return the values; nothing that any row can be like if they were changed by force."""
        try:
            return json.loads(self.values)
        except ValueError:
            return {"unreadable": self.values}


class Filed(models.Model):
    """Mixed into the house's settings: what is saved is filed in the same transaction."""

    changed_by = None  # a form of the admin says who; nobody if a program changed it

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.file(by=self.changed_by)

    def delete(self, *args, **kwargs):
        table, row = self._meta.model_name, str(self.pk)
        with transaction.atomic():
            done = super().delete(*args, **kwargs)
            Filing.objects.file(table, row, {}, by=self.changed_by)
        return done

    def file(self, *, by=None):
        Filing.objects.file(self._meta.model_name, str(self.pk), record(self, CURRENT), by=by)


def standing_of(user) -> dict:
    """Return what an account may do, as it is filed."""
    return {
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "permissions": sorted(user.user_permissions.values_list("codename", flat=True)),
    }


def file_account(user, *, by=None):
    return Filing.objects.file(Filing.Table.ACCOUNT, str(user.pk), standing_of(user), by=by)


def file_credentials(user, what: str, *, by):
    """File that a colleague changed how another signs in: their "password", "email", "name", "factors"."""
    values = {"changed": what, "at": timezone.now().isoformat(timespec="milliseconds")}
    return Filing.objects.file(Filing.Table.CREDENTIALS, str(user.pk), values, by=by)


def are_tied(one, other, at=None) -> bool:
    """Return whether one of two colleagues made or changed the other's account within TIED: it might be one person, twice."""
    since = (at or timezone.now()) - TIED
    accounts = Filing.objects.filter(
        table__in=[Filing.Table.ACCOUNT, Filing.Table.CREDENTIALS], at__gt=since
    )
    return accounts.filter(
        models.Q(row=str(one.pk), by=other) | models.Q(row=str(other.pk), by=one)
    ).exists()


def permissions_of(group) -> dict:
    names = group.permissions.values_list("content_type__app_label", "codename")
    return {"permissions": sorted(".".join(name) for name in names)}

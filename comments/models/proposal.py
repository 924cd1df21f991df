"""Acts that cannot be undone, asked by one colleague and done by another (FOUR_EYES)."""

import json
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.text_fields import CharField

from ..rules.digests import canonical, digest
from .charter import Charter
from .comment import Comment
from .errors import NotYours
from .filing import Filed, are_tied
from .log_format import CURRENT, record
from .thresholds import Thresholds

ASKED_FOR = timedelta(days=7)  # then it must be asked again
RESTORED_WITHIN = timedelta(days=1)  # after a colleague said yes


class ProposalQuerySet(models.QuerySet):
    def open(self, at=None):
        """Return what waits for a second colleague."""
        return self.filter(settled_at=None, at__gt=(at or timezone.now()) - ASKED_FOR)

    def open_to(self, user, at=None):
        """Return what this colleague may confirm: not what they asked themselves."""
        acts = [act for act, right in RIGHTS.items() if user.has_perm(right)]
        return self.open(at).filter(act__in=acts).exclude(by=user)

    def lapse(self, *, at=None) -> int:
        """Settle what nobody answered in time; return how many."""
        at = at or timezone.now()
        late = list(self.filter(settled_at=None, at__lte=at - ASKED_FOR))
        for proposal in late:
            proposal.settle(by=None, is_done=False, at=at)
        return len(late)

    def refuse_what_waits(self, act, subject="", *, but_of=None, at=None):
        """Raise ValidationError if a colleague asked for the same: one agrees, or refuses, before one asks."""
        others = self.open(at).filter(act=act, subject=subject).exclude(by=but_of)
        if waits := others.select_related("by").first():
            sentence = _("%(who)s l’a déjà demandé : tranchez d’abord sa demande.")
            raise ValidationError(sentence % {"who": waits.by})

    @transaction.atomic
    def ask(self, act, *, by, subject="", at=None, **values):
        """Ask for an act; the same by the same colleague replaces it. Raise ValidationError if another's waits."""
        at = at or timezone.now()
        self.refuse_what_waits(act, subject, but_of=by, at=at)
        for earlier in self.filter(act=act, subject=subject, settled_at=None).select_for_update():
            earlier.settle(by=by, is_done=False, at=at)
        proposal = self.model(act=act, subject=subject, values=canonical(values), by=by, at=at)
        proposal.changed_by = by
        try:
            with transaction.atomic():
                proposal.save(force_insert=True)
        except IntegrityError:  # another asked this instant
            self.refuse_what_waits(act, subject)
            raise
        return proposal

    def allow_restoring(self, name, at=None):
        """Return whether two colleagues said yes to putting this backup in the place of the database, within a day."""
        since = (at or timezone.now()) - RESTORED_WITHIN
        asked = self.filter(act=Act.RESTORE, subject=name, is_done=True)
        return asked.filter(settled_at__gt=since).exists()


class Act(models.TextChoices):
    ERASE = "erase", gettext_lazy("effacer les mots et l’identité d’une personne")
    CHARTER = "charter", gettext_lazy("publier une charte")
    THRESHOLDS = "thresholds", gettext_lazy("changer les seuils")
    RESTORE = "restore", gettext_lazy("remettre une sauvegarde à la place de la base")


RIGHTS = {  # what whoever asks and whoever confirms must both be allowed
    Act.ERASE: "comments.erase_comment",
    Act.CHARTER: "comments.change_charter",
    Act.THRESHOLDS: "comments.change_thresholds",
    Act.RESTORE: "auth.change_user",
}


class Proposal(Filed, models.Model):
    """One act that waits for a second colleague, or was settled by one. Asking and settling are filed in the log."""

    Act = Act

    act = models.CharField(gettext_lazy("acte"), max_length=12, choices=Act)
    # The number of a comment or of a charter's row, the name of a backup's file.
    subject = CharField(gettext_lazy("sur quoi"), max_length=120, blank=True)
    values = models.TextField(editable=False)  # what it takes, as canonical JSON
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("demandé par"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(gettext_lazy("demandé le"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("tranché par"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField(gettext_lazy("tranché le"), null=True)
    is_done = models.BooleanField(gettext_lazy("fait"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("acte à confirmer à deux")
        verbose_name_plural = gettext_lazy("actes à confirmer à deux")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "act", "subject", condition=Q(settled_at=None), name="one_open_proposal_an_act"
            ),
            models.CheckConstraint(
                name="who_asked_does_not_confirm",
                condition=~Q(is_done=True) | ~Q(settled_by=F("by")),
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()} {self.subject}".strip()

    @property
    def is_open(self):
        return self.settled_at is None and self.at > timezone.now() - ASKED_FOR

    @property
    def allows_until(self):
        """Return until when the agreement lets `restore` run; None for what was done as a colleague agreed."""
        if self.is_done and self.act == Act.RESTORE:
            return self.settled_at + RESTORED_WITHIN
        return None

    @property
    def asked(self) -> dict:
        return json.loads(self.values)

    def may_be_confirmed_by(self, user):
        return self.is_open and self.by_id != user.pk and self._may_both(user)

    def _may_both(self, user):
        right = RIGHTS[self.act]
        return user.has_perm(right) and self.by.is_active and self.by.has_perm(right)

    @transaction.atomic
    def confirm(self, *, by, at=None):
        """Do it, or let `restore` do it; return the proposal as it is then.

        Raise NotYours if the same colleague asked for it, ValidationError if it cannot be done any more, if either may
        not do it, or if one of them made or changed the other's account lately: that would be one person, twice.
        """
        fresh = type(self).objects.select_for_update().get(pk=self.pk)
        if fresh.by_id == by.pk:
            raise NotYours
        if not fresh.is_open:
            raise ValidationError(_("C’est déjà tranché, ou demandé il y a trop longtemps."))
        if not fresh._may_both(by):
            raise ValidationError(_("Vous deux devez en avoir le droit."))
        if are_tied(fresh.by, by):
            raise ValidationError(
                _(
                    "L’un de vous a créé ou changé le compte de l’autre depuis moins de trente jours : "
                    "il faut l’accord d’une autre personne."
                )
            )
        DO[fresh.act](fresh, by)
        fresh.settle(by=by, is_done=True, at=at)
        return fresh

    @transaction.atomic
    def refuse(self, *, by, at=None):
        """Settle it without doing it; whoever asked takes it back so."""
        fresh = type(self).objects.select_for_update().get(pk=self.pk)
        if fresh.settled_at is None:
            fresh.settle(by=by, is_done=False, at=at)

    def settle(self, *, by, is_done, at=None):
        self.settled_by, self.settled_at, self.is_done = by, at or timezone.now(), is_done
        self.changed_by = by
        if self.act == Act.ERASE:
            self.values = "{}"  # the ground may tell of the person
        self.save()


def as_it_reads(charter) -> str:
    """Return the digest of every word of a charter: what a colleague confirms is what was asked."""
    return digest({**record(charter, CURRENT), "published_at": None})


def _erase(proposal, by):
    comment = Comment.objects.get(pk=proposal.subject)
    comment.erase(by=by)
    comment.note(proposal.asked["ground"], by=proposal.by)


def _publish(proposal, by):
    charter, asked = Charter.objects.get(pk=proposal.subject), proposal.asked
    charter.publish(at=parse_datetime(asked["from"]) if asked["from"] else None, by=by)
    # Once it is published nobody changes a word any more: what is compared is what stays.
    if as_it_reads(charter) != asked["digest"]:
        raise ValidationError(_("Le texte a changé depuis la demande : demandez de nouveau."))


def _set(proposal, by):
    thresholds = Thresholds.objects.current()
    for name, value in proposal.asked.items():
        setattr(thresholds, name, value)
    thresholds.full_clean(validate_unique=False)
    thresholds.changed_by = by
    thresholds.save()


def _let_restore(proposal, by):
    """Nothing is done here: the command `restore` asks whether two said yes."""


DO = {Act.ERASE: _erase, Act.CHARTER: _publish, Act.THRESHOLDS: _set, Act.RESTORE: _let_restore}

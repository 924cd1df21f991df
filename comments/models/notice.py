from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.encrypted import EncryptedEmailField

from ..rules.weights import LEAST, weight
from . import letters_owed
from .charter import Clause
from .decision import Decision
from .errors import ChangedMeanwhile
from .event import Event
from .known_person import KnownPersonQuerySet
from .log_format import Vouched
from .private_page import HasPrivatePage
from .sealed import Sealed
from .suspension import Suspension
from .thresholds import Thresholds
from .weighed import Weighed


class NoticeQuerySet(Weighed, KnownPersonQuerySet):
    def open(self):
        """Return the notices that wait for an answer."""
        return self.filter(answer=None, settled_by=None)

    def track_record(self):
        """Return (founded, unfounded): how many a removal answered, how many another decision."""
        taken_down = Q(answer__kind__in=[Decision.Kind.REMOVE, Decision.Kind.REJECT])
        counts = self.exclude(answer=None).aggregate(
            founded=Count("pk", filter=taken_down), unfounded=Count("pk", filter=~taken_down)
        )
        return counts["founded"], counts["unfounded"]

    @transaction.atomic
    def give(
        self, *, comment, reader, clause=None, email="", sender="", flagger=None, at=None, **fields
    ):
        """Write a reader's «Alerter» on the published text; return (notice, whether it is new).

        The same reader on the same revision counts once. If a moderator already kept this text under the
        same rule, that decision settles the notice at once. If the newsroom set a threshold, enough open
        notices hide the comment until somebody looks. Raise ChangedMeanwhile if it is no longer on line.
        """
        at = at or timezone.now()
        comment.hold()
        if not comment.is_visible:
            raise ChangedMeanwhile(comment)
        given = {"revision_id": comment.published_revision_id, "reader": reader}
        thresholds = Thresholds.objects.current()
        notice = Notice(
            comment=comment,
            clause=clause,
            email=email,
            sender=sender,
            flagger=flagger,
            at=at,
            **given,
            **fields,
        )
        notice.weight = self._weight_of(notice)
        notice.due_at = at + thresholds.time_to_answer(
            is_legal=notice.is_legal, is_trusted=bool(flagger)
        )
        notice.settled_by = notice.judged_before()
        notice.set_seal()
        try:
            with transaction.atomic():
                notice.save(force_insert=True)
        except IntegrityError:
            return self.get(**given), False
        Event.objects.append(Event.Kind.NOTICED, comment=comment, notice=notice, at=at)
        notice._acknowledge()
        if thresholds.hide_at_weight and self.weighs_enough(comment, thresholds.hide_at_weight, at):
            comment.hide(at=at)
        return notice, True

    def _weight_of(self, notice):
        """Return the weight by gravity and track record; the least if its sender is shut out."""
        email, sender = notice.email, notice.sender
        if Suspension.objects.shutting_out(Suspension.Scope.NOTICES, email, sender, notice.at):
            return LEAST
        gravity = notice.clause.gravity if notice.clause else None
        if notice.is_legal:
            gravity = Clause.Gravity.UNLAWFUL
        track_record = self.of(email, sender).track_record()
        return weight(gravity, *track_record, trusted=notice.flagger is not None)


class Notice(Vouched, Sealed, HasPrivatePage):
    """A reader's report of one published revision.

    It names a rule of the charter, or unlawful content (DSA art. 16).
    """

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="notices"
    )
    revision = models.ForeignKey("comments.Revision", on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(
        "comments.Clause",
        verbose_name=_("règle alléguée"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_legal = models.BooleanField(_("contenu illicite"), default=False)
    explanation = models.TextField(_("explication"), blank=True)
    language = models.CharField(_("langue"), max_length=2)
    name = models.CharField(_("nom"), max_length=120, blank=True)
    email = EncryptedEmailField(_("adresse électronique"), blank=True)
    good_faith = models.BooleanField(_("de bonne foi"), default=False)
    reader = models.CharField(max_length=64, editable=False)
    # Where it came from, as a keyed hash: kept SENDER_DAYS, for a reader's track record.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    flagger = models.ForeignKey(
        "comments.TrustedFlagger",
        verbose_name=_("signaleur de confiance"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
    )
    weight = models.PositiveSmallIntegerField(_("poids"), editable=False)
    due_at = models.DateTimeField(_("réponse attendue avant le"), editable=False)
    at = models.DateTimeField(_("reçue le"))
    answer = models.ForeignKey(
        "comments.Decision",
        verbose_name=_("réponse"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_notices",
    )
    # An earlier decision on the very same text and the same rule: there is nothing new to look at.
    settled_by = models.ForeignKey(
        "comments.Decision", null=True, on_delete=models.PROTECT, related_name="settled_notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                "answer",
                "settled_by",
                "comment",
                name="notice_open",
                condition=Q(answer=None, settled_by=None),
            ),
            models.Index("email", name="notice_of_an_address"),
            models.Index("at", name="notice_words_kept", condition=~Q(salt="")),
            models.Index("sender", name="notice_of_a_sender"),
        ]
        constraints = [
            models.UniqueConstraint(
                "revision", "reader", name="notice_once_per_reader_and_revision"
            ),
            models.CheckConstraint(
                name="notice_legal_gave_reasons_in_good_faith",
                condition=Q(is_legal=False)
                | (Q(good_faith=True) & ~Q(explanation="", salt__gt="")),
            ),
            models.CheckConstraint(
                name="notice_is_answered_or_settled",
                condition=Q(answer=None) | Q(settled_by=None),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def private_address(self):
        return reverse("comments:notice_follow_up", kwargs={"key": self.follow_key})

    @property
    def letters_about(self):
        return {"comment": self.comment, "notice": self}

    @property
    def outcome(self):
        """Return the decision that answered or settled it; None if it is open."""
        return self.answer or self.settled_by

    def can_appeal(self, at=None):
        """Return whether its reader may contest the answer now.

        Once, if the comment stayed on line and the term still runs; not if a second person has since kept
        the very same text under the same rule.
        """
        outcome = self.outcome
        if outcome is None or outcome.kind not in {Decision.Kind.KEEP, Decision.Kind.UPHOLD}:
            return False
        upheld = Decision.objects.standing().filter(
            kind=Decision.Kind.UPHOLD, revision=self.revision_id, pk__gt=outcome.pk
        )
        if upheld.filter(answered_appeals__notice__clause=self.clause_id).exists():
            return False
        since = max(self.at, outcome.at)
        term = since + timedelta(days=settings.APPEAL_WINDOW_DAYS)
        is_on_line = self.comment.state == self.comment.State.PUBLISHED
        return is_on_line and (at or timezone.now()) < term and not self.appeals.exists()

    def judged_before(self):
        """Return the standing decision that kept this very text under the same rule, or None.

        None too if the notice needs a fresh look: it cites the law or no rule, or a trusted flagger gave it.
        """
        if self.clause is None or self.flagger or self.is_legal:
            return None
        return (
            Decision.objects.standing()
            .filter(
                kind=Decision.Kind.KEEP,
                revision=self.revision_id,
                answered_notices__clause__key=self.clause.key,
            )
            .first()
        )

    def _acknowledge(self):
        """Owe its reader a letter: the answer if it is settled already, else an acknowledgment."""
        letters_owed.of_notice(self)

    may_be_erased = False  # a notifier's text does not go with the author's: it has its own term (words_term.py)

    @property
    def is_wordless(self):
        """Return whether its words went at their term."""
        return not self.salt

    def sealed_texts(self):
        return (self.explanation, self.name)


class Flag(models.Model):
    """A mark that a rule put on a passage, for a moderator to look at; no verdict."""

    class Code(models.TextChoices):
        DOUBTFUL_LINK = "doubtful_link", _("Lien possible")
        WAVE = "wave", _("Variante d’un texte récent")
        NAME = "name", _("Nom d’une signature")

    revision = models.ForeignKey(
        "comments.Revision", on_delete=models.CASCADE, related_name="flags"
    )
    code = models.CharField(_("motif"), max_length=20, choices=Code)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("drapeau")
        verbose_name_plural = _("drapeaux")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(
                name="flag_marks_some_words", condition=Q(end__gt=models.F("start"))
            )
        ]

    def __str__(self):
        return f"{self.get_code_display()} {self.start}-{self.end}"

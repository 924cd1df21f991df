from datetime import timedelta
from math import ceil
from statistics import median

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.text_fields import CharField, TextField

from .log_format import Vouched


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Return the decisions that nobody took back; authors and readers learn of no others."""
        undoing = Decision.objects.filter(kind=Decision.Kind.UNDO, supersedes=OuterRef("pk"))
        return self.exclude(kind=Decision.Kind.UNDO).exclude(Exists(undoing))

    def decided_texts(self, since, *, most):
        """Yield (comment, text, its state now) of the latest first decisions; an erased text is left out.

        A text that its author mended after the decision counts as rejected.
        """
        first = self.standing().filter(
            kind__in=[Decision.Kind.APPROVE, Decision.Kind.REJECT],
            at__gte=since,
            comment__state__in=["published", "rejected", "removed"],
        )
        rows = (
            first.exclude(revision__text="")
            .order_by("-at")
            .values_list(
                "comment_id",
                "revision__text",
                "comment__state",
                "revision_id",
                "comment__revision_id",
            )
        )
        for comment, text, state, decided, current in rows[:most].iterator():
            yield comment, text, state if decided == current else "rejected"

    def undoable(self, by, *, at=None):
        """Return this moderator's decisions that they may still take back, the latest first."""
        since = (at or timezone.now()) - timedelta(seconds=settings.UNDO_SECONDS)
        return self.standing().filter(by=by, at__gt=since)

    def usual_delay_minutes(self):
        """Return the median minutes from arrival to decision; None if fewer than 10 are known.

        Count the latest hundred, so that the figure is of now.
        """
        first = self.standing().filter(kind__in=["approve", "reject"]).order_by("-pk")
        rows = first.values_list("at", "comment__created_at")[:100]
        delays = [(decided - received).total_seconds() / 60 for decided, received in rows]
        return max(1, ceil(median(delays))) if len(delays) >= 10 else None


class Decision(Vouched, models.Model):
    """One act of moderation and its reasons. Append-only: triggers refuse any other change."""

    class Kind(models.TextChoices):
        APPROVE = "approve", pgettext_lazy("decision", "Publié")
        REJECT = "reject", pgettext_lazy("decision", "Refusé")
        REMOVE = "remove", pgettext_lazy("decision", "Retiré")
        RESTORE = "restore", pgettext_lazy("decision", "Rétabli")
        KEEP = "keep", pgettext_lazy("decision", "Maintenu en ligne")
        UPHOLD = "uphold", pgettext_lazy("decision", "Décision confirmée")
        UNDO = "undo", pgettext_lazy("decision", "Décision annulée aussitôt")

    class Ground(models.TextChoices):
        CHARTER = "charter", _("Charte")
        LAW = "law", _("Loi")

    class Detection(models.TextChoices):
        OWN_INITIATIVE = "own", _("Relecture avant publication")
        NOTICE = "notice", _("Alerte d’un lecteur")
        LEGAL_NOTICE = "legal_notice", _("Notification d’un contenu illicite")
        TRUSTED = "trusted", _("Signaleur de confiance")

    # What a tool does before somebody decides; the law has the author told (DSA art. 17(3)(c)). The keys are
    # the codes of flags, the kind of event by which notices hide a comment, and a hint that was shown.
    TOOLS = {
        "hidden": _(
            "Le poids des alertes l’avait masqué automatiquement, le temps d’une relecture."
        ),
        "doubtful_link": _("Un outil y avait marqué des mots qui ressemblent à un lien."),
        "wave": _("Un outil l’avait rapproché d’un texte presque pareil, reçu peu avant."),
        "triage": _("Un outil d’aide au tri y avait marqué des mots, à titre d’indice."),
    }

    PUBLISHES = frozenset({Kind.APPROVE, Kind.RESTORE})
    LEAVES_ON_LINE = frozenset({Kind.KEEP, Kind.UPHOLD})
    # The law asks a statement of reasons for these (DSA art. 17 and 20).
    NEEDS_REASONS = frozenset({Kind.REJECT, Kind.REMOVE, Kind.RESTORE, Kind.UPHOLD})

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="decisions"
    )
    revision = models.ForeignKey("comments.Revision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("décision"), max_length=10, choices=Kind)
    ground = models.CharField(_("fondement"), max_length=10, choices=Ground, blank=True)
    clause = models.ForeignKey(
        "comments.Clause",
        verbose_name=_("règle"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    law = CharField(_("texte de loi"), max_length=500, blank=True)
    reasons = TextField(_("exposé des motifs"), blank=True)
    facts = TextField(_("faits"), max_length=5000, blank=True)
    language = models.CharField(_("langue des motifs"), max_length=2)
    detection = models.CharField(_("repéré par"), max_length=14, choices=Detection)
    # Codes of TOOLS, with spaces between them; NULL: decided before the log knew of it (format 3).
    tools = models.CharField(_("outils"), max_length=100, null=True, editable=False)  # noqa: DJ001
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    at = models.DateTimeField(_("le"))
    seconds_taken = models.PositiveIntegerField(_("durée en secondes"), null=True)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # Whether triage showed what it made of the text; False if the card kept it to itself, None if there was nothing.
    hint_shown = models.BooleanField(null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["-at"], name="decision_latest"),
            models.Index(fields=["by", "-at"], name="decision_latest_of_one"),
        ]
        permissions = [
            ("decide_appeal", "Can decide an appeal"),
            ("view_team", "Can read who decided how many, how fast"),
            ("export_decision", "Can take the register out"),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_kind_is_known",
                condition=Q(
                    kind__in=["approve", "reject", "remove", "restore", "keep", "uphold", "undo"]
                ),
            ),
            models.CheckConstraint(
                name="decision_against_cites_its_ground",
                condition=~Q(kind__in=["reject", "remove"])
                | Q(ground="charter", clause__isnull=False)
                | (Q(ground="law") & ~Q(law="")),
            ),
            models.CheckConstraint(
                name="decision_undo_says_what_it_undoes",
                condition=~Q(kind="undo") | Q(supersedes__isnull=False),
            ),
            models.UniqueConstraint(
                "supersedes", name="decision_is_undone_once", condition=Q(kind="undo")
            ),
            models.CheckConstraint(
                name="decision_gives_its_reasons",
                condition=~Q(kind__in=["reject", "remove", "restore", "uphold"]) | ~Q(reasons=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.comment_id})"

    @property
    def is_against(self):
        """Return whether it restricts the author's text: the author may then appeal."""
        return self.kind in {self.Kind.REJECT, self.Kind.REMOVE}

    @property
    def is_to_its_author(self):
        """Return whether it answers the author's own appeal.

        An author may not know of appeals by readers who alerted.
        """
        return self.answered_appeals.filter(notice=None).exists()

    @property
    def is_told_to_the_author(self):
        """Return whether the author's page shows it; alerts that led to nothing stay unknown."""
        if self.kind == self.Kind.KEEP:
            return False
        return self.kind != self.Kind.UPHOLD or self.is_to_its_author

    @property
    def shows_again(self):
        """Return whether a letter about it says that a hidden comment is on line again."""
        return self.kind in self.LEAVES_ON_LINE and not self.is_to_its_author

    @property
    def origin(self):
        """Return how the comment was detected, in words that are true of this decision."""
        if self.kind == self.Kind.REMOVE and self.detection == self.Detection.OWN_INITIATIVE:
            return _("Relecture après publication, à l’initiative de la modération")
        return self.get_detection_display()

    @property
    def means(self):
        """Return who decided, and what tools did to this text before, for the author."""
        tools = self._tools()
        if not tools:
            return _("Une personne de l’équipe de modération ; aucun traitement automatisé.")
        words = [_("Une personne de l’équipe de modération a décidé."), *tools]
        return " ".join(map(str, words))

    @property
    def was_marked(self):
        """Return whether a tool had marked or hidden the text before somebody decided."""
        return bool(self._tools())

    def _tools(self):
        if self.tools is not None:
            return [self.TOOLS[code] for code in self.tools.split() if code in self.TOOLS]
        did = set(self.revision.flags.values_list("code", flat=True))
        earlier = self.comment.decisions.standing().filter(pk__lt=self.pk)
        hidden_at = self.comment.hidden_since(earlier)
        if hidden_at and hidden_at <= self.at:
            did.add("hidden")
        if self.hint_shown:
            did.add("triage")
        return [sentence for code, sentence in self.TOOLS.items() if code in did]

    def can_be_undone(self, at=None):
        """Return whether whoever took it may still take it back: what readers see may change."""
        until = self.at + timedelta(seconds=settings.UNDO_SECONDS)
        return (at or timezone.now()) < until and not self.appeals.exists()

    @classmethod
    def ground_of(cls, clause, law):
        if clause:
            return cls.Ground.CHARTER
        return cls.Ground.LAW if law else ""

    @classmethod
    def detection_of(cls, notices):
        """Return how the comment was detected: by the gravest of the answered notices."""
        if any(notice.flagger_id for notice in notices):
            return cls.Detection.TRUSTED
        if any(notice.is_legal for notice in notices):
            return cls.Detection.LEGAL_NOTICE
        return cls.Detection.NOTICE if notices else cls.Detection.OWN_INITIATIVE


# From which states each decision may be taken, and the state it leads to (None: unchanged). An undo leads
# back to where its decision started. docs/moderation.md has the table.
MOVES = {
    Decision.Kind.APPROVE: ({"pending"}, "published"),
    Decision.Kind.REJECT: ({"pending"}, "rejected"),
    Decision.Kind.REMOVE: ({"published"}, "removed"),
    Decision.Kind.RESTORE: ({"rejected", "removed"}, "published"),
    Decision.Kind.KEEP: ({"published"}, None),
    Decision.Kind.UPHOLD: ({"rejected", "removed", "published"}, None),
}

import secrets

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..digests import digest
from .errors import ChangedMeanwhile
from .event import Event
from .letter import Letter
from .sealed import Sealed


class NoticeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answer=None)

    @transaction.atomic
    def give(self, *, comment, reader, clause=None, at=None, **particulars):
        """Record a reader's «Alerter» on what is published now; return (notice, whether it is new).

        The same reader on the same revision counts once. Raise ChangedMeanwhile if the comment is no
        longer on line.
        """
        comment.hold()
        if not comment.is_visible:
            raise ChangedMeanwhile(comment)
        given = {"revision_id": comment.published_revision_id, "reader": reader}
        notice = Notice(
            comment=comment, clause=clause, at=at or timezone.now(), **given, **particulars
        )
        notice.set_seal()
        try:
            with transaction.atomic():
                notice.save(force_insert=True)
        except IntegrityError:
            return self.get(**given), False
        Event.objects.append(Event.Kind.NOTICED, comment=comment, notice=notice, at=notice.at)
        Letter.objects.write(
            Letter.Kind.ACKNOWLEDGMENT,
            to=notice.email,
            language=notice.language,
            comment=comment,
            notice=notice,
            at=notice.at,
        )
        return notice, True


class Notice(Sealed):
    """A reader's report of one published revision: under the charter, or of unlawful content (DSA art. 16)."""

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
    email = models.EmailField(_("adresse électronique"), blank=True)
    good_faith = models.BooleanField(_("de bonne foi"), default=False)
    reader = models.CharField(max_length=64, editable=False)
    follow_key = models.CharField(
        max_length=43, unique=True, default=secrets.token_urlsafe, editable=False
    )
    at = models.DateTimeField(_("reçue le"))
    answer = models.ForeignKey(
        "comments.Decision",
        verbose_name=_("réponse"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_notices",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        ordering = ["at", "pk"]
        indexes = [models.Index("comment", name="notice_open", condition=Q(answer=None))]
        constraints = [
            models.UniqueConstraint(
                "revision", "reader", name="notice_once_per_reader_and_revision"
            ),
            models.CheckConstraint(
                name="notice_legal_gives_reasons_in_good_faith",
                condition=Q(is_legal=False) | (Q(good_faith=True) & ~Q(explanation="")),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    may_be_erased = False  # a notifier's words are not the author's: no verb erases them

    def sealed_texts(self):
        return (self.explanation, self.name)

    def record(self):
        return {
            "id": self.pk,
            "comment": self.comment_id,
            "revision": self.revision_id,
            "clause": self.clause_id,
            "legal": self.is_legal,
            "language": self.language,
            "at": self.at,
            "seal": self.seal,
        }

    def digest(self):
        return digest(self.record())


class Flag(models.Model):
    """A mark by a rule on words of one revision: something for a moderator to look at, no verdict."""

    class Code(models.TextChoices):
        DOUBTFUL_LINK = "doubtful_link", _("Lien possible")
        WAVE = "wave", _("Variante d’un texte récent")

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

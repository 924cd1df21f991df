"""What triage keeps: its models as numbers and words, what each says of a text, and the lead's settings.

All of it but the settings is derived from decisions, and outside the log: it orders and marks, and decides nothing
(docs/triage.md).
"""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import CharField, TextField

from ..rules.triage.ranks import Rank
from .filing import Filed
from .revision import Revision

WORDS_DAYS = (
    30  # that the words of a model are kept: those of comments erased since may be among them
)


class TriageModelQuerySet(models.QuerySet):
    def serving(self):
        """Return the model that reads what waits; none until decisions have taught one."""
        return self.filter(verdict=TriageModel.Verdict.SERVES)

    def in_force(self):
        """Return the serving model, none if the lead turned triage off."""
        is_off = Exists(TriageSettings.objects.filter(is_on=False))
        return self.serving().filter(~is_off)

    def expire(self, at) -> int:
        """Let a model whose words are past their term serve no more; return how many. A newer one comes before."""
        old = self.serving().filter(made_at__lt=at - timedelta(days=WORDS_DAYS))
        return old.update(verdict=TriageModel.Verdict.EXPIRED, packed=b"", unseen={})


class TriageModel(models.Model):
    """A model trained from decisions: its number is its version. Only the one that serves keeps its words."""

    class Verdict(models.TextChoices):
        SERVES = "serves", _("sert")
        FEW = "few", _("trop peu de décisions")
        WEAK = "weak", _("ne distingue pas assez bien")
        BEHIND = "behind", _("pas meilleur que celui qui sert")
        REPLACED = "replaced", _("remplacé par un autre")
        EXPIRED = "expired", _("échu, sans successeur")

    made_at = models.DateTimeField()
    trained_on = models.PositiveIntegerField()  # decisions
    last_decision = models.PositiveBigIntegerField()  # the latest it knew of
    verdict = models.CharField(max_length=10, choices=Verdict)
    packed = models.BinaryField(
        default=bytes
    )  # rules/triage/model.py; empty once it serves no more
    figures = models.JSONField(default=dict)
    # {revision: probability} of its latest decisions, by a model that had not seen them; empty likewise.
    unseen = models.JSONField(default=dict)

    objects = TriageModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("modèle de tri")
        verbose_name_plural = _("modèles de tri")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "verdict", name="triage_one_model_serves", condition=Q(verdict="serves")
            )
        ]

    def __str__(self):
        return f"v{self.pk}"

    @property
    def serves(self):
        return self.verdict == self.Verdict.SERVES


class Reading(models.Model):
    """What the serving model said of a text that waited. Places are offsets: no word stands here."""

    BANDS = {
        Rank.HIGH.value: _("en tête de file"),
        Rank.MIDDLE.value: _("au milieu de la file"),
        Rank.LOW.value: _("en fin de file"),
    }

    revision = models.OneToOneField(
        Revision, primary_key=True, on_delete=models.PROTECT, related_name="reading"
    )
    model = models.ForeignKey(TriageModel, on_delete=models.PROTECT, related_name="readings")
    score = models.FloatField()
    band = models.PositiveSmallIntegerField(choices=BANDS)
    rule = CharField(max_length=50, blank=True)  # a clause's key; "" if it may not name one
    words = models.JSONField(default=list)  # [[start, end], …] that speak against the text
    words_for = models.JSONField(default=list)  # and those that speak for it
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lecture du tri")
        verbose_name_plural = _("lectures du tri")
        constraints = [
            models.CheckConstraint(name="reading_band_is_known", condition=Q(band__in=[1, 2, 3]))
        ]

    def __str__(self):
        return f"{self.revision_id}: {self.score:.2f}"


class TriageSettingsQuerySet(models.QuerySet):
    def current(self):
        """Return the lead moderator's settings; the defaults if there are none yet."""
        return self.filter(pk=1).first() or TriageSettings(pk=1)


class TriageSettings(Filed, models.Model):
    """Whether triage orders and marks, and how long a comment may wait whatever its score. One row."""

    is_on = models.BooleanField(
        _("trier la file"),
        default=True,
        help_text=_(
            "Décoché : la file reste dans l’ordre d’arrivée, rien n’est marqué, rien n’est appris."
        ),
    )
    reading_hours = models.PositiveSmallIntegerField(
        _("heures dans lesquelles tout commentaire est lu"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 30)],
        help_text=_(
            "À la moitié de ce temps, un commentaire passe devant, quoi qu’en dise l’outil."
        ),
    )
    # What the lead added to the lists of words and took from them: rules/triage/edited_words.py.
    words = TextField(_("mots ajoutés et retirés"), blank=True, editable=False)

    objects = TriageSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("réglages de l’aide au tri")
        verbose_name_plural = _("réglages de l’aide au tri")
        constraints = [
            models.CheckConstraint(name="triage_settings_are_one_row", condition=Q(id=1))
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def promised(self) -> timedelta:
        return timedelta(hours=self.reading_hours)

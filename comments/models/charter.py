from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import CharField, TextField

from .filing import Filing
from .log_format import CURRENT, Vouched, record

LANGUAGES = ("fr", "ar", "en")


class CharterQuerySet(models.QuerySet):
    def published(self):
        """Return the versions that are or were in force, the newest first."""
        return self.filter(published_at__lte=timezone.now()).order_by("-published_at", "-version")

    def announced(self):
        """Return the versions whose day has not come yet.

        Readers are told of them beforehand (DSA art. 14); nobody may change them any more.
        """
        return self.filter(published_at__gt=timezone.now()).order_by("published_at")

    @transaction.atomic
    def draft(self):
        """Return the version in preparation; make it from the newest if there is none."""
        if there := self.filter(published_at=None).order_by("-version").first():
            return there
        # Two who begin at once begin one version: the second waits for the newest row, and then looks again.
        self.select_for_update().order_by("-version").first()
        newest = self.order_by("-version").first()
        if newest.published_at is None:
            return newest
        clauses = list(newest.clauses.all())
        newest.pk, newest.published_at, newest.version = None, None, newest.version + 1
        newest.save(force_insert=True)
        for clause in clauses:
            clause.pk, clause.charter = None, newest
        Clause.objects.bulk_create(clauses)
        return newest

    def in_force(self):
        """Return the newest published version; raise DoesNotExist if there is none."""
        return self.published().get_newest()

    def get_newest(self):
        newest = self.first()
        if newest is None:
            raise self.model.DoesNotExist("no charter is published: run manage.py migrate")
        return newest


class Charter(models.Model):
    """One dated version of the rules. Once published it is superseded, never edited.

    `{site}` in its texts stands for the name of the site.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("en vigueur depuis"), null=True, blank=True)
    preamble_fr = TextField(_("préambule"))
    preamble_ar = TextField(_("préambule en arabe"))
    preamble_en = TextField(_("préambule en anglais"))

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charte")
        verbose_name_plural = _("chartes")
        ordering = ["-version"]

    def __str__(self):
        return f"v{self.version}"

    @property
    def is_draft(self):
        return self.published_at is None

    @transaction.atomic
    def publish(self, *, at=None, by=None):
        """Put a draft in force, now or on the announced day; nobody edits it again.

        Raise ValidationError if a text is missing in any language, if no clause is unlawful content, or if
        the day is past or before that of another announced version.
        """
        now = timezone.now()
        at = at or now
        clauses = list(self.clauses.all())
        if at < now:
            raise ValidationError(_("Choisissez un jour à venir."))
        if not any(clause.is_unlawful for clause in clauses):
            raise ValidationError(
                _("Gardez une règle de gravité « illicite » : la loi veut qu’on puisse notifier.")
            )
        if Charter.objects.announced().filter(published_at__gte=at).exists():
            raise ValidationError(
                _("Une version est annoncée pour plus tard : publiez celle-ci après elle.")
            )
        for thing in (self, *clauses):
            thing.full_clean(validate_unique=False, validate_constraints=False)
        drafts = Charter.objects.filter(pk=self.pk, published_at=None)
        if not drafts.update(published_at=at):
            raise ValidationError(_("Cette version est déjà publiée."))
        self.refresh_from_db()
        # Of a draft nothing is filed: it binds nobody.
        Filing.objects.file(Filing.Table.CHARTER, str(self.version), record(self, CURRENT), by=by)

    def changes_from(self, other):
        """Pair each clause with the same clause of another version: [(clause, earlier or None)].

        Two clauses are the same if their keys are. Clauses that only the other version has come last, as
        (None, earlier).
        """
        earlier = {clause.key: clause for clause in other.clauses.all()}
        changes = [(clause, earlier.pop(clause.key, None)) for clause in self.clauses.all()]
        return changes + [(None, clause) for clause in earlier.values()]

    def preamble(self, language=None):
        return in_language(self, "preamble", language)


class Clause(Vouched, models.Model):
    """One numbered rule: its text, its ready statement of reasons, its codes in the law.

    The codes come from the Commission's transparency database, schema 2.
    """

    class Gravity(models.IntegerChoices):
        ORDINARY = 1, _("ordinaire")
        SERIOUS = 2, _("grave")
        UNLAWFUL = 3, _("illicite")

    # Deleting a draft deletes its clauses; triggers keep the published ones.
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("numéro"))
    key = models.SlugField(_("clé"))
    gravity = models.PositiveSmallIntegerField(
        _("gravité"), choices=Gravity, default=Gravity.ORDINARY
    )
    dsa_category = CharField(_("catégorie dans la base européenne"), max_length=100)
    dsa_specification = CharField(_("précision dans la base européenne"), max_length=100)
    title_fr = CharField(_("titre"), max_length=80)
    title_ar = CharField(_("titre en arabe"), max_length=80)
    title_en = CharField(_("titre en anglais"), max_length=80)
    rule_fr = TextField(_("règle"))
    rule_ar = TextField(_("règle en arabe"))
    rule_en = TextField(_("règle en anglais"))
    example_fr = TextField(_("exemple"), blank=True)
    example_ar = TextField(_("exemple en arabe"), blank=True)
    example_en = TextField(_("exemple en anglais"), blank=True)
    reasons_fr = TextField(_("exposé des motifs tout prêt"))
    reasons_ar = TextField(_("exposé des motifs en arabe"))
    reasons_en = TextField(_("exposé des motifs en anglais"))

    class Meta:
        verbose_name = _("règle")
        verbose_name_plural = _("règles")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("charter", "number", name="clause_number_once_per_charter"),
            models.UniqueConstraint("charter", "key", name="clause_key_once_per_charter"),
            models.CheckConstraint(
                name="clause_number_is_one_key", condition=Q(number__gte=1, number__lte=9)
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title()}"

    def title(self, language=None):
        return in_language(self, "title", language)

    def rule(self, language=None):
        return in_language(self, "rule", language)

    def example(self, language=None):
        return in_language(self, "example", language)

    def reasons(self, language=None):
        """Return the ready statement of reasons."""
        return in_language(self, "reasons", language)

    @property
    def is_unlawful(self):
        return self.gravity == self.Gravity.UNLAWFUL

    @property
    def is_hateful(self):
        """Return whether a text that breaks it may hurt the moderator who reads it.

        What is merely unlawful, a copyright for one, hurts nobody's eyes.
        """
        return self.gravity == self.Gravity.SERIOUS


def in_language(thing, field, language):
    """Return `field` of `thing` in a language of the portal; by default the page's own."""
    language = language or get_language()
    return getattr(thing, f"{field}_{language if language in LANGUAGES else 'fr'}")

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..digests import digest

LANGUAGES = ("fr", "ar", "en")


class CharterQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None).order_by("-published_at", "-version")

    def in_force(self):
        """The newest published version; a portal without a charter takes no comment."""
        return self.published().get_newest()

    def get_newest(self):
        newest = self.first()
        if newest is None:
            raise self.model.DoesNotExist("no charter is published: run manage.py migrate")
        return newest


class Charter(models.Model):
    """One dated version of the rules of the discussion. Once published it is superseded, never edited.

    `{site}` in its words stands for the name of the site.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("en vigueur depuis"), null=True, blank=True)
    preamble_fr = models.TextField(_("préambule"))
    preamble_ar = models.TextField(_("préambule en arabe"))
    preamble_en = models.TextField(_("préambule en anglais"))

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charte")
        verbose_name_plural = _("chartes")
        ordering = ["-version"]

    def __str__(self):
        return f"v{self.version}"

    def preamble(self, language=None):
        return in_language(self, "preamble", language)


class Clause(models.Model):
    """One numbered rule: what readers read, the statement its authors get, its codes in the law.

    The codes are those of the Commission's transparency database, schema 2.
    """

    class Gravity(models.IntegerChoices):
        ORDINARY = 1, _("ordinaire")
        SERIOUS = 2, _("grave")
        UNLAWFUL = 3, _("illicite")

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("numéro"))
    key = models.SlugField(_("clé"))
    gravity = models.PositiveSmallIntegerField(
        _("gravité"), choices=Gravity, default=Gravity.ORDINARY
    )
    dsa_category = models.CharField(max_length=100)
    dsa_specification = models.CharField(max_length=100)
    title_fr = models.CharField(_("titre"), max_length=80)
    title_ar = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    rule_fr = models.TextField(_("règle"))
    rule_ar = models.TextField()
    rule_en = models.TextField()
    example_fr = models.TextField(_("exemple"), blank=True)
    example_ar = models.TextField(blank=True)
    example_en = models.TextField(blank=True)
    reasons_fr = models.TextField(_("exposé des motifs tout prêt"))
    reasons_ar = models.TextField()
    reasons_en = models.TextField()

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
        """The ready statement of reasons, in the author's language."""
        return in_language(self, "reasons", language)

    @property
    def is_unlawful(self):
        return self.gravity == self.Gravity.UNLAWFUL

    @property
    def is_hateful(self):
        """Whether what breaks it may hurt whoever has to read it."""
        return self.gravity >= self.Gravity.SERIOUS

    def digest(self):
        """What a decision that cites this clause vouches for: every word of it."""
        names = [field.attname for field in self._meta.concrete_fields if field.attname != "id"]
        return digest({name: getattr(self, name) for name in names})


def in_language(thing, field, language):
    """Return `field` of `thing` in a language of the portal; that of the page where none is asked."""
    language = language or get_language()
    return getattr(thing, f"{field}_{language if language in LANGUAGES else 'fr'}")

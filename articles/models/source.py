from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .languages import PresentedInEachLanguage, slug_of
from .text_fields import CharField, URLField


class Source(PresentedInEachLanguage, models.Model):
    """The origin of articles: an agency, a partner, or the newsroom itself."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("Agence")
        PARTNER = "partner", _("Partenaire")
        NEWSROOM = "newsroom", _("Rédaction")

    short_name = CharField(_("nom court"), max_length=40, unique=True)
    full_name = CharField(_("nom complet"), max_length=120, blank=True)
    kind = CharField(_("genre"), max_length=10, choices=Kind, default=Kind.AGENCY)
    description = CharField(
        _("présentation"), max_length=200, blank=True, help_text=_("Ce qu’est cette source.")
    )
    description_ar = CharField(
        _("présentation en arabe"), max_length=200, blank=True, db_default=""
    )
    description_en = CharField(
        _("présentation en anglais"), max_length=200, blank=True, db_default=""
    )
    home_page = URLField(_("site"), blank=True)
    country = CharField(
        _("pays"), max_length=2, blank=True, help_text=_("Code ISO à deux lettres, par exemple MA.")
    )
    credit_line = CharField(
        _("mention de droits"),
        max_length=200,
        blank=True,
        help_text=_("Imprimée sous ses articles."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["short_name"]

    def __str__(self):
        return self.short_name

    @property
    def label(self):
        """Return its short name; for the newsroom, a word in the language of the page."""
        return _("Rédaction") if self.is_newsroom else self.short_name

    @property
    def slug(self):
        return slug_of(self.short_name) or "source"

    def get_absolute_url(self):
        return reverse("source", kwargs={"pk": self.pk, "slug": self.slug})

    @property
    def is_newsroom(self):
        return self.kind == self.Kind.NEWSROOM

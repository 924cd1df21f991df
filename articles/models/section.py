from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .languages import NamedInEachLanguage, PresentedInEachLanguage
from .text_fields import CharField

# First words of the portal's own addresses: readers could not reach a section with such a slug.
TAKEN_ADDRESSES = frozenset(
    [
        ".well-known",
        "accessibilite",
        "admin",
        "alertes",
        "archives",
        "articles",
        "ar",
        "auteurs",
        "cartes",
        "charte",
        "commentaires",
        "confidentialite",
        "contact",
        "corrections",
        "csp",
        "en",
        "flux",
        "healthz",
        "hors-ligne.js",
        "lecture",
        "media",
        "mentions",
        "qui-sommes-nous",
        "readyz",
        "recherche",
        "reponses",
        "robots.txt",
        "signaler",
        "signaleurs",
        "sitemap",
        "sources",
        "static",
        "suivi",
        "themes",
        "transparence",
    ]
)


def refuse_taken_address(slug):
    if slug in TAKEN_ADDRESSES:
        raise ValidationError(
            _("« %(slug)s » est déjà une adresse du site : choisissez-en une autre."),
            code="taken",
            params={"slug": slug},
        )


class Section(NamedInEachLanguage, PresentedInEachLanguage, models.Model):
    """A part of the site with its own page: «Le Fil», «Tribune», and others of the newsroom."""

    class Kind(models.TextChoices):
        WIRE = "wire", _("Dépêches")
        OPINION = "opinion", _("Opinions")
        NEWS = "news", _("Articles")

    name = CharField(_("nom"), max_length=60)
    name_ar = CharField(_("nom en arabe"), max_length=60, blank=True)
    name_en = CharField(_("nom en anglais"), max_length=60, blank=True)
    slug = models.SlugField(_("adresse"), unique=True, validators=[refuse_taken_address])
    description = CharField(_("présentation"), max_length=200, blank=True)
    description_ar = CharField(
        _("présentation en arabe"), max_length=200, blank=True, db_default=""
    )
    description_en = CharField(
        _("présentation en anglais"), max_length=200, blank=True, db_default=""
    )
    kind = CharField(
        _("genre"),
        max_length=10,
        choices=Kind,
        default=Kind.NEWS,
        help_text=_("Les opinions paraissent en italique sur fond crème."),
    )
    order = models.PositiveSmallIntegerField(_("rang"), default=50)
    takes_comments = models.BooleanField(_("ouverte aux commentaires"), default=True)
    comment_days = models.PositiveSmallIntegerField(
        _("durée de la discussion"),
        null=True,
        blank=True,
        help_text=_("En jours après la publication. Vide : sans limite."),
    )

    class Meta:
        verbose_name = _("rubrique")
        verbose_name_plural = _("rubriques")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("section", kwargs={"slug": self.slug})

    @property
    def is_opinion(self):
        return self.kind == self.Kind.OPINION

    @property
    def is_wire(self):
        return self.kind == self.Kind.WIRE

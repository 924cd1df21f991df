from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .illustration import SAY_WHAT_IT_SHOWS
from .image import Image, refuse_file_name
from .languages import PresentedInEachLanguage, slug_of
from .text_fields import CharField, URLField


class Author(PresentedInEachLanguage, models.Model):
    """A person or organisation with a page here; a byline may also hold names without one."""

    PRESENTATION = "presentation"

    class Kind(models.TextChoices):
        PERSON = "person", _("Personne")
        ORGANISATION = "organisation", _("Organisation")

    name = CharField(_("nom"), max_length=120, unique=True)
    kind = CharField(_("genre"), max_length=12, choices=Kind, default=Kind.PERSON)
    presentation = CharField(_("présentation"), max_length=300, blank=True)
    presentation_ar = CharField(
        _("présentation en arabe"), max_length=300, blank=True, db_default=""
    )
    presentation_en = CharField(
        _("présentation en anglais"), max_length=300, blank=True, db_default=""
    )
    portrait = models.ForeignKey(
        Image,
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,  # asked for when a picture is deleted, among few authors
    )
    portrait_alt = CharField(
        _("texte de remplacement"),
        max_length=200,
        blank=True,
        db_default="",
        validators=[refuse_file_name],
        help_text=_("Ce que montre l’image, en une phrase, pour qui ne la voit pas."),
    )
    home_page = URLField(_("page personnelle"), blank=True)

    class Meta:
        verbose_name = _("auteur")
        verbose_name_plural = _("auteurs")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="author_portrait_is_described",
                condition=Q(portrait=None) | ~Q(portrait_alt=""),
                violation_error_message=SAY_WHAT_IT_SHOWS,
            )
        ]

    def __str__(self):
        return self.name

    @property
    def slug(self):
        return slug_of(self.name) or "auteur"

    @property
    def label(self):
        return self.name

    def get_absolute_url(self):
        return reverse("author", kwargs={"pk": self.pk, "slug": self.slug})


class Credit(models.Model):
    """One name of a byline, with or without a page of its own."""

    Kind = Author.Kind

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="credits")
    author = models.ForeignKey(
        Author,
        verbose_name=_("auteur"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="credits",
        help_text=_("Sa page, s’il en a une : le nom y mènera."),
    )
    name = CharField(_("nom"), max_length=120)
    kind = CharField(_("genre"), max_length=12, choices=Kind, default=Kind.PERSON)
    role = CharField(
        _("qualité"), max_length=80, blank=True, help_text=_("Par exemple : traductrice.")
    )
    order = models.PositiveSmallIntegerField(_("rang"), default=1)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

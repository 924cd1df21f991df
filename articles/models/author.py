from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .languages import slug_of
from .text_fields import CharField, URLField


class Author(models.Model):
    """A person or organisation with a page here; a byline may also hold names without one."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Personne")
        ORGANISATION = "organisation", _("Organisation")

    name = CharField(_("nom"), max_length=120, unique=True)
    kind = CharField(_("genre"), max_length=12, choices=Kind, default=Kind.PERSON)
    presentation = CharField(_("présentation"), max_length=300, blank=True)
    home_page = URLField(_("page personnelle"), blank=True)

    class Meta:
        verbose_name = _("auteur")
        verbose_name_plural = _("auteurs")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def slug(self):
        return slug_of(self.name) or "auteur"

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

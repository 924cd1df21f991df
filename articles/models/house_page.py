from typing import NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .body_field import BodyField
from .languages import DIRECTIONS, Language
from .text_fields import CharField


class Printed(NamedTuple):
    """What a page of the house says in one language."""

    title: str
    body: str
    language: str

    @property
    def direction(self):
        return DIRECTIONS[self.language]


class HousePageQuerySet(models.QuerySet):
    def written(self):
        """Return the pages that have words in some language."""
        return self.exclude(body="", body_ar="", body_en="")


class HousePage(models.Model):
    """A page that the newsroom writes about itself, in three languages. Without words there is no page."""

    class Kind(models.TextChoices):
        ABOUT = "about", _("Qui sommes-nous")
        CONTACT = "contact", _("Contact")

    kind = CharField(_("page"), max_length=10, choices=Kind, unique=True)
    title = CharField(_("titre"), max_length=120, blank=True)
    title_ar = CharField(_("titre en arabe"), max_length=120, blank=True)
    title_en = CharField(_("titre en anglais"), max_length=120, blank=True)
    body = BodyField(
        _("texte"),
        blank=True,
        help_text=_("Sans texte dans aucune langue, la page n’existe pas et rien n’y mène."),
    )
    body_ar = BodyField(_("texte en arabe"), blank=True)
    body_en = BodyField(_("texte en anglais"), blank=True)

    objects = HousePageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page de la maison")
        verbose_name_plural = _("pages de la maison")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                name="house_page_kind_is_known",
                condition=models.Q(kind__in=["about", "contact"]),
            )
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse(self.kind)

    @property
    def printed(self):
        """Return its words in the language of the page; else in French, else in the one there is."""
        languages = [get_language(), *Language.values]
        language = next((each for each in languages if self._in("body", each)), Language.FRENCH)
        title = self._in("title", language) or self.get_kind_display()
        return Printed(title, self._in("body", language), str(language))

    def _in(self, field, language):
        return getattr(self, field if language == Language.FRENCH else f"{field}_{language}")

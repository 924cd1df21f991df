"""What an article's state amounts to at a given time, and how it is said.

«Publié» alone misleads as long as a date to come or an embargo keeps readers out.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# Django's date letters; the year is said only if it is another one.
MOMENTS = {"fr": "l j F{} à H:i", "ar": "l j F{} على الساعة H:i", "en": r"l j F{} \a\t H:i"}


class Standing(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Brouillon")
    REVIEW = "review", gettext_lazy("En relecture")
    SCHEDULED = "scheduled", gettext_lazy("Programmé")
    EMBARGOED = "embargoed", gettext_lazy("Sous embargo")
    ON_LINE = "on_line", gettext_lazy("Publié")
    WITHDRAWN = "withdrawn", gettext_lazy("Retiré")


def condition_of(standing, at) -> Q:
    """Return the condition of articles that readers do not see at that time, for the reason given.

    If both a date to come and an embargo keep readers out, the later of the two counts.
    """
    if standing == Standing.EMBARGOED:
        return Q(status="published", embargo_until__gt=at, embargo_until__gte=F("published_at"))
    if standing == Standing.SCHEDULED:
        no_later_embargo = Q(embargo_until=None) | Q(embargo_until__lt=F("published_at"))
        return no_later_embargo & Q(status="published", published_at__gt=at)
    return Q(status=standing)


class Stands:
    """Mixin of Article: how it stands now."""

    @property
    def standing(self):
        at = timezone.now()
        if self.status != self.Status.PUBLISHED:
            return Standing(self.status)
        embargo = self.embargo_until
        if embargo and embargo > at and embargo >= self.published_at:
            return Standing.EMBARGOED
        return Standing.SCHEDULED if self.published_at > at else Standing.ON_LINE

    @property
    def is_internal(self):
        """Return whether its words are the newsroom's alone: a draft, not yet due, or taken down."""
        if self.status == self.Status.WITHDRAWN:
            return self.withdrawal == self.Withdrawal.TAKEDOWN
        return self.standing != Standing.ON_LINE

    @property
    def told_headline(self):
        """Return its headline for colleagues who do not write; a sentence in its place if internal."""
        return _("un article qui n’est pas en ligne") if self.is_internal else self.headline

    @property
    def standing_in_words(self):
        """Return its state as one says it: «Programmé pour le mardi 1er décembre à 08:00»."""
        standing = self.standing
        if standing == Standing.SCHEDULED:
            return _("Programmé pour le %s") % in_words(self.published_at)
        if standing == Standing.EMBARGOED:
            return _("Sous embargo jusqu’au %s") % in_words(self.embargo_until)
        return str(standing.label)


def in_words(at):
    """Return a moment to come in words, as newspapers of the language write it."""
    local = timezone.localtime(at)
    year = "" if local.year == timezone.localdate().year else " Y"
    words = date_format(local, MOMENTS[get_language()].format(year))
    return words.replace(" 1 ", " 1er ", 1) if get_language() == "fr" else words

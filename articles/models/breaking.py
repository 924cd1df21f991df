from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .languages import Language
from .text_fields import CharField

LONGEST = timedelta(hours=24)


class BreakingQuerySet(models.QuerySet):
    def standing(self, at=None):
        """Return the lines that run now, the newest first: pages show only one."""
        at = at or timezone.now()
        return self.filter(since__lte=at, until__gt=at).order_by("-since", "-pk")


class Breaking(models.Model):
    """A line above every page, for some hours; it ends by the clock."""

    text = CharField(_("texte"), max_length=140)
    text_ar = CharField(_("texte en arabe"), max_length=140, blank=True)
    text_en = CharField(_("texte en anglais"), max_length=140, blank=True)
    article = models.ForeignKey(
        "Article",
        verbose_name=_("article"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text=_("Où mène le bandeau, dès qu’il est en ligne."),
    )
    since = models.DateTimeField(_("depuis"), default=timezone.now)
    until = models.DateTimeField(_("jusqu’à"), help_text=_("Vingt-quatre heures au plus."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BreakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bandeau d’urgence")
        verbose_name_plural = _("bandeaux d’urgence")
        ordering = ["-since", "-pk"]
        indexes = [models.Index("until", name="breaking_until")]
        constraints = [
            models.CheckConstraint(
                name="breaking_ends",
                condition=Q(until__gt=F("since")),
                violation_error_message=_("Le bandeau doit finir après avoir commencé."),
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if self.since and self.until and self.until - self.since > LONGEST:
            raise ValidationError(
                {
                    "until": _(
                        "Un bandeau dure vingt-quatre heures au plus : au-delà, écrivez un article."
                    )
                }
            )

    @property
    def leads_to(self):
        """Return its article if readers may see it, else None."""
        return self.article if self.article and self.article.is_visible else None

    @property
    def words(self):
        """Return its text in the reader's language, else in French."""
        return getattr(self, f"text_{self.language}", self.text)

    @property
    def language(self):
        """Return the language of `words`: the reader's if it has a text in it, else French."""
        mine = get_language()
        return mine if getattr(self, f"text_{mine}", "") else Language.FRENCH

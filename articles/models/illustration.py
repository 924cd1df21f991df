from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .image import Image, refuse_file_name
from .text_fields import CharField


class Illustration(models.Model):
    """A picture within the text of an article, after one of its paragraphs."""

    article = models.ForeignKey("Article", on_delete=models.CASCADE, related_name="illustrations")
    image = models.ForeignKey(Image, verbose_name=_("image"), on_delete=models.PROTECT)
    after = models.PositiveSmallIntegerField(
        _("après le paragraphe"),
        default=1,
        help_text=_("Les intertitres comptent. Au-delà du dernier : à la fin."),
    )
    alt = CharField(
        _("texte de remplacement"), max_length=200, blank=True, validators=[refuse_file_name]
    )
    is_decorative = models.BooleanField(_("décorative"), default=False)

    class Meta:
        verbose_name = _("image dans le texte")
        verbose_name_plural = _("images dans le texte")
        ordering = ["after", "pk"]
        constraints = [
            models.CheckConstraint(
                name="illustration_is_described",
                condition=Q(is_decorative=True) | ~Q(alt=""),
                violation_error_message=_(
                    "Dites ce que montre l’image, ou déclarez-la décorative."
                ),
            )
        ]

    def __str__(self):
        return self.alt or str(self.image)

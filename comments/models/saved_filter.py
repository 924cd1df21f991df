from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import CharField


class SavedFilter(models.Model):
    """A lane with its filters, which a moderator keeps under a name."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = CharField(_("nom"), max_length=40)
    query = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("filtre")
        verbose_name_plural = _("filtres")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("by", "name", name="saved_filter_name_once_per_person")
        ]

    def __str__(self):
        return self.name

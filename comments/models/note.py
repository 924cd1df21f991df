from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.text_fields import TextField

# The same words again within it are a second press of the button (door/double_click.py).
SAME_PRESS = timedelta(minutes=2)


class Note(models.Model):
    """A moderator's word to colleagues about a comment: no reader and no author ever sees it.

    The log tells that it was written, by whom and when (event «noted»), not what it says.
    """

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="colleagues_notes"
    )
    text = TextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("écrite le"))

    class Meta:
        verbose_name = _("note entre collègues")
        verbose_name_plural = _("notes entre collègues")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="note_says_something", condition=~models.Q(text=""))
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

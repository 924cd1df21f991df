from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from .text_fields import CharField

GONE = "gone-"  # how a tag begins that says: this was taken away
CHANGES_KEPT = timedelta(hours=24)


class ChangeQuerySet(models.QuerySet):
    def forget_old(self, at=None) -> int:
        """Delete the rows that no process needs any more, never the newest one; return how many."""
        old = self.filter(at__lt=(at or timezone.now()) - CHANGES_KEPT)
        newest = self.order_by("-pk").values_list("pk", flat=True).first()
        return old.exclude(pk=newest).delete()[0]

    def gone(self) -> dict[str, float]:
        """Return what was taken away lately: {tag without «gone-»: when, in seconds since 1970}."""
        rows = self.filter(tag__startswith=GONE).order_by("pk").values_list("tag", "at")
        return {tag.removeprefix(GONE): at.timestamp() for tag, at in rows}


class Change(models.Model):
    """One change that readers can see; triggers write it (articles/freshness/triggers.py), nobody edits it.

    `tag` says which pages it touches: see articles/freshness/changes.py. Rows older than CHANGES_KEPT are
    forgotten: whoever knows no newer one takes every page for out of date.
    """

    tag = CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    objects = ChangeQuerySet.as_manager()

    def __str__(self):
        return f"{self.pk}: {self.tag}"

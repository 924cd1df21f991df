from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.links import judge
from .log_format import Vouched
from .notice import Flag
from .sealed import Sealed


class RevisionQuerySet(models.QuerySet):
    def write(self, comment, text, *, number, at):
        revision = Revision(comment=comment, number=number, text=text, created_at=at)
        revision.set_seal()
        revision.save(force_insert=True)
        Flag.objects.bulk_create(
            Flag(revision=revision, code=Flag.Code.DOUBTFUL_LINK, start=link.start, end=link.end)
            for link in judge(text).doubtful
        )
        return revision


class Revision(Vouched, Sealed):
    """The text of a comment at one moment. Triggers refuse any change but erasure."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version du texte")
        verbose_name_plural = _("versions du texte")
        ordering = ["number"]
        constraints = [models.UniqueConstraint("comment", "number", name="revision_number_once")]

    def __str__(self):
        return f"{self.comment_id}/{self.number}"

    def sealed_texts(self):
        return (self.comment.name, self.text)

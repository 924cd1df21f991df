from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Language

from ..rules.links import judge
from .log_format import Vouched
from .notice import Flag
from .sealed import Sealed


class RevisionQuerySet(models.QuerySet):
    def write(self, comment, text, *, number, at):
        """Store a text of a comment, sealed and flagged, in the language that its comment is in now."""
        revision = Revision(
            comment=comment, number=number, text=text, language=comment.language, created_at=at
        )
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
    # NULL: written before the log knew of it (format 3); the register counts it as unknown.
    language = models.CharField(max_length=2, choices=Language, null=True)  # noqa: DJ001
    created_at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version du texte")
        verbose_name_plural = _("versions du texte")
        ordering = ["number"]
        constraints = [models.UniqueConstraint("comment", "number", name="revision_number_once")]
        indexes = [
            # The comments received in a month, by language, for the public register.
            models.Index(
                "created_at",
                "language",
                "comment",
                name="revision_received",
                condition=models.Q(number=1),
            )
        ]

    def __str__(self):
        return f"{self.comment_id}/{self.number}"

    def sealed_texts(self):
        return (self.comment.name, self.text)

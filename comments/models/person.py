"""One person, as far as their comments tell: what they wrote, what was said and decided of them."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q

from .comment import Comment
from .note import Note
from .notice import Notice
from .suspension import Suspension

LATEST_FIRST = ["-created_at", "-pk"]
NAMES_MOST = 10


@dataclass(frozen=True)
class Person:
    """The author of `comment`: by the same address or the same sender hash, neither ever shown."""

    comment: Comment

    @property
    def is_known(self):
        """Return whether anything says who wrote it; else its author is known by this comment alone."""
        return bool(self.comment.email or self.comment.sender)

    @property
    def comments(self):
        """Return all their comments, the newest first."""
        known = Comment.objects.of(self.comment.email, self.comment.sender)
        found = known if self.is_known else Comment.objects.filter(pk=self.comment.pk)
        return found.order_by(*LATEST_FIRST)

    @property
    def counts(self):
        """Return how many of their comments wait, were published, refused or taken down, and since when."""
        states = Comment.State
        return self.comments.order_by().aggregate(
            all=Count("pk"),
            waiting=Count("pk", filter=Q(state=states.PENDING)),
            published=Count("pk", filter=Q(state=states.PUBLISHED)),
            against=Count("pk", filter=Q(state__in=Comment.AGAINST_STATES)),
            since=Min("created_at"),
        )

    @property
    def names(self):
        """Return the names they signed with."""
        names = self.comments.order_by("name").exclude(name="").values_list("name", flat=True)
        return list(names.distinct()[:NAMES_MOST])

    @property
    def notices_received(self):
        """Return the notices about their comments, the newest first."""
        about = Notice.objects.filter(comment__in=self.comments.order_by().values("pk"))
        return about.select_related("clause", "comment__revision", "answer", "settled_by").order_by(
            "-at", "-pk"
        )

    @property
    def notices_given(self):
        """Return the notices they gave about other people's comments."""
        return Notice.objects.of(self.comment.email, self.comment.sender)

    @property
    def sanctions(self):
        """Return every sanction they had, over or not, the newest first."""
        known = Suspension.objects.of(self.comment.email, self.comment.sender)
        imposed = known.filter(kind__in=Suspension.IMPOSED).select_related("by", "clause")
        return imposed.prefetch_related("followers__by").order_by("-pk")

    @property
    def notes(self):
        """Return what colleagues noted about their comments, the newest first."""
        about = Note.objects.filter(comment__in=self.comments.order_by().values("pk"))
        return about.select_related("by", "comment__revision").order_by("-at", "-pk")

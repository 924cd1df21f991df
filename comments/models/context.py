"""The context of a comment: similar ones, its author's history and sanctions."""

from django.db import models

from articles.rules.differences import difference

from ..rules.likeness import are_near, distance, say_the_same
from .comment_queryset import WAVE, WAVE_MOST
from .decision import Decision
from .suspension import Suspension

ALIKE_MOST = 50  # look-alikes shown, and decided, together
SIMILAR_MOST = 5  # judged ones shown beside a card
SIMILAR_BITS = 20  # how far they may be from it, in bits of 64


class InContext(models.Model):
    """Questions about a comment that other rows answer."""

    class Meta:
        abstract = True

    def look_alikes(self):
        """Return the waiting comments that say the same in nearly the same words.

        Each has its `changes`: what differs from this text, as articles.rules.differences tells.
        """
        if not self.is_pending or self.simhash is None:
            return []
        waiting = type(self).objects.filter(state=self.State.PENDING, simhash__isnull=False)
        waiting = waiting.exclude(pk=self.pk)
        around = waiting.filter(
            created_at__gt=self.created_at - WAVE, created_at__lt=self.created_at + WAVE
        )
        same = waiting.filter(text_digest=self.text_digest) if self.text_digest else waiting.none()
        alike = {
            pk
            for rows in (around, same)  # one index each: together they would need none
            for pk, other in rows.order_by("-created_at").values_list("pk", "simhash")[:WAVE_MOST]
            if are_near(self.simhash, other)
        }
        if not alike:
            return []
        found = type(self).objects.filter(pk__in=alike).select_related("revision")
        same = [c for c in found.order_by("created_at", "pk") if say_the_same(self.text, c.text)]
        for comment in same[:ALIKE_MOST]:
            comment.changes = difference(self.text, comment.text)
        return same[:ALIKE_MOST]

    def similar_judged(self):
        """Return the decisions on the most similar comments, the newest first: the case law."""
        if self.simhash is None:
            return []
        latest = Decision.objects.standing().filter(kind__in=["approve", "reject", "remove"])
        rows = latest.exclude(comment=self.pk).values_list("pk", "comment__simhash")[:WAVE_MOST]
        near = sorted((distance(self.simhash, h), pk) for pk, h in rows if h is not None)
        chosen = [pk for bits, pk in near[:SIMILAR_MOST] if bits <= SIMILAR_BITS]
        if not chosen:
            return []
        return list(
            Decision.objects.filter(pk__in=chosen)
            .select_related("comment__revision", "clause", "by")
            .order_by("-pk")
        )

    def others_of_its_author(self):
        """Return the same person's other comments."""
        return type(self).objects.of(self.email, self.sender).exclude(pk=self.pk)

    def sanctions(self):
        """Return its author's sanctions in force, with the warnings."""
        return Suspension.objects.of(self.email, self.sender).standing()

    def is_harsh(self, notices, case_law):
        """Return whether its text may hurt its reader: a notice or the case law calls it hateful.

        `notices` are its open ones; `case_law` comes from similar_judged().
        """
        alleged = [n.clause for n in notices]
        judged = [d.clause for d in case_law if d.is_against]
        return any(clause is not None and clause.is_hateful for clause in alleged + judged)

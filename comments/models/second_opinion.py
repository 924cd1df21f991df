"""The verbs by which moderators ask each other: a second opinion, a note between colleagues."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .errors import NotYours
from .event import Event
from .lease import Lease
from .note import SAME_PRESS, Note


class Escalated(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def escalate(self, *, by, why, seen=None, at=None):
        """Hold a comment that waits until a colleague, not the asker, decides; `why` is a note."""
        at = at or timezone.now()
        columns = {"escalated_at": at, "escalated_by": by}
        self._become(columns, among={self.State.PENDING}, seen=seen)
        Lease.objects.filter(comment=self).delete()
        Note.objects.create(comment=self, text=why, by=by, at=at)
        Event.objects.append(Event.Kind.ESCALATED, comment=self, by=f"user:{by.pk}", at=at)

    @transaction.atomic
    def take_back_escalation(self, *, by, at=None):
        """Let it wait in the first lane again, within settings.UNDO_SECONDS of one's own question.

        Raise NotYours if a colleague asked, Conflict if it is too late or the comment changed since.
        """
        at = at or timezone.now()
        self.refresh_from_db()
        if self.escalated_by_id != by.pk:
            raise NotYours
        if at >= self.escalated_at + timedelta(seconds=settings.UNDO_SECONDS):
            raise self.conflict()
        columns = {"escalated_at": None, "escalated_by": None}
        self._become(columns, among={self.State.PENDING})
        Event.objects.append(Event.Kind.RECALLED, comment=self, by=f"user:{by.pk}", at=at)

    @transaction.atomic
    def note(self, text, *, by, at=None):
        """Write a word to colleagues about it; the log tells that it exists. A second press gives the first back."""
        at = at or timezone.now()
        self.hold()
        first = Note.objects.filter(comment=self, text=text, by=by, at__gt=at - SAME_PRESS).first()
        if first:
            return first
        note = Note.objects.create(comment=self, text=text, by=by, at=at)
        Event.objects.append(Event.Kind.NOTED, comment=self, by=f"user:{by.pk}", at=at)
        return note

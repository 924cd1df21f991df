"""The undo of a decision, within seconds: a new decision supersedes it, none is deleted."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from .appeal import Appeal
from .decision import Decision
from .errors import NotYours
from .event import Event
from .letter import Letter
from .notice import Notice
from .visibility import off_line, on_line


class Undoable(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def undo(self, decision, *, by, at=None):
        """Take one's own decision back within settings.UNDO_SECONDS; return the new Decision.

        The comment returns to its earlier state, its notices and appeals wait again, its letters are
        cancelled, and the log tells of both decisions. Raise NotYours if it is a colleague's decision,
        Conflict if it is too late or the comment changed since.
        """
        at = at or timezone.now()
        self.hold()
        if decision.by_id != by.pk:
            raise NotYours
        event = self._event_to_undo(decision, at)
        self._return_to_before(decision, event)
        undoing = Decision.objects.create(
            comment=self,
            revision_id=decision.revision_id,
            kind=Decision.Kind.UNDO,
            language=self.language,
            detection=Decision.Detection.OWN_INITIATIVE,
            tools="",
            by=by,
            at=at,
            supersedes=decision,
        )
        self._reopen(decision)
        Event.objects.append(
            Event.Kind.DECIDED, comment=self, decision=undoing, by=f"user:{by.pk}", at=at
        )
        return undoing

    def _event_to_undo(self, decision, at):
        """Return the event of the decision; raise Conflict if it can no longer be taken back."""
        last = self.last_decision
        event = Event.objects.get(decision=decision)
        is_latest = last is not None and last.pk == decision.pk and event.state == self.state
        is_in_time = at < decision.at + timedelta(seconds=settings.UNDO_SECONDS)
        if not (is_latest and is_in_time) or Appeal.objects.filter(decision=decision).exists():
            raise self.conflict()
        return event

    def _return_to_before(self, decision, event):
        """Restore the state, the text on line and the hidden mark from before the decision."""
        before = self.events.filter(sequence__lt=event.sequence).order_by("sequence").last()
        earlier = self.decisions.standing().exclude(pk=decision.pk).order_by("pk")
        publishing = [d for d in earlier if d.kind in Decision.PUBLISHES]
        since = publishing[0].at if publishing else None
        if before.state == self.State.PUBLISHED:
            columns = on_line(publishing[-1].revision, since=since)
            columns["hidden_at"] = self.hidden_since(earlier)
        else:
            shown = publishing[-1].revision if publishing else None
            columns = off_line(before.state)
            columns |= {"published_revision": shown, "published_at": since}
        self._become(columns, among={self.state})

    def hidden_since(self, decisions):
        """Return when its notices hid it; None if one of these decisions came later."""
        hidden = self.events.filter(kind=Event.Kind.HIDDEN).order_by("sequence").last()
        if hidden is None:
            return None
        since = self.events.filter(sequence__gt=hidden.sequence, decision__in=decisions)
        return None if since.exists() else hidden.at

    @staticmethod
    def _reopen(decision):
        """Let its notices and appeals wait again, and cancel its letters."""
        Notice.objects.filter(answer=decision).update(answer=None)
        Notice.objects.filter(settled_by=decision).update(settled_by=None)
        Appeal.objects.filter(answer=decision).update(answer=None, answered_by=None)
        Letter.objects.cancel(decision=decision)

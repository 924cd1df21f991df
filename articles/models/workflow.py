"""The verbs of an article: each is one transaction and one line of its history.

`by` is the colleague who acts; None stands for a wire or an import. If a wire publishes an article that nobody has
changed, no line is written, nor if a wire makes an article or counts its version on: the register of received
dispatches tells it. Every act that changes what a form shows writes one, so that an older open form is known to be stale.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from . import search_index
from .correction import SAME_PRESS
from .illustration import SAY_WHAT_IT_SHOWS
from .revision import WAS_ON_LINE, Revision, StaleRevision, content_of

Act = Revision.Act
OFF_LINE = {Act.RETURNED, Act.KILLED, Act.TAKEN_DOWN}


class Workflow:
    STANDING = {"withdrawal": "", "withdrawal_notice": "", "withdrawn_at": None}

    def submit_for_review(self, *, by, note=""):
        """Hand a draft to the editors. Nothing happens to an article that is no draft."""
        return self._move(
            Act.SUBMITTED, self.Status.REVIEW, by=by, note=note, since=self.Status.DRAFT
        )

    @transaction.atomic
    def publish(self, *, by=None, at=None):
        """Publish it at its date, or now (to the second) if it has none. Twice changes nothing.

        Raise ValidationError if a picture lacks words for whoever does not see it.
        """
        self.demand_descriptions()
        self.draw()
        at = (at or timezone.now()).replace(microsecond=0)
        is_later = self.published_at and self.published_at > at
        moved = self._move(
            Act.SCHEDULED if is_later else Act.PUBLISHED,
            self.Status.PUBLISHED,
            by=by,
            published_at=Coalesce("published_at", at),
        )
        self.reindex()
        return moved

    def demand_descriptions(self):
        """Raise ValidationError if one of its stored pictures is neither described nor decorative."""
        stored = type(self).objects.get(pk=self.pk)
        if not stored.lead_image_is_described or self.illustrations.undescribed().exists():
            raise ValidationError(SAY_WHAT_IT_SHOWS, code="undescribed")

    def return_to_draft(self, *, by=None, note=""):
        """Take it off line, back to draft; its date of first publication stays."""
        return self._move(Act.RETURNED, self.Status.DRAFT, by=by, note=note)

    def kill(self, *, notice, by=None, at=None):
        """Withdraw it: its address answers 410 with that notice. Twice changes nothing.

        What its agency withdrew without a notice takes the notice of an editor.
        """
        return self._withdraw(Act.KILLED, self.Withdrawal.KILL, notice, by, at)

    def take_down(self, *, notice="", by=None, at=None):
        """Withdraw it as the law demands: its address answers 410 without a word of the text."""
        return self._withdraw(Act.TAKEN_DOWN, self.Withdrawal.TAKEDOWN, notice, by, at)

    def _withdraw(self, act, how, notice, by, at):
        """Withdraw it so, also if it was withdrawn otherwise: it went off line when it was the first time."""
        at = at or timezone.now()
        is_done = Q(status=self.Status.WITHDRAWN, withdrawal=how)
        if how == self.Withdrawal.KILL and notice:
            is_done &= ~Q(withdrawal_notice="")
        return self._move(
            act,
            self.Status.WITHDRAWN,
            by=by,
            note=notice,
            at=at,
            is_done=is_done,
            withdrawal=how,
            withdrawal_notice=notice,
            withdrawn_at=Coalesce("withdrawn_at", at),
        )

    @transaction.atomic
    def _move(self, act, status, *, by, note="", since=None, at=None, is_done=None, **fields):
        """Change the state by compare-and-set; return whether this call changed it.

        `is_done` is the condition under which nothing is left to do (default: it has that state).
        """
        self._lock()
        there = type(self).objects.filter(pk=self.pk).exclude(is_done or Q(status=status))
        if since:
            there = there.filter(status=since)
        beside = {}
        if act in OFF_LINE:
            seen = type(self).objects.visible(at).filter(pk=self.pk)
            beside = {WAS_ON_LINE: seen.exists()}
        is_recorded = by or act != Act.PUBLISHED or self.revision
        if is_recorded and there.exists():
            self.start_history()
        moved = bool(there.update(status=status, **{**self.STANDING, **fields}))
        self.refresh_from_db(fields=["status", "published_at", *self.STANDING])
        if moved and is_recorded:
            self.record(act, by=by, note=note, **beside)
        return moved

    @property
    def has_appeared(self):
        """Return whether readers ever saw this article, which is off line now: its dates alone do not say so.

        A wire's draft has the agency's date. Withdrawn before its history told it, its dates have to do.
        """
        told = list(self.revisions.values_list("act", f"content__{WAS_ON_LINE}"))
        if any(seen for _act, seen in told):
            return True
        off_line = {seen for act, seen in told if act in OFF_LINE}
        if off_line == {False}:
            return False
        if self.published_at is None or self.withdrawn_at is None:
            return False
        return self.withdrawn_at >= max(self.embargo_until or self.published_at, self.published_at)

    @transaction.atomic
    def correct(self, *, kind, note, by, said="", says="", at=None):
        """Publish a dated correction with the old and the new words; return the Correction.

        The editor changes the text itself; this only writes the notice, and dates the article as updated. The same
        words again within SAME_PRESS are a second press of the button: the first correction comes back.
        """
        at = at or timezone.now()
        self._lock()
        same = {"kind": kind, "note": note, "said": said, "says": says, "by": by}
        if first := self.corrections.filter(at__gt=at - SAME_PRESS, at__lte=at, **same).first():
            return first
        if by:
            self.start_history()
        correction = self.corrections.create(
            kind=kind, note=note, said=said, says=says, by=by, at=at
        )
        type(self).objects.filter(pk=self.pk, published_at__lte=at).update(updated_at=at)
        self.refresh_from_db(fields=["updated_at"])
        if by:
            self.record(Act.CORRECTED, by=by, note=note)
        return correction

    # Its history

    def claim(self, seen):
        """Lock it within a transaction, for a change that began on the revision `seen`.

        Raise StaleRevision if somebody has changed it since.
        """
        self._lock()
        if self.revision != seen:
            latest = self.revisions.select_related("by").first()
            raise StaleRevision(latest or Revision(article=self, number=0, at=timezone.now()))

    @property
    def revision(self):
        """Return the number of the latest line of its history; 0 if nobody has changed it."""
        return self.revisions.aggregate(latest=Max("number"))["latest"] or 0

    def _lock(self):
        """Keep everybody else from writing its history until this transaction ends."""
        type(self).objects.select_for_update().filter(pk=self.pk).values("pk").get()

    def start_history(self):
        """Write line 0, with the content now stored, if its history is still empty."""
        if not self.revisions.exists():
            stored = type(self).objects.get(pk=self.pk)
            self.revisions.create(number=0, act=Act.KEPT, content=content_of(stored))

    @transaction.atomic
    def record(self, act, *, by, note="", **beside):
        """Write the next line of its history, with the content now stored; return the Revision.

        `beside` is kept with the content: see BESIDE in revision.py.
        """
        self._lock()
        stored = type(self).objects.get(pk=self.pk)
        return self.revisions.create(
            number=self.revision + 1,
            act=act,
            by=by,
            note=note[:300],
            content={**content_of(stored), **beside},
        )

    @transaction.atomic
    def restore(self, revision, *, by):
        """Give it the content of an old revision, as a new one; its dates and state stay.

        Raise ValidationError if that content is no longer valid: the rows it names have changed since.
        """
        self._lock()
        self.refresh_from_db()
        self.start_history()
        revision.write_into(self)
        written = self.record(Act.RESTORED, by=by, note=str(revision.number))
        self.reindex()
        return written

    def reindex(self):
        """Write its text, byline and topics into the search index."""
        self.__dict__.pop("indexed_words", None)
        search_index.add(self)

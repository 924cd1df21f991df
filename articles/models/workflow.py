"""What becomes of an article: the verbs, each in one transaction, each a line of its history.

`by` is the colleague who acts; None is a wire or an import. Publishing what nobody has touched leaves no line then:
the register of what was received tells it. Whatever else they do leaves one, so that a form opened before is stale.
"""

import logging

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from modelsearch.backends import get_search_backends

from .revision import Revision, StaleRevision, content_of

logger = logging.getLogger(__name__)
Act = Revision.Act


class Workflow:
    STANDING = {"withdrawal": "", "withdrawal_notice": "", "withdrawn_at": None}

    def submit_for_review(self, *, by, note=""):
        """Hand a draft to whoever publishes. What is not a draft stays where it is."""
        return self._move(
            Act.SUBMITTED, self.Status.REVIEW, by=by, note=note, since=self.Status.DRAFT
        )

    @transaction.atomic
    def publish(self, *, by=None, at=None):
        """Put it on line at its date, or now (to the second) where it has none. Publishing twice changes nothing."""
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

    def return_to_draft(self, *, by=None, note=""):
        """Take it off line, back to the desk; its date of first publication stays."""
        return self._move(Act.RETURNED, self.Status.DRAFT, by=by, note=note)

    def kill(self, *, notice, by=None, at=None):
        """Withdraw it for good: its address answers 410 with that notice. Twice changes nothing."""
        return self._withdraw(Act.KILLED, self.Withdrawal.KILL, notice, by, at)

    def take_down(self, *, notice="", by=None, at=None):
        """Withdraw it because the law says so: its address answers 410, without a word of the text."""
        return self._withdraw(Act.TAKEN_DOWN, self.Withdrawal.TAKEDOWN, notice, by, at)

    def _withdraw(self, act, how, notice, by, at):
        return self._move(
            act,
            self.Status.WITHDRAWN,
            by=by,
            note=notice,
            withdrawal=how,
            withdrawal_notice=notice,
            withdrawn_at=at or timezone.now(),
        )

    @transaction.atomic
    def _move(self, act, status, *, by, note="", since=None, **fields):
        """Compare-and-set of the state; return whether this call moved it."""
        self._lock()
        there = type(self).objects.filter(pk=self.pk).exclude(status=status)
        if since:
            there = there.filter(status=since)
        is_told = by or act != Act.PUBLISHED or self.revision
        if is_told and there.exists():
            self.keep_as_it_was()
        moved = bool(there.update(status=status, **{**self.STANDING, **fields}))
        self.refresh_from_db(fields=["status", "published_at", *self.STANDING])
        if moved and is_told:
            self.record(act, by=by, note=note)
        return moved

    @transaction.atomic
    def correct(self, *, kind, note, by, said="", says="", at=None):
        """Amend it in public, dated: what it said, what it says; readers see that it changed.

        The words themselves are the editor's to change; this writes the notice. Return the Correction.
        """
        at = at or timezone.now()
        self._lock()
        if by:
            self.keep_as_it_was()
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
        """Lock it, within a transaction, for a change that was begun on the revision `seen`.

        Raise StaleRevision where somebody has written since.
        """
        self._lock()
        if self.revision != seen:
            latest = self.revisions.select_related("by").first()
            raise StaleRevision(latest or Revision(article=self, number=0, at=timezone.now()))

    @property
    def revision(self):
        """The number of the latest line of its history, as it is now; 0 where nobody has touched it."""
        return self.revisions.aggregate(latest=Max("number"))["latest"] or 0

    def _lock(self):
        """Let nobody else write its history until this transaction ends."""
        type(self).objects.select_for_update().filter(pk=self.pk).values("pk").get()

    def keep_as_it_was(self):
        """Keep what the database holds of it, where its history is still empty: before the first change."""
        if not self.revisions.exists():
            stored = type(self).objects.get(pk=self.pk)
            self.revisions.create(number=0, act=Act.KEPT, content=content_of(stored))

    @transaction.atomic
    def record(self, act, *, by, note="", **beside):
        """Write the next line of its history, with what the database holds of it now. Return the Revision.

        `beside` is kept with the content: an agency's words that an editor has looked at.
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
        """Give it the words of a former revision again, as a new one; its dates and state stay.

        Raise ValidationError where they can stand no more: what they name has changed since.
        """
        self._lock()
        self.refresh_from_db()
        self.keep_as_it_was()
        revision.write_into(self)
        written = self.record(Act.RESTORED, by=by, note=str(revision.number))
        self.reindex()
        return written

    def reindex(self):
        """Let the search know its words, its byline and topics as they are now."""
        self.__dict__.pop("indexed_words", None)
        for backend in get_search_backends(with_auto_update=True):
            try:
                backend.add(self)
            except Exception:
                # An engine elsewhere may be down: the article goes out, `update_index` mends the search.
                if not backend.catch_indexing_errors:
                    raise
                logger.exception("article %s is not in the search index", self.pk)

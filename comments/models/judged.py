"""The verbs by which moderators judge a comment, each one transaction."""

from django.db import transaction
from django.utils import timezone

from . import letters_owed
from .appeal import Appeal
from .context import InContext
from .deciders import Decidable
from .decision import MOVES, Decision
from .errors import ChangedMeanwhile, NotYours, SanctionContested
from .event import Event
from .lease import Lease
from .second_opinion import Escalated
from .signature import Signature
from .subscription import Subscription
from .undo import Undoable
from .visibility import Visible, off_line, on_line


class Judged(Decidable, Undoable, Escalated, Visible, InContext):
    """The moderators' verbs of a comment: each writes its decision and its link of the log."""

    class Meta:
        abstract = True

    def hold(self):
        """Read the row again and lock it until the transaction ends; cached relations go."""
        # No key: a reply's foreign key may be checked meanwhile (on PostgreSQL both would wait for ever).
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))

    # Verbs

    def approve(self, **particulars):
        """Publish a comment that waits, if it is unchanged since it was shown."""
        return self.decide(Decision.Kind.APPROVE, **particulars)

    def reject(self, **particulars):
        """Refuse a comment that waits; needs a clause or a law, and reasons."""
        return self.decide(Decision.Kind.REJECT, **particulars)

    def remove(self, **particulars):
        """Take a published comment down; needs a clause or a law, and reasons."""
        return self.decide(Decision.Kind.REMOVE, **particulars)

    def restore(self, **particulars):
        """Publish again a comment that was rejected or removed; needs reasons."""
        return self.decide(Decision.Kind.RESTORE, **particulars)

    def keep(self, **particulars):
        """Leave a reported comment on line, and answer its open notices."""
        return self.decide(Decision.Kind.KEEP, **particulars)

    @transaction.atomic
    def decide(
        self, kind, *, by, at=None, seen=None, notices_up_to=None, appeal_seen=None, **grounds
    ):
        """Take one decision on the comment that was shown; return the Decision.

        `seen` is the version that was on screen (default: that of this instance), `notices_up_to` the id of
        the last notice shown (default: all), `appeal_seen` the id of the last open appeal shown (0 for none;
        default: whichever). `grounds` are the clause, law, reasons, facts and seconds_taken of the Decision.
        Raise AlreadyDecided if a colleague was faster, ChangedMeanwhile if the author edited or withdrew it
        or the act does not fit its state, NotYours if this colleague may not decide on it, SanctionContested
        if the text is restored while only an appeal against its author's sanction waits: that one has no answer so.
        """
        kind, at = Decision.Kind(kind), at or timezone.now()
        last, was_on_line = self.last_decision, self.published_at is not None
        was_hidden = self.hidden_at is not None
        self._move(kind, seen=seen, at=at)
        notices = self._notices_to_answer(kind, notices_up_to)
        appeals = self._appeals_to_answer(kind, appeal_seen)
        if not self.may_be_decided_by(by):
            raise NotYours
        self._follow_up_the_change()
        grounds["tools"] = self._marked_by(grounds.get("hint_shown"))
        decision = self._write(kind, notices, appeals, by=by, at=at, supersedes=last, **grounds)
        self._answer(decision, notices, appeals)
        Lease.objects.filter(comment=self).delete()
        letters_owed.of_decision(decision, was_hidden=was_hidden)
        if self.is_visible and not was_on_line:
            letters_owed.of_reply(decision, Subscription.objects.to_tell_of(self))
        return decision

    def hide(self, *, at):
        """Take it off the page until somebody has looked: its notices reached the threshold.

        This is nobody's decision. Its author gets a letter; the next decision ends it. The caller holds the
        row; its version stays, so that an open card can still be decided.
        """
        type(self).objects.filter(pk=self.pk).update(hidden_at=at)
        self._follow_up_the_change()
        letters_owed.of_hiding(self, at)
        Event.objects.append(Event.Kind.HIDDEN, comment=self, by="threshold", at=at)

    # The steps of a decision, in its transaction

    def _move(self, kind, *, seen, at):
        """Change its state as the table of moves says; raise Conflict if it changed meanwhile."""
        starts, end = MOVES[kind]
        if self.words_erased_at and end == self.State.PUBLISHED:
            raise self.conflict()  # there is nothing to publish any more
        if end is None:
            columns = {"hidden_at": None}
        elif end == self.State.PUBLISHED:
            columns = on_line(self.revision, since=self.published_at or at)
        else:
            columns = off_line(end)
        self._compare_and_set(columns, among=starts, seen=seen, revision=self.revision_id)

    def _notices_to_answer(self, kind, up_to):
        """Return the notices this decision answers.

        If the comment stays on line, notices that came after the card was shown go on waiting.
        """
        notices = self.notices.open()
        if kind in Decision.LEAVES_ON_LINE and up_to is not None:
            notices = notices.filter(pk__lte=up_to)
        answered = list(notices.order_by("pk"))
        if kind == Decision.Kind.KEEP and not answered:
            raise self.conflict()
        return answered

    def _appeals_to_answer(self, kind, seen):
        """Return the open appeals about its text; raise ChangedMeanwhile if one came after the card."""
        appeals = list(self.open_appeals.select_related("notice").order_by("pk"))
        is_unseen = seen not in {None, appeals[-1].pk if appeals else 0}
        if is_unseen or (appeals and kind == Decision.Kind.KEEP):
            raise ChangedMeanwhile(type(self).objects.get(pk=self.pk))
        if kind == Decision.Kind.UPHOLD and not appeals:
            raise self.conflict()
        if kind == Decision.Kind.RESTORE and not appeals and self.has_a_contested_sanction:
            raise SanctionContested
        return appeals

    def _marked_by(self, hint_shown) -> str:
        """Return the codes of Decision.TOOLS of what tools did to this text before anybody decided."""
        did = set(self.revision.flags.values_list("code", flat=True))
        if self.hidden_since(self.decisions.standing()):
            did.add("hidden")
        if hint_shown:
            did.add("triage")
        return " ".join(code for code in Decision.TOOLS if code in did)

    def _write(self, kind, notices, appeals, *, by, clause=None, law="", **fields):
        Signature.objects.of(by)
        judged = notices + [appeal.notice for appeal in appeals if appeal.notice]
        return Decision.objects.create(
            comment=self,
            revision_id=self.revision_id,
            kind=kind,
            ground=Decision.ground_of(clause, law),
            clause=clause,
            law=law,
            language=self.language,
            detection=Decision.detection_of(judged),
            by=by,
            **fields,
        )

    def _answer(self, decision, notices, appeals):
        """Mark each notice and appeal as answered by this decision, and add the log's link."""
        self.notices.filter(pk__in=[notice.pk for notice in notices]).update(answer=decision)
        answers = [f"notice:{notice.pk}" for notice in notices]
        if appeals:
            waiting = Appeal.objects.unanswered().filter(pk__in=[appeal.pk for appeal in appeals])
            if waiting.update(answer=decision, answered_by=decision.by) != len(appeals):
                raise self.conflict()
            answers += [f"appeal:{appeal.pk}" for appeal in appeals]
        Event.objects.append(
            Event.Kind.DECIDED,
            comment=self,
            decision=decision,
            answers=" ".join(answers),
            by=f"user:{decision.by_id}",
            at=decision.at,
        )

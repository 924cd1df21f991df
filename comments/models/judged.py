"""The moderators' side of a comment: what helps to judge it, and the verbs that do."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ..rules.rendering import RENDERER, render
from . import owed_mail
from .appeal import Appeal
from .context import InContext
from .decision import MOVES, Decision
from .errors import AlreadyDecided, ChangedMeanwhile, NotYours
from .event import Event
from .lease import Lease
from .letter import Letter
from .notice import Notice
from .signature import Signature


class Judged(InContext):
    """What moderators do with a comment: each verb is one transaction, with its decision and its link of the log."""

    class Meta:
        abstract = True

    def hold(self):
        """Read the row again and keep it as it is until the transaction ends; what is cached goes."""
        # No key: a reply's foreign key may be checked meanwhile (on PostgreSQL both would wait for ever).
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(no_key=True))

    # A moderator's verbs

    def approve(self, **particulars):
        """Publish what waits, as it was read."""
        return self.decide(Decision.Kind.APPROVE, **particulars)

    def reject(self, **particulars):
        """Refuse what waits; a clause or a law, and reasons."""
        return self.decide(Decision.Kind.REJECT, **particulars)

    def remove(self, **particulars):
        """Take down what was published; a clause or a law, and reasons."""
        return self.decide(Decision.Kind.REMOVE, **particulars)

    def restore(self, **particulars):
        """Publish again what was rejected or removed, with reasons."""
        return self.decide(Decision.Kind.RESTORE, **particulars)

    def keep(self, **particulars):
        """Leave on line what readers reported, and answer them."""
        return self.decide(Decision.Kind.KEEP, **particulars)

    def hide(self, *, at):
        """Take it off the page until somebody has looked: its notices weigh what the newsroom set.

        No decision of anybody's. Its author is told; the next decision ends it. Called by whoever holds
        the row.
        """
        type(self).objects.filter(pk=self.pk).update(hidden_at=at)
        self.refresh_from_db()
        Letter.objects.write(
            Letter.Kind.HIDDEN, to=self.email, language=self.language, comment=self, at=at, once=at
        )
        Event.objects.append(Event.Kind.HIDDEN, comment=self, by="threshold", at=at)

    @transaction.atomic
    def decide(
        self,
        kind,
        *,
        by,
        seen=None,
        notices_up_to=None,
        appeal_seen=None,
        clause=None,
        law="",
        reasons="",
        facts="",
        seconds_taken=None,
        at=None,
    ):
        """Take one decision on the comment as it was seen; return the Decision.

        `seen` is the version the moderator had on screen (default: that of this instance), `notices_up_to`
        the last notice (its id; default: all): what stays on line answers no notice that came later,
        `appeal_seen` the last open appeal (its id, 0 for none; default: whichever).
        In one transaction: compare-and-set of the state, the decision, the answer to the open notices
        and appeals, one link of the log. Raise AlreadyDecided when a colleague was faster,
        ChangedMeanwhile when the author edited or withdrew it or the act does not fit its state,
        NotYours on one's own text or against one's own decision.
        """
        kind, at = Decision.Kind(kind), at or timezone.now()
        starts, end = MOVES[kind]
        self._refuse_own_text(by)
        change = {"hidden_at": None}
        if end:
            change["state"] = end
        if end == self.State.PUBLISHED:
            change |= {
                "published_revision": F("revision"),
                "published_at": self.published_at or at,
                "html": render(self.text),
                "html_renderer": RENDERER,
            }
        elif end:
            change["html"] = ""
        won = (
            type(self)
            .objects.filter(
                pk=self.pk,
                version=self.version if seen is None else seen,
                revision=self.revision_id,
                state__in=starts,
            )
            .update(version=F("version") + 1, **change)
        )
        if not won:
            raise self.conflict()
        notices = self.notices.open()
        if kind in {Decision.Kind.KEEP, Decision.Kind.UPHOLD} and notices_up_to is not None:
            notices = notices.filter(pk__lte=notices_up_to)
        answered = list(notices.order_by("pk"))
        if kind == Decision.Kind.KEEP and not answered:
            raise self.conflict()
        appeals = list(
            self.appeals.unanswered()
            .filter(suspension=None)
            .select_related("notice")
            .order_by("pk")
        )
        is_unseen = appeal_seen not in {None, appeals[-1].pk if appeals else 0}
        if is_unseen or (appeals and kind == Decision.Kind.KEEP):
            raise ChangedMeanwhile(type(self).objects.get(pk=self.pk))
        if kind == Decision.Kind.UPHOLD and not appeals:
            raise self.conflict()
        judged = [appeal.notice for appeal in appeals if appeal.notice]
        self._refuse_own_cause(by, appeals, answered + judged)
        last = self.last_decision
        was_on_line = self.published_at is not None
        self.refresh_from_db()
        Signature.objects.of(by)
        decision = Decision.objects.create(
            comment=self,
            revision_id=self.revision_id,
            kind=kind,
            ground=self._ground(clause, law),
            clause=clause,
            law=law,
            reasons=reasons,
            facts=facts,
            language=self.language,
            detection=self._detection(answered + judged),
            by=by,
            at=at,
            seconds_taken=seconds_taken,
            supersedes=last,
        )
        self.notices.filter(pk__in=[notice.pk for notice in answered]).update(answer=decision)
        answers = [f"notice:{notice.pk}" for notice in answered]
        if appeals:
            taken = Appeal.objects.unanswered().filter(pk__in=[appeal.pk for appeal in appeals])
            if taken.update(answer=decision, answered_by=by) != len(appeals):
                raise self.conflict()
            answers += [f"appeal:{appeal.pk}" for appeal in appeals]
        Event.objects.append(
            Event.Kind.DECIDED,
            comment=self,
            decision=decision,
            answers=" ".join(answers),
            by=f"user:{by.pk}",
            at=at,
        )
        Lease.objects.filter(comment=self).delete()
        owed_mail.of_decision(decision, last)
        if self.is_visible and not was_on_line:
            owed_mail.of_reply(decision)
        return decision

    @transaction.atomic
    def undo(self, decision, *, by, at=None):
        """Take one's own decision back within settings.UNDO_SECONDS; return the Decision that says so.

        The comment is again what it was before, its notices and its appeal wait again, and the log tells
        both. Raise NotYours on a colleague's, Conflict when it is too late or things moved on since.
        """
        at = at or timezone.now()
        self.hold()
        if decision.by_id != by.pk:
            raise NotYours
        last = self.last_decision
        event = Event.objects.get(decision=decision)
        is_latest = last is not None and last.pk == decision.pk and event.state == self.state
        is_in_time = at < decision.at + timedelta(seconds=settings.UNDO_SECONDS)
        if not (is_latest and is_in_time) or Appeal.objects.filter(decision=decision).exists():
            raise self.conflict()
        before = self.events.filter(sequence__lt=event.sequence).order_by("sequence").last()
        earlier = self.decisions.standing().exclude(pk=decision.pk).order_by("pk")
        publishing = [d for d in earlier if d.kind in {"approve", "restore"}]
        judged = publishing[-1].revision if publishing else None
        is_visible = before.state == self.State.PUBLISHED
        type(self).objects.filter(pk=self.pk).update(
            version=F("version") + 1,
            state=before.state,
            published_revision=judged,
            published_at=publishing[0].at if publishing else None,
            html=render(judged.text) if is_visible else "",
            html_renderer=RENDERER,
            hidden_at=self.hidden_since(earlier) if is_visible else None,
        )
        self.refresh_from_db()
        undoing = Decision.objects.create(
            comment=self,
            revision_id=decision.revision_id,
            kind=Decision.Kind.UNDO,
            language=self.language,
            detection=Decision.Detection.OWN_INITIATIVE,
            by=by,
            at=at,
            supersedes=decision,
        )
        Notice.objects.filter(answer=decision).update(answer=None)
        Notice.objects.filter(settled_by=decision).update(settled_by=None)
        Appeal.objects.filter(answer=decision).update(answer=None, answered_by=None)
        Letter.objects.cancel(decision=decision)
        Event.objects.append(
            Event.Kind.DECIDED, comment=self, decision=undoing, by=f"user:{by.pk}", at=at
        )
        return undoing

    def hidden_since(self, decisions):
        """When its notices hid it, where none of these decisions came after; else None."""
        hidden = self.events.filter(kind=Event.Kind.HIDDEN).order_by("sequence").last()
        if hidden is None:
            return None
        since = self.events.filter(sequence__gt=hidden.sequence, decision__in=decisions)
        return None if since.exists() else hidden.at

    @transaction.atomic
    def escalate(self, *, by, seen=None, at=None):
        """Hold what waits for a colleague's opinion."""
        at = at or timezone.now()
        if seen is not None:
            self.version = seen
        self._moves({self.State.PENDING}, escalated_at=at)
        Lease.objects.filter(comment=self).delete()
        Event.objects.append(Event.Kind.ESCALATED, comment=self, by=f"user:{by.pk}", at=at)

    def _refuse_own_text(self, by):
        if self.email and by.email and self.email.casefold() == by.email.casefold():
            raise NotYours

    def _refuse_own_cause(self, by, appeals, notices):
        """Nobody answers their own alert, nor an appeal on what they decided before."""
        mine = by.email.lower() if by.email else None
        if any(notice.email and notice.email == mine for notice in notices):
            raise NotYours
        if any(appeal.contested_by_id == by.pk for appeal in appeals):
            raise NotYours
        if appeals and self.decisions.standing().filter(by=by).exists():
            raise NotYours

    @staticmethod
    def _ground(clause, law):
        if clause:
            return Decision.Ground.CHARTER
        return Decision.Ground.LAW if law else ""

    @staticmethod
    def _detection(answered):
        """What made it looked at: the gravest of the notices it answers."""
        if any(notice.flagger_id for notice in answered):
            return Decision.Detection.TRUSTED
        if any(notice.is_legal for notice in answered):
            return Decision.Detection.LEGAL_NOTICE
        return Decision.Detection.NOTICE if answered else Decision.Detection.OWN_INITIATIVE

    def conflict(self):
        """Say who or what came first."""
        fresh = type(self).objects.select_related("article", "revision").get(pk=self.pk)
        others = ["noticed", "hidden", "appealed", "escalated", "sanctioned"]
        changes = fresh.events.exclude(kind__in=others)
        last = changes.select_related("decision__by").order_by("sequence").last()
        if last and last.decision:
            return AlreadyDecided(fresh, last.decision)
        return ChangedMeanwhile(fresh)

    def _moves(self, starts, **change):
        won = (
            type(self)
            .objects.filter(pk=self.pk, version=self.version, state__in=starts)
            .update(version=F("version") + 1, **change)
        )
        if not won:
            raise self.conflict()
        self.refresh_from_db()

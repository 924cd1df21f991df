"""The moderators' side of a comment: what helps to judge it, and the verbs that do."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from ..likeness import are_near, distance
from ..text import RENDERER, render
from .appeal import Appeal
from .comment_queryset import WAVE, WAVE_MOST
from .decision import MOVES, Decision
from .errors import AlreadyDecided, ChangedMeanwhile, NotYours
from .event import Event
from .lease import Lease
from .letter import Letter, undo_delay
from .notice import Notice

ALIKE_MOST = 50  # look-alikes shown, and decided, together
SIMILAR_MOST = 5  # judged ones shown beside a card
SIMILAR_BITS = 20  # how far they may be from it, in bits of 64


class Judged(models.Model):
    """What moderators do with a comment: each verb is one transaction, with its decision and its link of the log."""

    class Meta:
        abstract = True

    # What helps to judge

    def look_alikes(self):
        """The comments that wait beside this one and say nearly the same: to be decided together."""
        if not self.is_pending or self.simhash is None:
            return []
        around = Q(created_at__gt=self.created_at - WAVE, created_at__lt=self.created_at + WAVE)
        same = Q(text_digest=self.text_digest) if self.text_digest else Q(pk=None)
        waiting = (
            type(self).objects.filter(around | same, state=self.State.PENDING).exclude(pk=self.pk)
        )
        rows = waiting.order_by("-created_at", "-pk").values_list("pk", "simhash")[:WAVE_MOST]
        alike = [pk for pk, other in rows if other is not None and are_near(self.simhash, other)]
        found = type(self).objects.filter(pk__in=alike[:ALIKE_MOST]).select_related("revision")
        return list(found.order_by("created_at", "pk"))

    def similar_judged(self):
        """The decided comments most like this one, nearest first: what was decided of such words before."""
        if self.simhash is None:
            return []
        latest = Decision.objects.standing().filter(kind__in=["approve", "reject", "remove"])
        rows = latest.exclude(comment=self.pk).values_list("pk", "comment__simhash")[:WAVE_MOST]
        near = sorted((distance(self.simhash, h), pk) for pk, h in rows if h is not None)
        chosen = [pk for bits, pk in near[:SIMILAR_MOST] if bits <= SIMILAR_BITS]
        return list(
            Decision.objects.filter(pk__in=chosen)
            .select_related("comment__revision", "clause", "by")
            .order_by("-pk")
        )

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
        appeal=None,
        at=None,
    ):
        """Take one decision on the comment as it was seen; return the Decision.

        `seen` is the version the moderator had on screen (default: that of this instance), `notices_up_to`
        the last notice (its id; default: all): what stays on line answers no notice that came later,
        `appeal_seen` the open appeal (its id, 0 for none; default: whichever).
        In one transaction: compare-and-set of the state, the decision, the answer to the open notices or
        to the appeal, one link of the log. Raise AlreadyDecided when a colleague was faster,
        ChangedMeanwhile when the author edited or withdrew it or the act does not fit its state,
        NotYours on one's own text or against one's own decision.
        """
        kind, at = Decision.Kind(kind), at or timezone.now()
        starts, end = MOVES[kind]
        self._refuse_own_text(by)
        change = {"state": end, "escalated_at": None} if end else {}
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
        if kind == Decision.Kind.KEEP and notices_up_to is not None:
            notices = notices.filter(pk__lte=notices_up_to)
        answered = list(notices.values_list("pk", "is_legal"))
        if kind == Decision.Kind.KEEP and not answered:
            raise self.conflict()
        appeal = appeal or self.appeals.open().first()
        if appeal_seen is not None and appeal_seen != (appeal.pk if appeal else 0):
            raise ChangedMeanwhile(type(self).objects.get(pk=self.pk))
        if kind == Decision.Kind.UPHOLD and appeal is None:
            raise self.conflict()
        if appeal and self.decisions.standing().filter(by=by).exists():
            raise NotYours
        last = self.last_decision
        self.refresh_from_db()
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
            detection=self._detection(is_legal for _pk, is_legal in answered),
            by=by,
            at=at,
            seconds_taken=seconds_taken,
            supersedes=last,
        )
        self.notices.filter(pk__in=[pk for pk, _is_legal in answered]).update(answer=decision)
        answers = [f"notice:{pk}" for pk, _is_legal in sorted(answered)]
        if appeal:
            taken = Appeal.objects.open().filter(pk=appeal.pk)
            if not taken.update(answer=decision, answered_by=by):
                raise self.conflict()
            answers.append(f"appeal:{appeal.pk}")
        Event.objects.append(
            Event.Kind.DECIDED,
            comment=self,
            decision=decision,
            answers=" ".join(answers),
            by=f"user:{by.pk}",
            at=at,
        )
        Lease.objects.filter(comment=self).delete()
        self._write_letters(decision, at)
        return decision

    def _write_letters(self, decision, at):
        """Owe the news to its author and to those it answers, once it cannot be taken back any more."""
        about = {"comment": self, "decision": decision, "at": at, "delay": undo_delay()}
        if decision.kind != Decision.Kind.KEEP:
            Letter.objects.write(
                Letter.Kind.DECISION, to=self.email, language=self.language, **about
            )
        for notice in decision.answered_notices.exclude(email=""):
            Letter.objects.write(
                Letter.Kind.ANSWER,
                to=notice.email,
                language=notice.language,
                notice=notice,
                **about,
            )

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
        Appeal.objects.filter(answer=decision).update(answer=None, answered_by=None)
        Letter.objects.cancel(decision=decision)
        Event.objects.append(
            Event.Kind.DECIDED, comment=self, decision=undoing, by=f"user:{by.pk}", at=at
        )
        return undoing

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

    @staticmethod
    def _ground(clause, law):
        if clause:
            return Decision.Ground.CHARTER
        return Decision.Ground.LAW if law else ""

    @staticmethod
    def _detection(answered):
        legal = list(answered)
        if not legal:
            return Decision.Detection.OWN_INITIATIVE
        return Decision.Detection.LEGAL_NOTICE if any(legal) else Decision.Detection.NOTICE

    def conflict(self):
        """Say who or what came first."""
        fresh = type(self).objects.select_related("article", "revision").get(pk=self.pk)
        others = [Event.Kind.NOTICED, Event.Kind.APPEALED, Event.Kind.ESCALATED]
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

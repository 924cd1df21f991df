"""What the author of a comment may do with it, and when: edit, mend, withdraw, contest, erase."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from ..rules.language import language_of
from ..rules.likeness import simhash, text_digest
from ..rules.links import find_links
from . import letters_owed
from .decision import Decision
from .errors import ChangedMeanwhile, RefusedAtTheDoor
from .event import Event
from .legal_hold import LegalHold
from .letter import Letter
from .notice import Flag
from .revision import Revision
from .subscription import Subscription
from .suspension import Suspension
from .triage import Reading
from .visibility import off_line, states_that

NO_KEY = "forgotten:"  # and its number: in place of a key that was a reader's hash; keys are unique


class Authored(models.Model):
    """The author's verbs of a comment, each one transaction; an administrator erases at their request."""

    AGAINST_STATES = states_that("is_against_its_author")

    class Meta:
        abstract = True

    # Questions

    @property
    def can_withdraw(self):
        return self.state in {self.State.PENDING, self.State.PUBLISHED}

    @property
    def can_edit(self):
        return self.is_pending and self.revision.number <= settings.COMMENT_MOST_EDITS

    @property
    def refusal(self):
        """Return the decision that refused its earlier text; None if it was not sent again."""
        if not self.is_pending or self.revision.number == 1 or not self.was_mended:
            return None
        refused = self.decisions.standing().filter(kind=Decision.Kind.REJECT)
        return refused.select_related("clause", "revision", "by").first()

    @property
    def was_mended(self):
        return self.events.filter(kind=Event.Kind.MENDED).exists()

    def can_mend(self, at=None):
        """Return whether its author may mend it: once after a refusal, instead of an appeal."""
        last = self.last_decision
        return (
            self.state == self.State.REJECTED
            and last is not None
            and last.kind == Decision.Kind.REJECT  # else it was upheld on appeal
            and (at or timezone.now()) < self.appeal_term(last)
            and not self.was_mended
            and self.article.takes_comments(at)
            and not self.appeals.filter(decision=last).exists()
        )

    def appeal_term(self, decision):
        return decision.at + timedelta(days=settings.APPEAL_WINDOW_DAYS)

    def can_appeal(self, decision, at=None):
        """Return whether its author may contest this decision now.

        It must be the last one, be against them, and its term must still run.
        """
        last = self.last_decision
        return (
            decision.is_against
            and last is not None
            and last.pk == decision.pk
            and self.state in self.AGAINST_STATES
            and (at or timezone.now()) < self.appeal_term(decision)
        )

    @property
    def can_take_address(self):
        """Return whether its author may add an address: there is none yet, and mails would come."""
        over = {self.State.WITHDRAWN, self.State.ERASED}
        return not self.email and self.state not in over and not self.words_erased_at

    @property
    def nobody(self) -> dict:
        """Return the columns of a comment that holds nothing of its author any more."""
        return {
            "name": "",
            "email": "",
            "sender": "",
            "text_digest": "",
            "simhash": None,
            "submission_key": f"{NO_KEY}{self.pk}",
        }

    # Verbs

    @transaction.atomic
    def take_address(self, address):
        """Use an address from now on that its owner confirmed; raise ChangedMeanwhile if too late."""
        self.hold()
        if not self.can_take_address:
            raise ChangedMeanwhile(self)
        self.email = address
        self.save(update_fields=["email"])
        # Confirmed, though no letters about replies were asked for: it binds, and gets all its letters.
        now = timezone.now()
        confirmed = {"asked_at": now, "confirmed_at": now, "ended_at": now}
        Subscription.objects.update_or_create(
            comment=self, defaults={"confirmed_at": now}, create_defaults=confirmed
        )
        if self.is_pending:
            letters_owed.of_submission(self)

    @transaction.atomic
    def edit(self, text, *, at=None):
        """Replace the text while it waits; a text already judged stays unchanged."""
        if text == self.text:
            return self.revision
        at = at or timezone.now()
        self._become({}, among={self.State.PENDING})
        return self._rewrite(text, Event.Kind.EDITED, at)

    @transaction.atomic
    def mend(self, text, *, at=None):
        """Send a refused text again, mended; the card will show its moderator each change.

        Raise ChangedMeanwhile if it was mended before, is contested, or is not refused any more.
        """
        at = at or timezone.now()
        self.hold()
        if not self.can_mend(at) or text == self.text:
            raise ChangedMeanwhile(self)
        is_held = Suspension.objects.holding(self.email, self.sender, at, comment=self)
        waits = {
            **off_line(self.State.PENDING),
            "escalated_at": at if is_held else None,
            "escalated_by": None,
        }
        self._become(waits, among={self.State.REJECTED})
        return self._rewrite(text, Event.Kind.MENDED, at)

    def _rewrite(self, text, kind, at):
        if links := find_links(text):
            raise RefusedAtTheDoor(links)
        digest = text_digest(text)
        type(self).objects.exclude(pk=self.pk).refuse_repeated(digest, at=at)
        number = self.revision.number + 1
        self.language = language_of(text, default=self.language)
        self.revision = Revision.objects.write(self, text, number=number, at=at)
        self.text_digest, self.simhash = digest, simhash(text)
        self.save(update_fields=["revision", "text_digest", "simhash", "language"])
        type(self).objects.flag_a_wave(self, text, at=at)
        Event.objects.append(kind, comment=self, revision=self.revision, by="author", at=at)
        return self.revision

    @transaction.atomic
    def withdraw(self, *, at=None):
        """Take one's own comment back, whether it waits or is on line."""
        self._become(
            off_line(self.State.WITHDRAWN), among={self.State.PENDING, self.State.PUBLISHED}
        )
        for subscription in Subscription.objects.filter(comment=self):
            subscription.end(at=at)
        Event.objects.append(Event.Kind.WITHDRAWN, comment=self, by="author", at=at)

    @transaction.atomic
    def erase(self, *, by=None, at=None):
        """Erase the text, its author's identity and their pleas, from any state; nobody's `by`: its author asked.

        Decisions and log stay; an appeal not yet answered lapses. Raise UnderHold if a legal hold keeps it. A sanction
        that runs forgets its person if an administrator erases; if its author does, at its own term
        (address_retention.py).
        """
        gone = {**off_line(self.State.ERASED), **self.nobody, "newsroom_by": None}
        self._compare_and_set(gone, among=set(self.State) - {self.State.ERASED})
        LegalHold.objects.refuse_erasing(self)  # the row is locked now
        self._follow_up_the_change()
        self._erase_words(at)
        if by:
            self.suspensions.filter(notice=None).update(email="", sender="")
        actor = f"user:{by.pk}" if by else "author"
        Event.objects.append(Event.Kind.ERASED, comment=self, by=actor, at=at)

    def _erase_words(self, at):
        """Erase the words of a comment's author in its other rows, and the addresses of the letters to them.

        Nobody is told of it as a reply any more; a moderator's reminder, which names no comment, leaves.
        """
        self.revisions.update(text="", salt="")
        own = self.appeals.filter(notice=None).exclude(suspension__notice__isnull=False)
        own.update(text="", salt="")
        to_others = [Letter.Kind.REPLY, Letter.Kind.REMINDER]
        mine = self.letters.filter(notice=None).exclude(kind__in=to_others)
        mine.cancel()
        mine.update(to="", error="")
        self.letters.filter(kind=Letter.Kind.REPLY).cancel()
        Letter.objects.filter(subscription__comment=self).update(to="", error="")
        for subscription in Subscription.objects.filter(comment=self):
            subscription.end(at=at)
        self.colleagues_notes.all().delete()  # they may quote it
        Flag.objects.filter(revision__comment=self).delete()
        Reading.objects.filter(revision__comment=self).delete()

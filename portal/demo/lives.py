"""What becomes of a comment of the crowd: its decision, its notices, its appeals, its author's sanctions.

The shares are chosen, not measured: a calm site whose readers know its charter. What matters for a
benchmark is that each kind is there in numbers that grow with the site.
"""

import hashlib
from datetime import timedelta

from comments.models import Decision, Suspension

REPLIES = 0.4  # of all comments: more open a conversation than carry one on
REFUSED = 0.08  # of those read: about one in twelve, as most authors know the charter
REPORTED = 0.02  # of those on line: they were read before, so few readers find a fault
MOST_NOTICES = 3  # of one comment: who reports is rarely alone, and never a crowd
NOTICES_OPEN = 0.1  # of the reported: the desk answers within two days, the last days' wait
FOUNDED = 1 / 3  # of the answered: two reports in three are about an opinion the reader dislikes
AUTHORS_CONTEST = 0.05  # of refusals and removals: most authors write another comment instead
READERS_CONTEST = 0.05  # of notices answered by «maintenu»: a reader seldom comes back to it
SANCTIONS_CONTESTED = 0.2  # four times as many as refusals: a sanction touches the person
APPEALS_OPEN = 0.2  # of all appeals: they may wait for a week, longer than notices
REVERSED = 0.25  # of answered appeals: a second person mostly agrees with the first
OFFENDER_EVERY = (
    500  # comments to one offender, who writes two of them: one sanction in 20 refusals
)
WARNED_AT, SANCTIONED_AT = (
    100,
    350,
)  # their places among these comments: far enough to read the first

LONGEST = timedelta(days=4)  # from a comment's arrival to the last that happens to it
READ_AFTER = timedelta(minutes=2)
SANCTIONED_AFTER = timedelta(minutes=3)
REPORTED_AFTER, ANSWERED_AFTER = timedelta(hours=6), timedelta(hours=20)
CONTESTED_AFTER, JUDGED_AFTER = timedelta(days=1), timedelta(days=3)

AIMS = "Ce passage vise une personne et non ce qu’elle dit."
STAYS = "Une seconde lecture mène à la même réponse."
YIELDS = "Une seconde lecture mène à une autre réponse."
PLEA = "Relisez ce passage : il a été mal compris."
REPEATS = "Plusieurs messages contre des personnes en peu de temps."


def is_offender(number):
    """Whether a comment is one of the two that somebody is sanctioned for."""
    return number % OFFENDER_EVERY in {WARNED_AT, SANCTIONED_AT}


def somebody(name):
    """Return where a person writes from, as the keyed hash the door would keep."""
    return hashlib.sha256(name.encode()).hexdigest()


class Desk:
    """Two moderators and the rule they cite, who give comments their lives through a ledger."""

    def __init__(self, ledger, moderators, clause):
        self.ledger, self.clause = ledger, clause
        self.first, self.second = moderators

    def publish(self, comment, chance):
        """Publish a comment; some are reported later."""
        self._decide(comment, Decision.Kind.APPROVE, chance, after=READ_AFTER)
        if chance.random() < REPORTED:
            self._be_reported(comment, chance)

    def read(self, comment, chance):
        """Publish a comment or refuse it; of those refused, some are contested."""
        if chance.random() >= REFUSED:
            self.publish(comment, chance)
            return
        refusal = self._decide(comment, Decision.Kind.REJECT, chance, after=READ_AFTER)
        if chance.random() < AUTHORS_CONTEST:
            self._judge(self._contest(comment, decision=refusal), chance)

    def sanction(self, comment, number, chance):
        """Refuse an offender's comment and warn them; a second time hold or suspend them."""
        self._decide(comment, Decision.Kind.REJECT, chance, after=READ_AFTER)
        at = comment.created_at + SANCTIONED_AFTER
        is_first = number % OFFENDER_EVERY == WARNED_AT
        if is_first or not self.ledger.is_warned(comment.sender, at):
            kind, until = Suspension.Kind.WARN, None
        elif number // OFFENDER_EVERY % 2:
            kind, until = Suspension.Kind.HOLD, at + timedelta(days=7)
        else:
            kind, until = Suspension.Kind.SUSPEND, at + timedelta(days=3)
        sanction = self.ledger.impose(
            comment, kind, by=self.first, at=at, until=until, clause=self.clause, reasons=REPEATS
        )
        if chance.random() < SANCTIONS_CONTESTED:
            appeal = self._contest(comment, suspension=sanction)
            if chance.random() >= APPEALS_OPEN:
                is_lifted = chance.random() < REVERSED
                self.ledger.rule(
                    appeal, Suspension.Kind.LIFT if is_lifted else Suspension.Kind.CONFIRM,
                    by=self.second, at=comment.created_at + JUDGED_AFTER,
                    reasons=YIELDS if is_lifted else STAYS,
                )  # fmt: skip

    def _be_reported(self, comment, chance):
        notices = []
        for number in range(chance.randint(1, MOST_NOTICES)):
            if comment.hidden_at:
                break  # nobody sees it any more
            who = somebody(f"{comment.submission_key}:{number}")
            at = comment.created_at + REPORTED_AFTER + timedelta(minutes=number)
            notices.append(
                self.ledger.give(
                    comment, reader=who, sender=who, clause=self.clause, explanation=AIMS, at=at
                )
            )
        if chance.random() < NOTICES_OPEN:
            return
        if chance.random() < FOUNDED:
            answer = self._decide(comment, Decision.Kind.REMOVE, chance, after=ANSWERED_AFTER)
            share, contested = AUTHORS_CONTEST, {"decision": answer}
        else:
            self._decide(comment, Decision.Kind.KEEP, chance, after=ANSWERED_AFTER)
            share, contested = READERS_CONTEST, {"notice": notices[0]}
        if chance.random() < share:
            self._judge(self._contest(comment, **contested), chance)

    def _contest(self, comment, **contested):
        at = comment.created_at + CONTESTED_AFTER
        return self.ledger.lodge(text=PLEA, at=at, **contested)

    def _judge(self, appeal, chance):
        """Leave an appeal open, or let the second moderator answer it."""
        if chance.random() < APPEALS_OPEN:
            return
        kind = Decision.Kind.UPHOLD
        if chance.random() < REVERSED:
            kind = Decision.Kind.REMOVE if appeal.notice else Decision.Kind.RESTORE
        self._decide(appeal.comment, kind, chance, after=JUDGED_AFTER, appeal=appeal)

    def _decide(self, comment, kind, chance, *, after, appeal=None):
        particulars = {}
        if kind in {Decision.Kind.REJECT, Decision.Kind.REMOVE}:
            particulars = {"clause": self.clause, "reasons": AIMS}
        elif kind in {Decision.Kind.RESTORE, Decision.Kind.UPHOLD}:
            particulars = {"reasons": STAYS if kind == Decision.Kind.UPHOLD else YIELDS}
        return self.ledger.decide(
            comment, kind, by=self.second if appeal else self.first, appeal=appeal,
            at=comment.created_at + after, seconds_taken=chance.randint(3, 40), **particulars,
        )  # fmt: skip

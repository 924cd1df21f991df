"""Who gets a letter, and when: the whole list.

| letter | to | leaves |
|---|---|---|
| receipt | the author of a new comment; if they add an address later, once it is confirmed while the comment still waits | at once |
| decision | the author, when the comment is published, refused or removed; when it is shown again after alerts hid it; when a new decision leaves it off line (an appeal was turned down) | after the time to undo |
| acknowledgment | whoever alerts, unless an earlier decision has already answered the same alert: then the answer alone | at once |
| answer | whoever alerted: when a decision answers them or their appeal; when a comment is restored after they were told of its removal; or when they alert and an earlier decision has already answered the same alert | after the time to undo |
| hidden | the author, if notices hide the comment | at once |
| sanction | the person, at a sanction, its lifting (not the end of its term) or its confirmation | after the time to undo |
| confirmation | whoever asks to hear of replies to a comment, unless they confirmed it for this comment before, or adds an address later: it is to be confirmed | at once |
| renewed | the author, or whoever alerted, when their private page gets a new address | at once |
| reply | whoever asked, confirmed the address and has not ended it, when a reply of somebody else to them is first published | after the time to undo |
| reminder | each moderator who may give an answer due within two hours, one a clock hour at most (comments/deadlines.py, `Letter.objects.remind`) | at once |

The time to undo is UNDO_SECONDS (30 seconds unless the operator sets another number, 600 at most; settings.py). Nobody
without an address gets a letter, and an address that nobody confirmed gets three within 24 hours at most, reminders not
counted (LETTERS_TO_A_STRANGER; letter.py); a trusted flagger gets all. «At once» is the next `tick`: each minute, 200
letters a round. One that cannot be sent is tried again after 1, 5, 30 minutes, 2 and 12 hours, then given up
(letter.py). A letter is written in the transaction of what it tells, so that both are stored or neither. Until it
leaves it is cancelled by an undo, the lifting of its sanction, the end of the subscription, an erasure (of words at
their term too), a reply's going out of readers' sight (also with its article), or when the author types another address
before confirming the first (own_address.py). comments/outbox.py sends them.

Three kinds of mail are no letters: those on a colleague's account (portal/signin/journal.py), the alarms to the
operator (portal/health/alarms.py) and the day's head of the log (comments/log/days.py).
"""

from django.db.models import Q

from .decision import Decision
from .letter import Letter, undo_delay

Kind = Letter.Kind


def of_submission(comment):
    _write(Kind.RECEIPT, comment, comment=comment, at=comment.created_at)


def of_decision(decision, *, was_hidden):
    """Owe letters to the author and to the notifiers."""
    comment = decision.comment
    about = {"comment": comment, "decision": decision, "at": decision.at, "delay": undo_delay()}
    publishes = decision.kind in Decision.PUBLISHES
    if publishes or was_hidden or comment.state != comment.State.PUBLISHED:
        _write(Kind.DECISION, comment, **about)
    concerned = Q(answer=decision) | Q(appeals__answer=decision)
    if publishes:
        # An appeal may have confirmed it since: what put the text off line is the decision before.
        before = comment.decisions.standing().exclude(pk=decision.pk)
        last = before.exclude(kind=Decision.Kind.UPHOLD).order_by("-pk").first()
        if last and last.kind == Decision.Kind.REMOVE:
            # They were told it was taken down, some of them on appeal.
            concerned |= Q(answer=last) | Q(appeals__answer=last)
    for notice in comment.notices.filter(concerned).exclude(email="").distinct():
        _write(Kind.ANSWER, notice, notice=notice, **about)


def of_reply(decision, subscriptions):
    """Owe news of a first published reply to those who asked for it; not of one's own reply."""
    reply = decision.comment
    about = {"comment": reply, "decision": decision, "at": decision.at, "delay": undo_delay()}
    for subscription in subscriptions:
        if subscription.comment.email != reply.email:
            _write(Kind.REPLY, subscription.comment, subscription=subscription, **about)


def of_hiding(comment, at):
    _write(Kind.HIDDEN, comment, comment=comment, at=at, once=at)


def of_notice(notice):
    """Owe an acknowledgment, or the answer if an earlier decision settles it at once."""
    settled = notice.settled_by
    _write(
        Kind.ANSWER if settled else Kind.ACKNOWLEDGMENT,
        notice,
        comment=notice.comment,
        notice=notice,
        decision=settled,
        at=notice.at,
        delay=undo_delay() if settled else None,
    )


def of_sanction(suspension):
    about = {"comment": suspension.comment, "notice": suspension.notice, "suspension": suspension}
    _write(Kind.SANCTION, suspension, **about, at=suspension.at, delay=undo_delay())


def of_subscription(subscription, at):
    author = subscription.comment
    about = {"comment": author, "subscription": subscription}
    _write(Kind.CONFIRMATION, author, **about, at=at, once=subscription.asked_at)


def of_renewal(sent, at):
    """Owe the new address of a private page to whoever sent the comment, or the notice; not the one before it."""
    Letter.objects.cancel(kind=Kind.RENEWED, **{"notice": None, **sent.letters_about})
    _write(Kind.RENEWED, sent, **sent.letters_about, at=at, once=at)


def of_address(comment, address, at):
    """Owe a letter to an address that is nobody's yet: its owner may confirm it."""
    about = {"to": address, "language": comment.language, "comment": comment}
    Letter.objects.write(Kind.CONFIRMATION, **about, at=at, once=at)


def _write(kind, reader, **about):
    """Put a letter into the outbox, to the address and in the language of `reader`."""
    Letter.objects.write(kind, to=reader.email, language=reader.language, **about)

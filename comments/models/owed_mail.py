"""Who is owed the news of a decision: its author, those it answers, whom a reply answers.

Written into the outbox in the decision's transaction; they leave once it cannot be taken back any more.
"""

from django.db.models import Q

from .decision import Decision
from .letter import Letter, undo_delay
from .subscription import Subscription


def of_decision(decision, superseded):
    """Owe it to the author and to those who alerted; `superseded` is the decision that stood before."""
    comment = decision.comment
    about = {"comment": comment, "decision": decision, "at": decision.at, "delay": undo_delay()}
    publishes = decision.kind in {Decision.Kind.APPROVE, Decision.Kind.RESTORE}
    if publishes or comment.state != comment.State.PUBLISHED:
        Letter.objects.write(
            Letter.Kind.DECISION, to=comment.email, language=comment.language, **about
        )
    told = Q(answer=decision) | Q(appeals__answer=decision)
    if publishes and superseded and superseded.kind == Decision.Kind.REMOVE:
        told |= Q(answer=superseded)  # they were told it was taken down
    for notice in comment.notices.filter(told).exclude(email="").distinct():
        Letter.objects.write(
            Letter.Kind.ANSWER, to=notice.email, language=notice.language, notice=notice, **about
        )


def of_reply(decision):
    """Owe a reply, published for the first time, to the author of what it answers, where they asked."""
    reply = decision.comment
    asked = Subscription.objects.running().filter(comment=reply.parent_id)
    for subscription in asked.select_related("comment"):
        author = subscription.comment
        if author.email == reply.email:
            continue
        Letter.objects.write(
            Letter.Kind.REPLY,
            to=author.email,
            language=author.language,
            comment=reply,
            decision=decision,
            subscription=subscription,
            at=decision.at,
            delay=undo_delay(),
        )

"""The letters a decision owes: to the author, the notifiers, the author of the parent comment.

They are written in the decision's transaction, and leave once nobody can take it back any more.
"""

from django.db.models import Q

from .decision import Decision
from .letter import Letter, undo_delay
from .subscription import Subscription


def of_decision(decision, superseded):
    """Owe letters to the author and to the notifiers; `superseded` is the decision before."""
    comment = decision.comment
    about = {"comment": comment, "decision": decision, "at": decision.at, "delay": undo_delay()}
    publishes = decision.kind in {Decision.Kind.APPROVE, Decision.Kind.RESTORE}
    if publishes or comment.state != comment.State.PUBLISHED:
        Letter.objects.write(
            Letter.Kind.DECISION, to=comment.email, language=comment.language, **about
        )
    concerned = Q(answer=decision) | Q(appeals__answer=decision)
    if publishes and superseded and superseded.kind == Decision.Kind.REMOVE:
        concerned |= Q(answer=superseded)  # they were told it was taken down
    for notice in comment.notices.filter(concerned).exclude(email="").distinct():
        Letter.objects.write(
            Letter.Kind.ANSWER, to=notice.email, language=notice.language, notice=notice, **about
        )


def of_reply(decision):
    """Owe the parent comment's author news of a first published reply, if they asked for it."""
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

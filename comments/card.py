"""What stands on the card of a comment."""

import time

from django.utils.translation import gettext as _

from .differences import difference
from .lanes import for_me, numbers
from .models import (
    AlreadyDecided,
    Charter,
    Comment,
    Lease,
)

CARDS_BESIDE = 12  # of the lane, listed beside the card
SIMILAR_DECISIONS = 5  # latest decisions on the same author's words


def card_of(request, comment, lane, *, conflict=None, form=None):
    """Return all that a fair decision needs, for the template of the card."""
    appeal = comment.appeals.select_related("decision__clause", "contested_by").last()
    is_open = appeal and not appeal.answer_id and comment.state in Comment.AGAINST_STATES
    open_appeal = appeal if is_open else None
    open_notices = [n for n in comment.notices.select_related("clause") if not n.answer_id]
    decided = list(comment.decisions.standing().select_related("clause", "by"))
    lease = Lease.objects.running().filter(comment=comment).exclude(by=request.user)
    can_erase = request.user.has_perm("comments.erase_comment")
    return {
        "lane": lane,
        "beside": for_me(request, lane).select_related("revision", "article")[:CARDS_BESIDE],
        "comment": comment,
        "reader": lease.select_related("by").first(),
        "open_notices": open_notices,
        "notices_up_to": max((notice.pk for notice in open_notices), default=0),
        "appeal": appeal,
        "open_appeal": open_appeal,
        "decided": decided,
        "record": record_of_author(comment),
        "alike": comment.look_alikes(),
        "case_law": comment.similar_judged(),
        "clauses": [
            {"clause": c, "reasons": c.reasons(comment.language)}
            for c in Charter.objects.in_force().clauses.all()
        ],
        "form": form,
        "conflict": conflict,
        "difference": difference_since(comment, conflict, form),
        "opened": int(time.time()),
        "can_decide": request.user.has_perm("comments.decide_comment"),
        "can_decide_appeal": open_appeal
        and request.user.has_perm("comments.decide_appeal")
        and not any(decision.by_id == request.user.pk for decision in decided),
        # An address serves to reach a person about their comment, or to find what to erase.
        "address": comment.email if can_erase else "",
        "can_erase": can_erase and comment.state != Comment.State.ERASED,
    }


def record_of_author(comment):
    """What the same name and address wrote before; nothing where no address was given."""
    if not comment.email:
        return None
    same = Comment.objects.filter(email__iexact=comment.email).exclude(pk=comment.pk)
    return {
        "published": same.filter(state=Comment.State.PUBLISHED).count(),
        "against": same.filter(state__in=Comment.AGAINST_STATES).count(),
        "latest": same.select_related("revision").order_by("-created_at")[:SIMILAR_DECISIONS],
    }


def name_of(user):
    return user.get_full_name() or user.get_username()


def said_of(conflict, form):
    """Return one sentence for what a refused act says on its card."""
    if isinstance(conflict, AlreadyDecided):
        return _("%(name)s a été plus rapide : %(verdict)s.") % {
            "name": name_of(conflict.decision.by),
            "verdict": conflict.decision.get_kind_display().lower(),
        }
    if conflict:
        return _(
            "Son auteur l’a modifié ou retiré pendant que vous le lisiez : voici ce qu’il en est."
        )
    return " ".join(error for errors in form.errors.values() for error in errors)


def difference_since(comment, conflict, form):
    """Return what its author changed since the text that was on screen, or None."""
    if not conflict or not form:
        return None
    seen = numbers(form.data.get("revision", ""))
    before = comment.revisions.filter(pk__in=seen).exclude(pk=comment.revision_id).first()
    return difference(before.text, comment.text) if before else None

"""The content of a comment's card."""

import time
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rules.differences import difference
from articles.rules.people import name_of

from ..models import AlreadyDecided, Charter, Clause, Comment, Decision, Lease, Notice, Thresholds
from .lanes import numbers

BESIDE_MOST = 12  # comments of the lane listed beside the card
LATEST = 5  # of the same person's comments
PAUSE_QUIET_SECONDS = 1800


def card_of(request, comment, selection, *, conflict=None, form=None, is_leased=False):
    """Return all that a fair decision needs, for the template of the card.

    It skips a query if the answer can only be empty: 400 cards before noon pay for each. `is_leased` says
    that this moderator already holds the lease.
    """
    user = request.user
    open_appeals = []
    if comment.appeals.unanswered().exists():
        appeals = comment.appeals.open().select_related(
            "decision__clause", "contested_by", "notice__clause", "suspension__clause"
        )
        open_appeals = list(appeals.order_by("pk"))
    about_the_text = [appeal for appeal in open_appeals if not appeal.suspension_id]
    open_notices = []
    if not comment.is_pending:  # nobody alerts on what nobody can read
        open_notices = list(comment.notices.open().select_related("clause", "flagger"))
    decided = []
    if comment.version > 1:
        decided = list(comment.decisions.standing().select_related("clause", "by"))
    lease = Lease.objects.running().filter(comment=comment).exclude(by=user)
    can_erase = user.has_perm("comments.erase_comment")
    case_law = comment.similar_judged()
    charter, thresholds = Charter.objects.in_force(), Thresholds.objects.current()
    refusal = comment.refusal
    return {
        "selection": selection,
        "lane": selection.lane,
        "beside": beside(selection, user),
        "comment": comment,
        "reader": None if is_leased else lease.select_related("by").first(),
        "open_notices": [
            {"notice": n, "record": Notice.objects.of(n.email, n.sender).track_record()}
            for n in open_notices
        ],
        "notices_up_to": max((notice.pk for notice in open_notices), default=0),
        "due_at": min((notice.due_at for notice in open_notices), default=None),
        "now": timezone.now(),
        "open_appeals": about_the_text,
        "sanction_appeals": [appeal for appeal in open_appeals if appeal.suspension_id],
        "sanctions_to_judge": {
            appeal.pk
            for appeal in open_appeals
            if appeal.suspension_id and appeal.may_be_judged_by(user)
        },
        "appeal_seen": about_the_text[-1].pk if about_the_text else 0,
        "decided": decided,
        "record": history_of_author(comment),
        "sanctions": list(comment.sanctions().select_related("by", "clause")),
        "can_suspend": user.has_perm("comments.suspend_person"),
        "can_suspend_beyond": user.has_perm("comments.suspend_beyond"),
        "suspension_days": thresholds.suspension_days,
        "alike": comment.look_alikes(),
        "case_law": case_law,
        "is_harsh": comment.is_harsh(open_notices, case_law),
        "needs_a_pause": needs_a_pause(request, thresholds.pause_after),
        "charter": charter,
        "clauses": [
            {"clause": c, "reasons": c.reasons(comment.language)} for c in charter.clauses.all()
        ],
        "form": form,
        "conflict": conflict,
        "difference": difference_since(comment, conflict, form),
        "refusal": refusal,
        "mended": refusal and difference(refusal.revision.text, comment.text),
        "opened": int(time.time()),
        "can_decide": user.has_perm("comments.decide_comment") and comment.may_be_decided_by(user),
        "can_decide_appeal": about_the_text and comment.may_be_decided_by(user),
        # An address serves to reach a person about their comment, or to find what to erase.
        "address": comment.email if can_erase else "",
        "can_erase": can_erase and comment.state != Comment.State.ERASED,
    }


def beside(selection, user):
    """Return the first comments of the selection; veil those that a notice calls hateful."""
    alleged = Notice.objects.open().filter(
        comment=OuterRef("pk"), clause__gravity__gte=Clause.Gravity.SERIOUS
    )
    comments = selection.for_me(user).select_related("revision", "article")
    if selection.lane not in {"pending", "escalated"}:
        comments = comments.annotate(is_veiled=Exists(alleged))
    return comments[:BESIDE_MOST]


def needs_a_pause(request, most):
    """Return whether this moderator's last `most` decisions, within an hour, were on hateful texts.

    Once they have acknowledged it, return False for PAUSE_QUIET_SECONDS.
    """
    told_at = request.session.get("pause_told_at", 0)
    if time.time() - told_at < PAUSE_QUIET_SECONDS:
        return False
    since = timezone.now() - timedelta(hours=1)
    latest = Decision.objects.filter(by=request.user, at__gt=since).order_by("-pk")
    run = latest.values_list("clause__gravity", flat=True)[:most]
    return len(run) == most and all((gravity or 0) >= Clause.Gravity.SERIOUS for gravity in run)


def history_of_author(comment):
    """Return the counts and the latest of the same person's comments; None if nobody is known."""
    if not (comment.email or comment.sender):
        return None
    same = comment.others_of_its_author()
    counts = same.aggregate(
        published=Count("pk", filter=Q(state=Comment.State.PUBLISHED)),
        against=Count("pk", filter=Q(state__in=Comment.AGAINST_STATES)),
    )
    latest = same.select_related("revision").order_by("-created_at")[:LATEST]
    return {**counts, "latest": latest}


def refusal_sentence(conflict, form):
    """Return one sentence that says why an act was refused."""
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
    """Return the difference from the text that was on screen; None if it did not change."""
    if not conflict or not form:
        return None
    seen = numbers(form.data.get("revision", ""))
    before = comment.revisions.filter(pk__in=seen).exclude(pk=comment.revision_id).first()
    return difference(before.text, comment.text) if before else None

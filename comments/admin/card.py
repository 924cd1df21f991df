"""What stands on the card of a comment."""

import time
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rules.differences import difference
from articles.rules.people import name_of

from ..models import AlreadyDecided, Charter, Clause, Comment, Decision, Lease, Notice, Thresholds
from .lanes import numbers

CARDS_BESIDE = 12  # of the lane, listed beside the card
LATEST = 5  # of the same person's comments
PAUSE_QUIET_SECONDS = 1800


def card_of(request, comment, selection, *, conflict=None, form=None, is_leased=False):
    """Return all that a fair decision needs, for the template of the card.

    What cannot be is not asked for: 400 cards before noon pay for each query. `is_leased` says that the
    card is this moderator's already.
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
        "lane": selection.file,
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
        "record": record_of_author(comment),
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
    """The first cards of the selection; what is alleged to be hateful is veiled there too."""
    alleged = Notice.objects.open().filter(
        comment=OuterRef("pk"), clause__gravity__gte=Clause.Gravity.SERIOUS
    )
    cards = selection.for_me(user).select_related("revision", "article")
    if selection.file not in {"pending", "escalated"}:
        cards = cards.annotate(is_veiled=Exists(alleged))
    return cards[:CARDS_BESIDE]


def needs_a_pause(request, most):
    """Whether this moderator's latest decisions were `most` hateful texts in a row, within an hour.

    Told once; after they said they had one, not for half an hour.
    """
    told_at = request.session.get("pause_told_at", 0)
    if time.time() - told_at < PAUSE_QUIET_SECONDS:
        return False
    since = timezone.now() - timedelta(hours=1)
    latest = Decision.objects.filter(by=request.user, at__gt=since).order_by("-pk")
    run = latest.values_list("clause__gravity", flat=True)[:most]
    return len(run) == most and all((gravity or 0) >= Clause.Gravity.SERIOUS for gravity in run)


def record_of_author(comment):
    """What the same person wrote before; nothing where neither an address nor a provenance is known."""
    if not (comment.email or comment.sender):
        return None
    same = comment.others_of_its_author()
    counts = same.aggregate(
        published=Count("pk", filter=Q(state=Comment.State.PUBLISHED)),
        against=Count("pk", filter=Q(state__in=Comment.AGAINST_STATES)),
    )
    latest = same.select_related("revision").order_by("-created_at")[:LATEST]
    return {**counts, "latest": latest}


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

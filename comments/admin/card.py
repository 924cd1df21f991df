"""The content of a comment's card."""

import time
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.rules.differences import difference
from articles.rules.people import name_of

from ..models import AlreadyDecided, Clause, Comment, Decision, Lease, Notice, Thresholds
from ..models.waiting import COUNTED, WAITING_LANES
from ..rules.weights import BURST
from .around import above, has_a_thread, quoted_passages
from .decision_form import decision_forms
from .lanes import numbers, told
from .sanctions import longest_suspension, ruling_forms, sanction_forms
from .triage.hint import hint_of

BESIDE_MOST = 12  # comments of the lane listed beside the card
LATEST = 5  # of the same person's comments
PAUSE_QUIET_SECONDS = 1800


def card_of(
    request,
    comment,
    selection,
    *,
    conflict=None,
    form=None,
    sanction_form=None,
    is_leased=False,
    may_decide=None,
):
    """Return all that a fair decision needs, for the template of the card. The comment comes from for_card().

    It skips a query if the answer can only be empty: 400 cards before noon pay for each. `is_leased` says
    that this moderator already holds the lease, `may_decide` whether they may decide, if that is known.
    """
    user, thresholds = request.user, Thresholds.objects.current()
    if comment.is_sorted:
        selection = selection.by_rank()
    refusal = comment.refusal
    if may_decide is None:
        may_decide = user.has_perm("comments.decide_comment") and comment.may_be_decided_by(
            user, has_appeals=comment.has_appeals
        )
    decided = []
    if comment.version > 1:
        decided = list(comment.decisions.standing().select_related("clause", "by"))
    lease = Lease.objects.running().filter(comment=comment).exclude(by=user)
    context = {
        "selection": selection,
        "lane": selection.lane,
        "comment": comment,
        "reader": None if is_leased else lease.select_related("by").first(),
        **_notices_and_case_law(comment),
        **_appeals(comment, user, may_decide),
        "now": timezone.now(),
        "decided": decided,
        "above": above(comment),
        "has_a_thread": has_a_thread(comment),
        "quoted": quoted_passages(comment.text, comment.article.body),
        "history": history_of_author(comment),
        "sanctions": list(comment.sanctions().select_related("by", "clause")),
        "notes": (notes := colleagues_notes(comment)),
        "question": question_among(notes, comment),
        "alike": comment.look_alikes(),
        "needs_a_pause": needs_a_pause(request, thresholds.pause_after),
        **(forms := decision_forms(comment, form, conflict)),
        **hint_of(comment, forms["clauses"]),
        "conflict": conflict,
        "difference": difference_since(comment, conflict, form),
        "refusal": refusal,
        "mended": refusal and difference(refusal.revision.text, comment.text),
        "opened": int(time.time()),
        "undo_seconds": settings.UNDO_SECONDS,
        **_rights(comment, user, may_decide),
    }
    context |= _list_beside(selection, user, context)
    if context["can_suspend"]:
        context |= _sanction_forms(user, context, sanction_form, thresholds)
    return context


def _sanction_forms(user, context, typed, thresholds):
    """Return the forms of the card's sanctions, and whether one comes back with a fault."""
    notices = [each["notice"] for each in context["open_notices"]]
    sanctions = [appeal.suspension for appeal in context["sanction_appeals"]]
    longest = longest_suspension(user, thresholds)
    return {
        "sanction_forms": sanction_forms(longest, notices, context["charter"], typed),
        "ruling_forms": ruling_forms([*context["sanctions"], *sanctions], typed),
        "sanction_typed": typed,
    }


def _notices_and_case_law(comment):
    """Return the open notices with their readers' track records, and the similar decisions."""
    notices = []
    if not comment.is_pending:  # nobody can read it, so nobody alerts on it
        notices = list(comment.notices.open().select_related("clause", "flagger"))
    case_law = comment.similar_judged()
    return {
        "open_notices": [
            {"notice": n, "track_record": Notice.objects.of(n.email, n.sender).track_record()}
            for n in notices
        ],
        "burst": BURST,
        "in_a_burst": bool(notices) and Notice.objects.in_a_burst(comment, notices[-1].at),
        "notices_up_to": max((notice.pk for notice in notices), default=0),
        "due_at": min((notice.due_at for notice in notices), default=None),
        "case_law": case_law,
        "is_harsh": comment.is_harsh(notices, case_law),
    }


def _appeals(comment, user, may_decide):
    """Return the open appeals about the text and sanctions, and which of them `user` may judge."""
    appeals = []
    if comment.has_appeals:
        found = comment.appeals.open().select_related(
            "decision__clause", "contested_by", "notice__clause", "suspension__clause"
        )
        appeals = list(found.order_by("pk"))
    about_the_text = [appeal for appeal in appeals if not appeal.suspension_id]
    about_sanctions = [appeal for appeal in appeals if appeal.suspension_id]
    return {
        "open_appeals": about_the_text,
        "appeal_seen": about_the_text[-1].pk if about_the_text else 0,
        "can_decide_appeal": about_the_text and may_decide,
        "sanction_appeals": about_sanctions,
        "sanctions_to_judge": {a.pk for a in about_sanctions if a.may_be_judged_by(user)},
    }


def _rights(comment, user, may_decide):
    """Return which acts this moderator may do on the comment."""
    can_erase = user.has_perm("comments.erase_comment")
    return {
        "may_moderate": (may_moderate := user.has_perm("comments.decide_comment")),
        "can_decide": may_decide,
        "can_note": may_moderate,
        "can_reply": comment.is_visible and user.has_perm("comments.speak_for_newsroom"),
        "can_pick": comment.is_visible and user.has_perm("comments.pick_comment"),
        "asked_an_opinion": comment.is_pending and comment.escalated_by_id == user.pk,
        "can_suspend": user.has_perm("comments.suspend_person"),
        # An address serves to reach a person about their comment, or to find the text to erase.
        "address": comment.email if can_erase else "",
        "can_erase": can_erase
        and comment.state != Comment.State.ERASED
        and not hasattr(comment, "legal_hold"),
        "can_hold": user.has_perm("comments.add_legalhold")
        and comment.state != Comment.State.ERASED,
    }


def lane_of(comment):
    """Return the lane of a card whose address names none."""
    if comment.is_pending:
        return "escalated" if comment.escalated_at else "pending"
    if comment.has_appeals:
        return "appealed"
    return "reported" if comment.notices.open().exists() else "decided"


def colleagues_notes(comment):
    return list(comment.colleagues_notes.select_related("by")) if comment.has_notes else []


def question_among(notes, comment):
    """Return the note by which a colleague asks for the second opinion that is still owed; None if none does."""
    if not comment.is_pending or not comment.escalated_by_id:
        return None
    asked = (comment.escalated_by_id, comment.escalated_at)
    return next((note for note in notes if (note.by_id, note.at) == asked), None)


class CountOf(Subquery):
    """The number of rows of a query, told by each row of another: it costs no query of its own."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _list_beside(selection, user, context):
    """Return the list beside the card, how many it leaves out, and what is with colleagues if it is empty.

    The comment on the card stands first if it waits there too, but later than those of the list.
    """
    found = list(beside(selection, user))
    shown, comment = found[:BESIDE_MOST], context["comment"]
    if comment not in shown and context["can_decide"] and not context["reader"]:
        shown = [*_if_it_waits_there(context), *shown][:BESIDE_MOST]
    all_of_them = getattr(found[0], "in_lane", None) if found else None
    return {
        "beside": shown,
        "has_more_beside": len(found) > BESIDE_MOST,
        "all_beside": told(all_of_them),
        "left_to_others": 0 if found else selection.left_to_others(user),
    }


def _if_it_waits_there(context):
    """Return the comment of the card in a list, an empty one if it is not of the card's lane."""
    comment, lane = context["comment"], context["lane"]
    appeals = [*context["open_appeals"], *context["sanction_appeals"]]
    waits = {
        "pending": comment.is_pending and not comment.escalated_at,
        "escalated": comment.is_pending and comment.escalated_at,
        "reported": context["open_notices"] and comment.state == Comment.State.PUBLISHED,
        "appealed": appeals,
        "decided": context["decided"] and not comment.is_pending,
    }
    if lane == "appealed" and appeals:
        comment.appealed_at = min(appeal.at for appeal in appeals)
    return [comment] if waits[lane] else []


def beside(selection, user):
    """Return the first comments of the selection and one more, veiled if a notice calls them hateful.

    Each tells how many wait there, with those a colleague reads, COUNTED + 1 at most; what was decided is not counted.
    """
    alleged = Notice.objects.open().filter(
        comment=OuterRef("pk"), clause__gravity=Clause.Gravity.SERIOUS
    )
    comments = selection.for_me(user).select_related("revision", "article")
    if selection.lane in WAITING_LANES:
        every = selection.all().order_by().values("pk")[: COUNTED + 1]
        comments = comments.annotate(in_lane=CountOf(every))
    if selection.lane not in {"pending", "escalated"}:
        comments = comments.annotate(is_veiled=Exists(alleged))
    return comments[: BESIDE_MOST + 1]


def needs_a_pause(request, most):
    """Return whether the moderator's last `most` decisions, within an hour, cited a grave rule.

    Once they have acknowledged it, return False for PAUSE_QUIET_SECONDS.
    """
    told_at = request.session.get("pause_told_at", 0)
    if time.time() - told_at < PAUSE_QUIET_SECONDS:
        return False
    since = timezone.now() - timedelta(hours=1)
    # By their time, as in the index: by number, whoever decided nothing would have all decisions read through.
    latest = Decision.objects.filter(by=request.user, at__gt=since).order_by("-at", "-pk")
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

"""The start page of the desk: what waits, what is overdue, what is one's own; then the list of everything."""

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, ErrorReport
from comments.admin.figures.day import late_in, oldest_of
from comments.admin.lanes import (
    LANES,
    Selection,
    in_lane,
    rules_in_question,
    told,
    with_what_is_alleged,
)
from comments.door.sender import sender_of
from comments.models import Comment, Decision, Proposal
from comments.models.waiting import COUNTED, waiting

DEADLINES_MOST = 6
DECISIONS_MOST = 8
OPINIONS_MOST = 8


def start(request):
    """Show the admin's index, with what concerns this member of the staff above it."""
    context = {"title": _("Le bureau")}
    if request.user.has_perm("comments.view_comment"):
        request.user.sender = sender_of(request)  # a text that came from here is their own
        context |= _of_the_queue(request.user)
    context["proposals"] = (
        Proposal.objects.open_to(request.user).count() if settings.FOUR_EYES else 0
    )
    if request.user.has_perm("articles.publish_article"):
        context |= _of_the_newsroom()
    return admin.site.index(request, context)


def _of_the_queue(user):
    now = timezone.now()
    return {
        "lanes": [_lane(name, count, user, now) for name, count in waiting().items()],
        "deadlines": _deadlines(),
        "now": now,
        "may_decide": user.has_perm("comments.decide_comment"),
        "my_decisions": _decisions_of(user),
        "my_opinions": _opinions_of(user),
    }


def _lane(name, count, user, now):
    """Return how many wait in a lane, since when, how many are late or this person's to decide."""
    selection = Selection(lane=name)
    return {
        "label": LANES[name][0],
        "address": selection.list_address,
        "count": count,
        "told": told(count),
        "mine": selection.decidable_by(user)[: COUNTED + 1].count(),
        "oldest": oldest_of(name),
        "late": late_in(name, now),
        "reading": f"{reverse('admin:comments_comment_next')}?{selection.query}",
    }


def _deadlines():
    """Return the comments that must be answered first, each with its lane, its term and its rules."""
    reported = with_what_is_alleged(in_lane("reported").order_by("due_at", "pk"))
    appealed = with_what_is_alleged(in_lane("appealed"))
    found = [
        {"lane": "reported", "at": comment.due_at, "comment": comment}
        for comment in reported.select_related("revision")[:DEADLINES_MOST]
    ]
    found += [
        {"lane": "appealed", "at": comment.appealed_at + comment.appeal_time, "comment": comment}
        for comment in appealed.select_related("revision")[:DEADLINES_MOST]
    ]
    for each in found:
        each["rules"] = rules_in_question(each["comment"])
    return sorted(found, key=lambda each: each["at"])[:DEADLINES_MOST]


def _decisions_of(user):
    latest = Decision.objects.filter(by=user).order_by("-pk")
    return latest.select_related("comment__revision", "clause")[:DECISIONS_MOST]


def _opinions_of(user):
    """Return the comments on which this person asked for an opinion that nobody has given yet."""
    asked = Comment.objects.escalated().filter(escalated_by=user)
    return asked.select_related("revision")[:OPINIONS_MOST]


def _of_the_newsroom():
    """Return what waits for an editor: articles to read, errors that readers found."""
    return {
        "to_review": Article.objects.filter(status=Article.Status.REVIEW).count(),
        "error_reports": ErrorReport.objects.filter(state=ErrorReport.State.OPEN).count(),
    }

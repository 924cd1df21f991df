"""Keep an editor's unsaved text, and say who else has the article open (static/writing.js)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format

from ..models import Article, WorkingCopy
from ..rules.people import name_of

NOT_KEPT = {"csrfmiddlewaretoken", "_selected_action", "action"}


def working_copy(model_admin, request, pk):
    """Keep the form (`typed=yes`), note a visit, leave (`left=yes`), or discard the copy.

    `pk` is 0 for an article not yet begun. Answers {"kept", "others", "since"}: the hour it was kept; who else is
    there; the revision that somebody has saved since the form was opened, with who and when.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = get_object_or_404(Article, pk=pk) if pk else None
    may = model_admin.has_change_permission if article else model_admin.has_add_permission
    if not (may(request, article) if article else may(request)):
        raise PermissionDenied
    mine = WorkingCopy.objects.of(article, request.user)
    if "discard" in request.POST:
        mine.delete()
        where = "admin:articles_article_change" if pk else "admin:articles_article_add"
        return redirect(where, pk) if pk else redirect(where)
    if "left" in request.POST:
        mine.filter(fields={}).delete()
        mine.update(seen_at=timezone.now() - timedelta(days=1))
        return JsonResponse({})
    now = timezone.now()
    _keep(request, article, now)
    return JsonResponse(_answer(request, article, now))


def _keep(request, article, now):
    """Remember that the colleague is there; store the form if something was typed in it."""
    kept = {"seen_at": now}
    if "typed" in request.POST:
        kept |= {
            "fields": fields_of(request.POST),
            "typed_at": now,
            "revision": _revision(request.POST),
        }
    WorkingCopy.objects.update_or_create(article=article, by=request.user, defaults=kept)


def _answer(request, article, now):
    """Return {"kept", "others", "since"} for static/writing.js."""
    others = WorkingCopy.objects.others_at(article, request.user) if article else []
    return {
        "kept": date_format(timezone.localtime(now), "H:i"),
        "others": [name_of(copy.by) for copy in others],
        "since": _since(article, _revision(request.POST)) if article else None,
    }


def fields_of(posted):
    return {
        name: values
        for name, values in posted.lists()
        if name not in NOT_KEPT and not name.startswith("_")
    }


def _revision(posted):
    seen = posted.get("revision_seen", "0")
    return int(seen) if seen.isdecimal() and len(seen) < 9 else 0


def _since(article, seen):
    latest = article.revisions.select_related("by").first()
    if latest is None or latest.number <= seen:
        return None
    at = date_format(timezone.localtime(latest.at), "H:i")
    return {"by": latest.who, "at": at, "act": latest.get_act_display()}

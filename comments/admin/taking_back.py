"""The desk's undo: what a moderator just did, a whole bulk too, is taken back in one press."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Comment, Conflict, Decision, NotYours
from .acts import MANY, wants_json
from .lanes import Selection, numbers


class TakingBack:
    """Mixed into the desk: the view that takes acts back, and what it can take back now."""

    def undoing(self, request):
        """Take back one's own decisions (`decision=id`, repeated) and questions (`held=id`)."""
        self._check(request, "comments.view_comment", posted=True)
        undone, left = [], 0
        for take_back in self._taken_back(request):
            try:
                undone.append(take_back())
            except (Conflict, NotYours):
                left += 1
        sentence = ngettext(
            "%(n)d décision annulée : le commentaire attend de nouveau.",
            "%(n)d décisions annulées : les commentaires attendent de nouveau.",
            len(undone),
        ) % {"n": len(undone)}
        if left or not undone:
            sentence = _("Trop tard, ou quelqu’un est passé depuis : rien n’a été annulé.")
            if undone:
                sentence = _("Une partie seulement a pu être annulée.")
        if wants_json(request):
            done = {"said": sentence, "comments": [comment.pk for comment in undone]}
            return JsonResponse(done, status=200 if undone else 409)
        request.session.pop("done", None)
        self.message_user(request, sentence, messages.SUCCESS if undone else messages.ERROR)
        back = undone[-1] if undone else None
        here = Selection.asked(request)
        return redirect(self._address(back, here) if back else self._next(request))

    @staticmethod
    def _taken_back(request):
        """Yield one function for each act to take back, the latest first; it returns the comment."""
        decisions = numbers(",".join(request.POST.getlist("decision")))[:MANY]
        held = numbers(",".join(request.POST.getlist("held")))[:MANY]
        for decision in Decision.objects.filter(pk__in=decisions).select_related("comment"):
            yield partial(TakingBack._undo, decision, request.user)
        for comment in Comment.objects.filter(pk__in=held):
            yield partial(TakingBack._take_back, comment, request.user)

    @staticmethod
    def _undo(decision, by):
        decision.comment.undo(decision, by=by)
        return decision.comment

    @staticmethod
    def _take_back(comment, by):
        comment.take_back_escalation(by=by)
        return comment

    @staticmethod
    def _undoable(request):
        """Return what one press takes back, for moderators without scripts; None if it is too late."""
        done = request.session.get("done") or {}
        mine = Decision.objects.undoable(request.user)
        decisions = mine.filter(pk__in=done.get("decisions", []))
        since = timezone.now() - timedelta(seconds=settings.UNDO_SECONDS)
        held = Comment.objects.escalated().filter(
            pk__in=done.get("held", []), escalated_by=request.user, escalated_at__gt=since
        )
        if decisions or held:
            return {"said": done["said"], "decisions": decisions, "held": held}
        last = mine.select_related("comment").order_by("-pk").first()
        if last is None:
            return None
        verdict = last.get_kind_display().lower()
        return {"said": f"{last.comment.name} : {verdict}.", "decisions": [last], "held": []}

"""The acts of the desk: decisions on one comment or many, undo, second opinion.

Each act is a plain form. For JSON (`Accept: application/json`), it returns the sentence and the ids
instead of a page.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..door.sender import sender_of
from ..models import (
    Charter,
    Comment,
    Conflict,
    Lease,
    NotYours,
    SanctionContested,
    TriageModel,
)
from ..models.waiting import WAITING_LANES, at_the_desk
from .card import card_of, lane_of, refusal_sentence
from .decision_form import DecisionForm
from .lanes import Selection, is_number

CANDIDATES = 10  # comments tried for a lease before a lane counts as taken
MANY = 100  # comments decided or taken back in one press
CARD = "admin/comments/comment/card.html"


class Acts:
    """Mixed into the desk: the view of each act, and the page that follows it."""

    @staticmethod
    def _comment(pk):
        comment = Comment.objects.for_card().filter(pk=pk).first()
        if comment is None:
            raise Http404
        return comment

    def _card(
        self,
        request,
        comment,
        *,
        status=200,
        conflict=None,
        form=None,
        sanction_form=None,
        note_form=None,
        is_leased=False,
        may_decide=None,
    ):
        """Return the card as a whole page, or only its inner part for static/desk/."""
        selection = Selection.asked(request, lane_of(comment))
        context = card_of(
            request,
            comment,
            selection,
            conflict=conflict,
            form=form,
            sanction_form=sanction_form,
            is_leased=is_leased,
            may_decide=may_decide,
        )
        if note_form:
            context |= {"note_form": note_form, "errors": note_form.errors}
        if wants_json(request) and status != 200:
            html = render_to_string(f"{CARD}#grid", context, request)
            sentence = refusal_sentence(conflict, form or note_form or sanction_form)
            return JsonResponse({"said": sentence, "card": html}, status=status)
        if wants_fragment(request):
            return TemplateResponse(request, f"{CARD}#grid", context, status=status)
        there = at_the_desk(request.user)
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Commentaire de %(name)s") % {"name": comment.name or _("(effacé)")},
            "opts": self.opts,
            "lanes": self._lanes(selection, there.counts),
            "undoable": self._undoable(request) if there.can_undo else None,
        }
        return TemplateResponse(request, CARD, context, status=status)

    @staticmethod
    def _check(request, *rights, posted=False):
        """Raise PermissionDenied if a right is missing, before any query; `posted` wants a POST.

        It notes the browser they sit at: a text or an alert that came from it is their own.
        """
        request.user.sender = sender_of(request)
        if not request.user.has_perms(rights) or (posted and request.method != "POST"):
            raise PermissionDenied

    def decisions(self, request, pk):
        """Take a decision and lead to the next card; 422 with the typed form, 409 if too late."""
        self._check(request, "comments.view_comment")
        comment = self._comment(pk)
        if request.method != "POST":
            return redirect(self._address(comment, Selection.asked(request)))
        form = DecisionForm(request.POST, comment=comment, charter=Charter.objects.in_force())
        kind = form.data.get("kind")
        self._check(request, "comments.decide_comment")
        if not form.is_valid():
            return self._again(request, form, status=422)
        try:
            decision = comment.decide(by=request.user, **form.particulars())
        except Conflict as conflict:
            return self._card(request, self._comment(pk), conflict=conflict, form=form, status=409)
        except NotYours:
            form.add_error(
                None,
                _(
                    "Ce commentaire revient à quelqu’un d’autre : c’est votre texte, votre alerte, "
                    "ou un recours qu’un autre que vous doit juger."
                ),
            )
            return self._again(request, form, status=403)
        except SanctionContested:
            sentence = _("Un recours contre la sanction attend : levez-la ou confirmez-la d’abord.")
            form.add_error(None, sentence)
            return self._again(request, form, status=409)
        return self._done(request, self._confirmation(comment, kind), [decision])

    def _done(self, request, sentence, decisions, *, held=(), level=messages.SUCCESS):
        """Confirm an act by a sentence, and lead to the next card.

        Without scripts, the session keeps what one press takes back: a whole bulk too.
        """
        done = {"decisions": [d.pk for d in decisions], "held": [c.pk for c in held]}
        if wants_json(request):
            return JsonResponse({"said": sentence, **done})
        request.session["done"] = {**done, "said": sentence}
        self.message_user(request, sentence, level)
        return redirect(self._next(request))

    def _again(self, request, form, *, status):
        """Show the card with the typed form; 409 if the comment changed meanwhile."""
        comment = self._comment(form.comment.pk)
        if form.seen_version in {None, comment.version}:
            return self._card(request, comment, form=form, status=status)
        return self._card(request, comment, form=form, conflict=comment.conflict(), status=409)

    @staticmethod
    def _confirmation(comment, kind):
        sentences = {
            "approve": _("Commentaire de %(name)s publié."),
            "reject": _("Commentaire de %(name)s refusé ; sa page de suivi en donne les motifs."),
            "remove": _("Commentaire de %(name)s retiré ; sa page de suivi en donne les motifs."),
            "restore": _("Commentaire de %(name)s rétabli."),
            "keep": _(
                "Commentaire de %(name)s maintenu ; ceux qui l’ont signalé ont leur réponse."
            ),
            "uphold": _("Décision sur le commentaire de %(name)s confirmée."),
        }
        return sentences[kind] % {"name": comment.name}

    def many_decisions(self, request):
        """Decide look-alikes or a selection together, each by its version on screen.

        The form repeats `comment=id:version`. Comments that changed meanwhile are left, and their number told.
        """
        self._check(request, "comments.view_comment", "comments.decide_comment", posted=True)
        seen = [pair.split(":") for pair in request.POST.getlist("comment")[:MANY]]
        seen = {int(p[0]): int(p[1]) for p in seen if len(p) == 2 and is_number(*p)}
        done, left = [], 0
        for comment in Comment.objects.filter(pk__in=seen).select_related("article", "revision"):
            data = {**request.POST.dict(), "seen": seen[comment.pk]}
            form = DecisionForm(data, comment=comment, charter=Charter.objects.in_force())
            if not form.is_valid() or data.get("kind") not in {"approve", "reject", "remove"}:
                return self._refused(request, _("Choisissez la règle en cause, ou citez la loi."))
            if comment.is_contested:  # an appeal is read by itself, never decided in bulk
                left += 1
                continue
            try:
                done.append(comment.decide(by=request.user, **form.particulars()))
            except (Conflict, NotYours):
                left += 1
        if not (done or left):
            return self._refused(request, _("Choisissez au moins un commentaire."))
        sentence = ngettext("%(n)d décision prise.", "%(n)d décisions prises.", len(done)) % {
            "n": len(done)
        }
        if left:
            sentence += " " + ngettext(
                "%(n)d commentaire a changé entre-temps : il reste à lire.",
                "%(n)d commentaires ont changé entre-temps : ils restent à lire.",
                left,
            ) % {"n": left}
        level = messages.WARNING if left else messages.SUCCESS
        return self._done(request, sentence, done, level=level)

    def _refused(self, request, sentence):
        if wants_json(request):
            return JsonResponse({"said": sentence}, status=422)
        self.message_user(request, sentence, messages.ERROR)
        return redirect(self._next(request))

    @staticmethod
    def _claim(comment, user):
        """Lease a comment to whoever may decide on it: others hide nothing from the team."""
        may_decide = user.has_perm("comments.decide_comment") and comment.may_be_decided_by(user)
        return may_decide and Lease.objects.claim(comment, user)

    @staticmethod
    def _claimed(request, held=()):
        """Lease the next free comment of the selection; return None if there is none.

        A comment that a colleague decided between our query and our claim is released again.
        """
        here = Selection.asked(request)
        if not request.user.has_perm("comments.decide_comment"):
            return None
        if here.lane == "pending" and TriageModel.objects.in_force().exists():
            here = here.by_rank()
        free = here.for_me(request.user).exclude(pk__in=held)
        for pk in free.values_list("pk", flat=True)[:CANDIDATES]:
            comment = Comment(pk=pk)
            if not Lease.objects.claim(comment, request.user):
                continue
            if here.all().filter(pk=pk).exists():
                return comment
            Lease.objects.free([pk], request.user)
        return None

    @staticmethod
    def _next(request):
        """Return the address of the next free card, or of the list if there is none."""
        here = Selection.asked(request)
        if here.lane in WAITING_LANES and (following := Acts._claimed(request)):
            return Acts._address(following, here)
        return here.list_address

    @staticmethod
    def _address(comment, selection):
        card = reverse("admin:comments_comment_change", args=[comment.pk])
        return f"{card}?{selection.query}"


def wants_json(request):
    return "application/json" in request.headers.get("Accept", "")


def wants_fragment(request):
    return request.headers.get("Accept", "").startswith("text/x-fragment")

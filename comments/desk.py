"""The moderators' desk, in Django's admin: its lanes are lists, each comment a card to decide on.

Each act is a plain form; static/desk.js sends the same forms while the next card is already on screen.
Asked for JSON (`Accept: application/json`), an act answers what was said and done instead of a page.
"""

from urllib.parse import parse_qsl

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .card import card_of, name_of, said_of
from .desk_form import DecisionForm
from .filters import OnlyItsFilters
from .lanes import LANES, WAITING_LANES, Lane, LaneFilter, for_me, in_lane, is_number, numbers
from .models import (
    Charter,
    Comment,
    Conflict,
    Decision,
    Lease,
    NotYours,
)

MANY = 100  # comments decided or taken back in one press
CANDIDATES = 10  # cards tried for a lease before a lane counts as taken
CARD = "admin/comments/comment/card.html"


class CommentAdmin(OnlyItsFilters, admin.ModelAdmin):
    """The queue. Nothing is edited here: a decision is the only way to change what readers see."""

    list_display = ["name_and_text", "article", "created_at"]
    list_display_links = ["name_and_text"]
    list_filter = [LaneFilter, "language", "article__section"]
    list_select_related = ["article", "revision"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "revision__text", "article__headline"]
    actions = None
    change_list_template = "admin/comments/comment/queue.html"

    @admin.display(description=gettext_lazy("commentaire"))
    def name_and_text(self, comment):
        return format_html(
            '<strong><bdi>{}</bdi></strong><br><span lang="{}" dir="auto">{}</span>',
            comment.name or _("(effacé)"),
            comment.language,
            comment.excerpt,
        )

    @admin.display(description=gettext_lazy("dernière décision"))
    def last_act(self, comment):
        last = comment.decisions.all()[0]
        when = date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT")
        parts = [last.get_kind_display(), str(last.clause or ""), name_of(last.by), when]
        return " · ".join(filter(None, parts))

    def get_list_display(self, request):
        acts = ["last_act"] if self._lane(request) == "decided" else []
        return [*self.list_display, *acts]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("decisions__by", "decisions__clause")

    def get_changelist(self, request, **kwargs):
        return Lane

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, comment=None):
        return False

    def has_delete_permission(self, request, comment=None):
        return False

    def get_urls(self):
        def at(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"comments_comment_{name}")

        return [
            at("suivant/", self.next_card, "next"),
            at("etat/", self.state, "state"),
            at("lectures/", self.leases, "leases"),
            at("decisions/", self.many_decisions, "many"),
            at("annulations/", self.undoing, "undoing"),
            at("<int:pk>/decisions/", self.decisions, "decisions"),
            at("<int:pk>/second-avis/", self.second_opinion, "second_opinion"),
            at("<int:pk>/effacement/", self.erasure, "erasure"),
            *super().get_urls(),
        ]

    # The queue

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": _("File de modération"),
            "lanes": self._lanes(request),
            "undoable": self._undoable(request),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _lanes(self, request):
        """Return the lanes as tabs; how many wait in each."""
        asked = self._lane(request)
        address = reverse("admin:comments_comment_changelist")
        return [
            {
                "name": name,
                "label": label,
                "address": f"{address}?file={name}",
                "is_current": name == asked,
                "count": in_lane(name).count() if name in WAITING_LANES else None,
            }
            for name, (label, _query) in LANES.items()
        ]

    @staticmethod
    def _lane(request):
        """The lane one works in: said by the form, the address, or the list one came from."""
        asked = request.POST.get("file") or request.GET.get("file")
        came_from = dict(parse_qsl(request.GET.get("_changelist_filters", "")))
        asked = asked or came_from.get("file")
        return asked if asked in LANES else "pending"

    @staticmethod
    def _undoable(request):
        """The last decision one may take back, for those who work without scripts."""
        undoable = Decision.objects.undoable(request.user).select_related("comment")
        return undoable.order_by("-pk").first()

    def state(self, request):
        """Say how many wait in each lane, and what became of the cards on screen (`montres=1,2`)."""
        self._check(request, "comments.view_comment")
        shown = numbers(request.GET.get("montres", ""))
        lane = self._lane(request)
        left = set(shown) - set(in_lane(lane).filter(pk__in=shown).values_list("pk", flat=True))
        gone = {}
        for comment in Comment.objects.filter(pk__in=left):
            last = comment.last_decision
            by = name_of(last.by) if last else ""
            gone[comment.pk] = (
                _("%(name)s a été plus rapide : %(verdict)s.")
                % {"name": by, "verdict": last.get_kind_display().lower()}
                if last and last.by_id != request.user.pk
                else _("Ce commentaire n’est plus dans cette file.")
            )
        counts = {name: in_lane(name).count() for name in WAITING_LANES}
        return JsonResponse({"counts": counts, "gone": gone})

    def leases(self, request):
        """Renew the leases on what one reads (`garder=1,2`), give back the rest (`rendre=3`)."""
        self._check(request, "comments.view_comment", posted=True)
        for pk in numbers(request.POST.get("garder", "")):
            if comment := Comment.objects.filter(pk=pk).first():
                Lease.objects.claim(comment, request.user)
        Lease.objects.free(numbers(request.POST.get("rendre", "")), request.user)
        return HttpResponse(status=204)

    # The card

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self._check(request, "comments.view_comment")
        pk = unquote(object_id)
        comment = self._comment(pk if pk.isdecimal() and len(pk) < 19 else None)
        if self._lane(request) in WAITING_LANES:
            Lease.objects.claim(comment, request.user)
        return self._card(request, comment)

    def next_card(self, request):
        """Return the next free card of the lane, leased to whoever asks; 204 when there is none.

        `hors=1,2` are on their screen already. Followed as a link, it leads there.
        """
        self._check(request, "comments.view_comment")
        if request.method != "POST":
            return redirect(self._next(request))
        held = numbers(request.POST.get("hors", ""))
        lane = self._lane(request)
        waiting = for_me(request, lane).exclude(pk__in=held)
        for pk in waiting.values_list("pk", flat=True)[:CANDIDATES]:
            comment = self._comment(pk)
            if Lease.objects.claim(comment, request.user):
                return self._card(request, comment)
        return HttpResponse(status=204)

    @staticmethod
    def _comment(pk):
        queryset = Comment.objects.select_related(
            "article__section", "article__source", "revision", "parent__revision", "root__revision"
        )
        comment = queryset.filter(pk=pk).first()
        if comment is None:
            raise Http404
        return comment

    def _card(self, request, comment, *, status=200, conflict=None, form=None):
        """Return the card: a whole page, or for desk.js its inner part alone."""
        lane = self._lane(request)
        context = card_of(request, comment, lane, conflict=conflict, form=form)
        if wants_json(request) and status != 200:
            html = render_to_string(f"{CARD}#grid", context, request)
            return JsonResponse({"said": said_of(conflict, form), "card": html}, status=status)
        if wants_fragment(request):
            return TemplateResponse(request, f"{CARD}#grid", context, status=status)
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Commentaire de %(name)s") % {"name": comment.name or _("(effacé)")},
            "opts": self.opts,
            "lanes": self._lanes(request),
            "undoable": self._undoable(request),
        }
        return TemplateResponse(request, CARD, context, status=status)

    # The acts

    @staticmethod
    def _check(request, *rights, posted=False):
        """Refuse whoever lacks one of the rights, before anything is looked up."""
        if not request.user.has_perms(rights) or (posted and request.method != "POST"):
            raise PermissionDenied

    def decisions(self, request, pk):
        """Take a decision: then the next card of the lane; 422 with what was typed, 409 if too late."""
        self._check(request, "comments.view_comment")
        comment = self._comment(pk)
        if request.method != "POST":
            return redirect(self._address(comment, self._lane(request)))
        form = DecisionForm(request.POST, comment=comment, charter=Charter.objects.in_force())
        kind = form.data.get("kind")
        is_appeal = kind == Decision.Kind.UPHOLD or comment.appeals.open().exists()
        # An appeal lodged between this look and the decision is found in its transaction.
        self._check(request, "comments.decide_appeal" if is_appeal else "comments.decide_comment")
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
                    "Ce commentaire revient à quelqu’un d’autre : c’est votre texte, "
                    "ou un recours contre votre décision."
                ),
            )
            return self._again(request, form, status=403)
        return self._done(request, self._said(comment, kind), [decision])

    def _done(self, request, said, decisions, level=messages.SUCCESS):
        """Say what was done; on to the next card."""
        if wants_json(request):
            return JsonResponse({"said": said, "decisions": [d.pk for d in decisions]})
        self.message_user(request, said, level)
        return redirect(self._next(request))

    def _again(self, request, form, *, status):
        """Show the card with what was typed; where the comment is no longer what was judged, say that."""
        comment = self._comment(form.comment.pk)
        if form.seen_version in {None, comment.version}:
            return self._card(request, comment, form=form, status=status)
        return self._card(request, comment, form=form, conflict=comment.conflict(), status=409)

    @staticmethod
    def _said(comment, kind):
        said = {
            "approve": _("Commentaire de %(name)s publié."),
            "reject": _("Commentaire de %(name)s refusé ; sa page de suivi en donne les motifs."),
            "remove": _("Commentaire de %(name)s retiré ; sa page de suivi en donne les motifs."),
            "restore": _("Commentaire de %(name)s rétabli."),
            "keep": _(
                "Commentaire de %(name)s maintenu ; ceux qui l’ont signalé ont leur réponse."
            ),
            "uphold": _("Décision sur le commentaire de %(name)s confirmée."),
        }
        return said[kind] % {"name": comment.name}

    def many_decisions(self, request):
        """Decide look-alikes or a selection together: each by itself, as it was seen.

        `comment` holds «id:version» once for each. What a colleague decided meanwhile is told and left.
        """
        self._check(request, "comments.view_comment", "comments.decide_comment", posted=True)
        seen = [pair.split(":") for pair in request.POST.getlist("comment")[:MANY]]
        seen = {int(p[0]): int(p[1]) for p in seen if len(p) == 2 and is_number(*p)}
        done, left = [], 0
        for comment in Comment.objects.filter(pk__in=seen).select_related("article", "revision"):
            data = {**request.POST.dict(), "seen": seen[comment.pk]}
            form = DecisionForm(data, comment=comment, charter=Charter.objects.in_force())
            if not form.is_valid() or data.get("kind") not in {"approve", "reject", "remove"}:
                said = _("Choisissez la règle en cause, ou citez la loi.")
                return self._refused(request, said)
            if comment.appeals.open().exists():
                left += 1
                continue
            try:
                done.append(comment.decide(by=request.user, **form.particulars()))
            except (Conflict, NotYours):
                left += 1
        if not (done or left):
            return self._refused(request, _("Choisissez au moins un commentaire."))
        said = ngettext("%(n)d décision prise.", "%(n)d décisions prises.", len(done)) % {
            "n": len(done)
        }
        if left:
            said += " " + ngettext(
                "%(n)d commentaire a changé entre-temps : il reste à lire.",
                "%(n)d commentaires ont changé entre-temps : ils restent à lire.",
                left,
            ) % {"n": left}
        return self._done(request, said, done, messages.WARNING if left else messages.SUCCESS)

    def _refused(self, request, said):
        if wants_json(request):
            return JsonResponse({"said": said}, status=422)
        self.message_user(request, said, messages.ERROR)
        return redirect(self._next(request))

    def undoing(self, request):
        """Take back one's own decisions (`decision=1`, once for each), latest first."""
        self._check(request, "comments.view_comment", posted=True)
        asked = numbers(",".join(request.POST.getlist("decision")))[:MANY]
        undone, left = [], 0
        for decision in Decision.objects.filter(pk__in=asked).select_related("comment"):
            try:
                decision.comment.undo(decision, by=request.user)
            except (Conflict, NotYours):
                left += 1
            else:
                undone.append(decision.comment)
        said = ngettext(
            "%(n)d décision annulée : le commentaire attend de nouveau.",
            "%(n)d décisions annulées : les commentaires attendent de nouveau.",
            len(undone),
        ) % {"n": len(undone)}
        if left or not undone:
            said = _("Trop tard, ou quelqu’un est passé depuis : rien n’a été annulé.")
            if undone:
                said = _("Une partie seulement a pu être annulée.")
        if wants_json(request):
            status = 200 if undone else 409
            return JsonResponse({"said": said, "comments": [c.pk for c in undone]}, status=status)
        self.message_user(request, said, messages.SUCCESS if undone else messages.ERROR)
        lane = self._lane(request)
        back = undone[-1] if undone else None
        return redirect(self._address(back, lane) if back else self._next(request))

    def second_opinion(self, request, pk):
        """Hold a comment for a colleague: on to the next."""
        self._check(request, "comments.view_comment", "comments.decide_comment", posted=True)
        comment = self._comment(pk)
        seen = numbers(request.POST.get("seen", ""))
        try:
            comment.escalate(by=request.user, seen=seen[0] if seen else None)
        except Conflict as conflict:
            return self._card(request, self._comment(pk), conflict=conflict, status=409)
        said = _("Commentaire de %(name)s tenu pour un second avis.") % {"name": comment.name}
        return self._done(request, said, [])

    def _next(self, request):
        """Return where to go on: the next free card of the lane, or the lane when it is empty."""
        lane = self._lane(request)
        if lane in WAITING_LANES and (following := for_me(request, lane).first()):
            return self._address(following, lane)
        return f"{reverse('admin:comments_comment_changelist')}?file={lane}"

    @staticmethod
    def _address(comment, lane):
        return f"{reverse('admin:comments_comment_change', args=[comment.pk])}?file={lane}"

    def erasure(self, request, pk):
        """Erase a person's words, at their request: a right, not a decision on what they wrote."""
        self._check(request, "comments.view_comment", "comments.erase_comment")
        comment = self._comment(pk)
        if request.method == "POST":
            try:
                comment.erase(by=request.user)
            except Conflict as conflict:
                return self._card(request, self._comment(pk), conflict=conflict, status=409)
            self.message_user(request, _("Les mots et l’identité sont effacés."), messages.SUCCESS)
        return redirect(self._address(comment, self._lane(request)))


def wants_json(request):
    return "application/json" in request.headers.get("Accept", "")


def wants_fragment(request):
    return request.headers.get("Accept", "").startswith("text/x-fragment")

"""The moderators' desk, in Django's admin: its lanes are lists, each comment a card to decide on."""

import time
from urllib.parse import parse_qsl

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import DecisionForm
from .models import Charter, Clause, Comment, Conflict, Decision, Event, NotYours

LANES = {
    "pending": (gettext_lazy("À modérer"), "pending"),
    "reported": (gettext_lazy("Signalés"), "reported"),
    "appealed": (gettext_lazy("Recours"), "appealed"),
    "decided": (gettext_lazy("Décidés"), "decided"),
}
WAITING_LANES = ("pending", "reported", "appealed")
CARDS_BESIDE = 12  # of the lane, listed beside the card
SIMILAR_DECISIONS = 5  # latest decisions on the same author's words


class LaneFilter(admin.SimpleListFilter):
    """Which lane of the queue; «À modérer» unless another is asked."""

    title = gettext_lazy("file")
    parameter_name = "file"
    template = "admin/comments/comment/no_filter.html"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _query) in LANES.items()]

    def choices(self, changelist):
        return list(super().choices(changelist))[1:]  # there is no «all» among lanes

    def value(self):
        asked = super().value()
        return asked if asked in LANES else "pending"

    def queryset(self, request, queryset):
        return getattr(queryset, LANES[self.value()][1])()


class Lane(ChangeList):
    """A list in the order of its lane, not in the model's."""

    def get_ordering(self, request, queryset):
        return list(queryset.query.order_by)


class OnlyItsFilters:
    """Mixed into an admin: its list is filtered by what it offers, and by no other column.

    Django accepts any column of the model in the address (`?email__startswith=`), and so answers, letter
    by letter, what the page does not show.
    """

    def lookup_allowed(self, lookup, value, request):
        filters = self.get_list_filter(request)
        shown = [f for f in filters if isinstance(f, str)]
        columns = {
            f"{name}{end}" for name in shown for end in ("", "__exact", "__id__exact", "__isnull")
        }
        columns |= {f.parameter_name for f in filters if not isinstance(f, str)}
        if self.date_hierarchy:
            ends = ("year", "month", "day", "gte", "lt")
            columns |= {f"{self.date_hierarchy}__{end}" for end in ends}
        return lookup in columns


@admin.register(Comment)
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
        by = last.by.get_full_name() or last.by.get_username()
        when = date_format(timezone.localtime(last.at), "SHORT_DATETIME_FORMAT")
        parts = [last.get_kind_display(), str(last.clause or ""), by, when]
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
        act = self.admin_site.admin_view(self.decisions)
        return [
            path("<int:pk>/decisions/", act, name="comments_comment_decisions"),
            path(
                "<int:pk>/effacement/",
                self.admin_site.admin_view(self.erasure),
                name="comments_comment_erasure",
            ),
            *super().get_urls(),
        ]

    # The queue

    def changelist_view(self, request, extra_context=None):
        context = {"title": _("File de modération"), "lanes": self._lanes(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _lanes(self, request):
        """Return the lanes as tabs; how many wait in each."""
        asked = self._lane(request)
        address = reverse("admin:comments_comment_changelist")
        return [
            {
                "label": label,
                "address": f"{address}?file={name}",
                "is_current": name == asked,
                "count": getattr(Comment.objects, query)().count()
                if name in WAITING_LANES
                else None,
            }
            for name, (label, query) in LANES.items()
        ]

    @staticmethod
    def _lane(request):
        """The lane one works in: said by the form, the address, or the list one came from."""
        asked = request.POST.get("file") or request.GET.get("file")
        came_from = dict(parse_qsl(request.GET.get("_changelist_filters", "")))
        asked = asked or came_from.get("file")
        return asked if asked in LANES else "pending"

    # The card

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = unquote(object_id)
        is_number = pk.isdecimal() and len(pk) < 19
        return self._card(request, self._comment(pk if is_number else None))

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
        lane = self._lane(request)
        appeal = comment.appeals.select_related("decision__clause", "contested_by").last()
        is_open = appeal and not appeal.answer_id and comment.state in Comment.AGAINST_STATES
        open_appeal = appeal if is_open else None
        open_notices = [n for n in comment.notices.select_related("clause") if not n.answer_id]
        decided = list(comment.decisions.select_related("clause", "by"))
        waiting = getattr(Comment.objects, LANES[lane][1])().select_related("revision", "article")
        can_decide = request.user.has_perm("comments.decide_comment")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Commentaire de %(name)s") % {"name": comment.name or _("(effacé)")},
            "opts": self.opts,
            "lane": lane,
            "lanes": self._lanes(request),
            "beside": waiting[:CARDS_BESIDE],
            "comment": comment,
            "notices": comment.notices.select_related("clause", "answer"),
            "open_notices": open_notices,
            "notices_up_to": max((notice.pk for notice in open_notices), default=0),
            "appeal": appeal,
            "open_appeal": open_appeal,
            "decided": decided,
            "record": self._record_of_author(comment),
            "clauses": [
                {"clause": c, "reasons": c.reasons(comment.language)}
                for c in Charter.objects.in_force().clauses.all()
            ],
            "form": form,
            "conflict": conflict,
            "opened": int(time.time()),
            "can_decide": can_decide,
            "can_decide_appeal": open_appeal
            and request.user.has_perm("comments.decide_appeal")
            and not any(decision.by_id == request.user.pk for decision in decided),
            # An address serves to reach a person about their comment, or to find what to erase.
            "address": comment.email if request.user.has_perm("comments.erase_comment") else "",
            "can_erase": request.user.has_perm("comments.erase_comment")
            and comment.state != Comment.State.ERASED,
        }
        return TemplateResponse(request, "admin/comments/comment/card.html", context, status=status)

    @staticmethod
    def _record_of_author(comment):
        """What the same name and address wrote before; nothing where no address was given."""
        if not comment.email:
            return None
        same = Comment.objects.filter(email__iexact=comment.email).exclude(pk=comment.pk)
        return {
            "published": same.filter(state=Comment.State.PUBLISHED).count(),
            "against": same.filter(
                state__in=[Comment.State.REJECTED, Comment.State.REMOVED]
            ).count(),
            "latest": same.select_related("revision").order_by("-created_at")[:SIMILAR_DECISIONS],
        }

    # The acts

    def decisions(self, request, pk):
        """Take a decision: then the next card of the lane; 422 with what was typed, 409 if too late."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        comment = self._comment(pk)
        if request.method != "POST":
            return redirect(self._address(comment, self._lane(request)))
        form = DecisionForm(request.POST, comment=comment, charter=Charter.objects.in_force())
        kind = form.data.get("kind")
        is_appeal = kind == Decision.Kind.UPHOLD or comment.appeals.open().exists()
        right = "comments.decide_appeal" if is_appeal else "comments.decide_comment"
        if not request.user.has_perm(right):
            raise PermissionDenied
        if not form.is_valid():
            return self._again(request, form, status=422)
        try:
            comment.decide(by=request.user, **form.particulars())
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
        self.message_user(request, self._said(comment, kind), messages.SUCCESS)
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

    def _next(self, request):
        """Return where to go on: the next card of the lane, or the lane when it is empty."""
        lane = self._lane(request)
        if lane in WAITING_LANES:
            following = getattr(Comment.objects, LANES[lane][1])().first()
            if following:
                return self._address(following, lane)
        return f"{reverse('admin:comments_comment_changelist')}?file={lane}"

    @staticmethod
    def _address(comment, lane):
        return f"{reverse('admin:comments_comment_change', args=[comment.pk])}?file={lane}"

    def erasure(self, request, pk):
        """Erase a person's words, at their request: a right, not a decision on what they wrote."""
        if not request.user.has_perm("comments.erase_comment"):
            raise PermissionDenied
        comment = self._comment(pk)
        if request.method == "POST":
            try:
                comment.erase(by=request.user)
            except Conflict as conflict:
                return self._card(request, self._comment(pk), conflict=conflict, status=409)
            self.message_user(request, _("Les mots et l’identité sont effacés."), messages.SUCCESS)
        return redirect(self._address(comment, self._lane(request)))


class ReadOnlyAdmin(OnlyItsFilters, admin.ModelAdmin):
    """Read, never written: what these rows say was said once."""

    actions = None

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """The register of every decision."""

    list_display = ["at", "kind", "clause", "by", "comment", "detection"]
    list_filter = ["kind", "clause__number", "detection", "by"]
    list_select_related = ["clause", "by", "comment__revision"]
    search_fields = ["reasons", "comment__name"]
    date_hierarchy = "at"


class ClauseInline(admin.StackedInline):
    model = Clause
    extra = 0


@admin.register(Charter)
class CharterAdmin(ReadOnlyAdmin):
    list_display = ["version", "published_at"]
    inlines = [ClauseInline]

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            inline.has_add_permission = inline.has_change_permission = lambda *args: False
            inline.has_delete_permission = lambda *args: False
        return inlines


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The log, link by link; `manage.py check_log` verifies the chain."""

    list_display = ["sequence", "at", "kind", "comment", "state", "by", "short_digest"]
    list_filter = ["kind"]
    list_select_related = ["comment__revision"]
    ordering = ["-sequence"]

    @admin.display(description=gettext_lazy("empreinte"))
    def short_digest(self, event):
        return event.digest[:12]

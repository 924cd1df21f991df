"""The registers of the discussion in Django's admin; desk.py and charter.py have the rest."""

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rules.people import name_of
from articles.rules.query_words import Word

from ..models import (
    Comment,
    Decision,
    Event,
    Letter,
    Notice,
    OwedStatement,
    Suspension,
)
from ..register import sending
from .csv_tables import csv_response
from .desk import CommentAdmin
from .figures.pages import Figures
from .figures.rereading import Rereading
from .lanes import colleague_named, day_and_hour
from .lists import KeysetList, OnlyItsFilters, titled

admin.site.register(Comment, CommentAdmin)


class ReadOnlyAdmin(OnlyItsFilters, admin.ModelAdmin):
    """Rows that nobody may add, change or delete: the newest first, paged by keyset."""

    actions = None
    list_per_page = 100
    ordering = ["-pk"]
    show_full_result_count = False
    sortable_by = ()
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/comments/register.html"

    def get_changelist(self, request, **kwargs):
        return KeysetList

    @admin.display(description=gettext_lazy("commentaire"))
    def its_comment(self, row):
        """Link to the card: the words themselves may be hard to read, and no register holds them.

        A link of the log that is of no comment tells which setting of the house changed.
        """
        if row.comment is None:
            return str(row.filing)
        card = reverse("admin:comments_comment_change", args=[row.comment_id])
        name = row.comment.name or _("(effacé)")
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a> <small>({})</small>', card, name, row.comment_id
        )

    @admin.display(description=gettext_lazy("par"))
    def colleague(self, row):
        return colleague_named(row.by)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Decision)
class DecisionAdmin(Figures, Rereading, ReadOnlyAdmin):
    """The register of decisions: search, export, and the figures of the team."""

    list_display = ["at", "kind", "clause", "colleague", "its_comment", "detection"]
    list_filter = [
        "kind",
        ("clause__number", titled(gettext_lazy("règle"))),
        "detection",
        ("by", titled(gettext_lazy("qui a décidé"))),
    ]
    list_select_related = ["clause__charter", "by", "comment"]
    search_fields = ["reasons", "facts", "law", "comment__name", "comment__article__headline"]
    date_hierarchy = "at"

    COLUMNS = {
        "decision": lambda d: d.pk,
        "at": lambda d: timezone.localtime(d.at).isoformat(timespec="seconds"),
        "kind": lambda d: d.kind,
        "ground": lambda d: d.ground,
        "charter": lambda d: d.clause and d.clause.charter.version,
        "clause": lambda d: d.clause and d.clause.number,
        "law": lambda d: d.law,
        "reasons": lambda d: d.reasons,
        "facts": lambda d: d.facts,
        "language": lambda d: d.language,
        "detection": lambda d: d.detection,
        "by": lambda d: name_of(d.by),
        "seconds": lambda d: d.seconds_taken,
        "comment": lambda d: d.comment_id,
        "article": lambda d: d.comment.article_id,
        "supersedes": lambda d: d.supersedes_id,
    }

    def get_urls(self):
        def at(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"comments_decision_{name}")

        return [
            at("export/", self.export, "export"),
            at("equipe/", self.team, "team"),
            at("journee/", self.day, "day"),
            at("relecture/", self.second_reading, "second_reading"),
            at("exercice/", self.school, "school"),
            at("accord/", self.agreement, "agreement"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        tools = []
        if request.user.has_perm("comments.export_decision"):
            query = request.GET.copy()
            query.pop(Word.AFTER, None)
            address = f"{reverse('admin:comments_decision_export')}?{query.urlencode()}"
            tools.append((address, _("Exporter ce registre (CSV)")))
        tools += self.pages_for(request.user)
        return super().changelist_view(request, {"tools": tools, **(extra_context or {})})

    def export(self, request):
        """Return the filtered register as CSV, one line a decision, without the comment's text."""
        if not request.user.has_perms(["comments.view_decision", "comments.export_decision"]):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).queryset.iterator(chunk_size=2000)
        except IncorrectLookupParameters:
            return redirect("admin:comments_decision_changelist")
        table = ([read(decision) for read in self.COLUMNS.values()] for decision in rows)
        return csv_response(f"decisions-{timezone.localdate()}", self.COLUMNS, table)


@admin.register(Suspension)
class SuspensionAdmin(ReadOnlyAdmin):
    """The sanctions and their ends; the person is known on the comment's own card only."""

    list_display = ["at", "kind", "scope", "until", "clause", "colleague", "its_comment"]
    list_filter = ["kind", "scope", ("by", titled(gettext_lazy("qui a décidé")))]
    list_select_related = ["clause", "by", "comment"]
    search_fields = ["reasons"]
    date_hierarchy = "at"


class EventList(KeysetList):
    """A page of the log with the colleague of each link, whom the log names by a number."""

    def get_results(self, request):
        super().get_results(request)
        people = {f"user:{user.pk}": user for user in get_user_model().objects.all()}
        for event in self.result_list:
            event.colleague = people.get(event.by)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The log, link by link; `manage.py check_log` verifies the chain."""

    list_display = [
        "number", "moment", "what", "its_comment", "comment_state", "colleague", "short_digest",
    ]  # fmt: skip
    list_filter = [("kind", titled(gettext_lazy("ce qui s’est passé")))]
    list_select_related = ["comment", "filing"]

    ACTORS = {
        "author": gettext_lazy("son auteur"),
        "threshold": gettext_lazy("le poids des alertes"),
        "import": gettext_lazy("l’importation"),
    }

    def get_changelist(self, request, **kwargs):
        return EventList

    @admin.display(description=gettext_lazy("n°"))
    def number(self, event):
        return event.sequence

    @admin.display(description=gettext_lazy("le"))
    def moment(self, event):
        return day_and_hour(event.at)

    @admin.display(description=gettext_lazy("ce qui s’est passé"))
    def what(self, event):
        return event.get_kind_display()

    @admin.display(description=gettext_lazy("état du commentaire"))
    def comment_state(self, event):
        return dict(Comment.State.choices).get(event.state, event.state)

    @admin.display(description=gettext_lazy("par"))
    def colleague(self, event):
        if event.colleague:
            return colleague_named(event.colleague)
        return self.ACTORS.get(event.by, event.by)

    @admin.display(description=gettext_lazy("empreinte"))
    def short_digest(self, event):
        return event.digest[:12]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """The register of alerts. It names who gave a legal notice (DSA, art. 16(2)(c)); it shows no address."""

    list_display = ["at", "alleged", "notifier", "its_comment", "weight", "due_at", "answered"]
    list_filter = ["is_legal", ("clause__number", titled(gettext_lazy("règle")))]
    list_select_related = ["clause__charter", "comment", "flagger", "answer", "settled_by"]
    exclude = ["name", "email"]
    readonly_fields = ["notifier"]

    @admin.display(description=gettext_lazy("ce qui est allégué"))
    def alleged(self, notice):
        return _("contenu illicite") if notice.is_legal else notice.clause or _("Autre chose")

    @admin.display(description=gettext_lazy("qui alerte"))
    def notifier(self, notice):
        return notice.flagger or (notice.name if notice.is_legal else "")

    @admin.display(description=gettext_lazy("réponse"))
    def answered(self, notice):
        return notice.outcome


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """The outbox: the state of each letter, and why it failed. It shows no address."""

    list_display = ["due_at", "kind", "state", "its_comment", "tries", "sent_at", "error"]
    list_filter = ["state", "kind"]
    list_select_related = ["comment"]
    exclude = ["to"]


@admin.register(OwedStatement)
class OwedStatementAdmin(ReadOnlyAdmin):
    """What the Commission's database is owed: what has left, what waits, and why it did not take one."""

    list_display = ["due_at", "about", "state", "tries", "sent_at", "fault"]
    list_filter = ["state"]
    list_select_related = ["decision", "suspension"]
    fields = readonly_fields = ["about", "state", "due_at", "sent_at", "tries", "fault"]

    @admin.display(description=gettext_lazy("exposé"))
    def about(self, owed):
        act = owed.decision or owed.suspension
        address = reverse("admin:comments_comment_change", args=[act.comment_id])
        return format_html('<a href="{}">{}</a>', address, act)

    @admin.display(description=gettext_lazy("erreur"))
    def fault(self, owed):
        return (
            format_html('<code class="fault" dir="ltr">{}</code>', owed.error)
            if owed.error
            else "–"
        )

    def changelist_view(self, request, extra_context=None):
        if not sending.is_on():
            self.message_user(
                request, _("Rien n’est transmis : DSA_API_URL n’est pas réglée."), messages.WARNING
            )
        return super().changelist_view(request, extra_context)

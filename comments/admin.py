"""The registers of the discussion in Django's admin; the queue itself is in desk.py."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from .desk import CommentAdmin
from .filters import OnlyItsFilters
from .models import Charter, Clause, Comment, Decision, Event, Letter

admin.site.register(Comment, CommentAdmin)


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


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """The outbox: what left, what waits, what failed and why. No address here."""

    list_display = ["due_at", "kind", "state", "comment", "tries", "sent_at", "error"]
    list_filter = ["state", "kind"]
    list_select_related = ["comment__revision"]
    exclude = ["to"]
    ordering = ["-due_at"]

"""The wires, and the outcome of each item they sent, in the admin."""

from functools import partial

from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..intake import polling
from ..models import Wire, WireItem
from .merging import merging

RAW_MOST = 50_000  # bytes of a delivery that are shown


@admin.register(Wire)
class WireAdmin(admin.ModelAdmin):
    list_display = [
        "name",
        "source",
        "section",
        "is_active",
        "publishes",
        "polled_at",
        "fresh_at",
        "trouble",
    ]
    list_select_related = ["source", "section"]
    list_filter = ["is_active"]
    autocomplete_fields = ["source"]
    readonly_fields = ["polled_at", "fresh_at", "failures", "last_error"]

    @admin.display(description=gettext_lazy("difficulté"))
    def trouble(self, wire):
        """Return the wire's present fault: unreadable, or silent too long; "" if there is none."""
        if wire.failures:
            return f"{wire.last_error} ({wire.failures})"
        return _("muet") if wire.is_active and polling.is_quiet(wire, timezone.now()) else ""


@admin.register(WireItem)
class WireItemAdmin(admin.ModelAdmin):
    """The items of the wires, newest first; a proposed one links to the page that merges it."""

    list_display = [
        "headline_or_id",
        "source",
        "version",
        "outcome",
        "reason",
        "at",
        "its_article",
        "to_settle",
    ]
    list_filter = ["outcome", "source"]
    list_select_related = ["source", "article"]
    search_fields = ["headline", "origin_id"]
    fields = [
        "source",
        "origin_id",
        "version",
        "outcome",
        "reason",
        "at",
        "its_article",
        "settled_by",
        "to_settle",
        "as_received",
    ]
    readonly_fields = fields

    @admin.display(description=gettext_lazy("titre"))
    def headline_or_id(self, item):
        return item.headline or item.origin_id

    @admin.display(description=gettext_lazy("article"))
    def its_article(self, item):
        if not item.article_id:
            return ""
        address = reverse("admin:articles_article_change", args=[item.article_id])
        return format_html('<a href="{}">{}</a>', address, item.article)

    @admin.display(description=gettext_lazy("tel que reçu"))
    def as_received(self, item):
        if not item.delivery:
            return ""
        return format_html(
            "<pre>{}</pre>", item.delivery.read()[:RAW_MOST].decode("utf-8", "replace")
        )

    @admin.display(description=gettext_lazy("à trancher"))
    def to_settle(self, item):
        if item.outcome != WireItem.Outcome.PROPOSED or not item.article_id:
            return ""
        address = reverse("admin:articles_wireitem_merge", args=[item.pk])
        return format_html(
            '<a class="button" href="{}">{}</a>', address, _("Réunir les deux textes")
        )

    def get_urls(self):
        page = self.admin_site.admin_view(partial(merging, self))
        return [path("<int:pk>/reunir/", page, name="articles_wireitem_merge"), *super().get_urls()]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, item=None):
        return False

    def has_change_permission(self, request, item=None):
        return False

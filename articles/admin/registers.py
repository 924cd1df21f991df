"""Sections, topics, authors, sources, picks and error reports in the admin."""

import json
from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.widgets import AdminProseEditorWidget

from ..models import Author, Breaking, ErrorReport, HousePage, Pick, Section, Source, Topic
from ..models.body_field import BodyField
from .article_form import EDITOR, editor_words
from .moments import MOMENTS


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "expansion"]
    list_filter = ["kind"]
    search_fields = ["name", "name_ar", "name_en", "expansion"]

    def save_model(self, request, topic, form, change):
        """Write its articles into the search index again: they are found by its names."""
        super().save_model(request, topic, form, change)
        topic.article_set.all().reindex()


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "kind"]
    search_fields = ["name"]
    autocomplete_fields = ["portrait"]


@admin.register(Pick)
class PickAdmin(admin.ModelAdmin):
    """Picks; their list is the front page desk, which shows them before readers see them."""

    formfield_overrides = MOMENTS
    list_display = ["article", "place", "order", "until"]
    autocomplete_fields = ["article"]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("front_desk")


@admin.register(Breaking)
class BreakingAdmin(admin.ModelAdmin):
    formfield_overrides = MOMENTS
    list_display = ["text", "since", "until", "by"]
    list_select_related = ["by"]
    autocomplete_fields = ["article"]
    fields = ["text", "text_ar", "text_en", "article", "since", "until"]
    actions = ["stop"]

    def get_changeform_initial_data(self, request):
        two_hours = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=2)
        return {"until": two_hours, **super().get_changeform_initial_data(request)}

    def save_model(self, request, breaking, form, change):
        breaking.by = breaking.by or request.user
        super().save_model(request, breaking, form, change)

    @admin.action(description=gettext_lazy("Retirer maintenant"), permissions=["change"])
    def stop(self, request, lines):
        now = timezone.now()
        for line in lines.standing(now):
            lines.filter(pk=line.pk).update(until=now)
            self.log_change(request, line, _("Retiré."))


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    list_display = ["words", "article", "paragraph", "state", "at"]
    list_filter = ["state"]
    list_select_related = ["article"]
    fields = ["article", "paragraph", "passage", "text", "email", "at", "state"]
    readonly_fields = ["article", "paragraph", "passage", "text", "email", "at"]

    @admin.display(description=gettext_lazy("ce qui est faux"))
    def words(self, report):
        return report.text or _("(effacé)")

    def has_add_permission(self, request):
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["short_name", "full_name", "kind", "country"]
    list_filter = ["kind"]
    search_fields = ["short_name", "full_name"]

    def save_model(self, request, source, form, change):
        """Write its articles into the search index again: they are found by its names."""
        super().save_model(request, source, form, change)
        if {"short_name", "full_name"} & set(form.changed_data):
            source.article_set.all().reindex()


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "kind", "order", "takes_comments", "comment_days"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(HousePage)
class HousePageAdmin(admin.ModelAdmin):
    """«Qui sommes-nous», «Contact»: written in three languages with the editor of articles."""

    list_display = ["kind", "title", "title_ar", "title_en"]
    formfield_overrides = {
        BodyField: {
            "widget": AdminProseEditorWidget(config={"extensions": EDITOR}, preset="configurable")
        }
    }
    fieldsets = [
        (None, {"fields": ["kind", "title", "body"]}),
        (gettext_lazy("En arabe"), {"fields": ["title_ar", "body_ar"]}),
        (gettext_lazy("En anglais"), {"fields": ["title_en", "body_en"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name != "kind":
            field.widget.attrs["dir"] = "auto"
        return field

    def render_change_form(self, request, context, *args, **kwargs):
        context["editor_words"] = json.dumps(editor_words())
        return super().render_change_form(request, context, *args, **kwargs)

"""The lead's page «Aide au tri», and the form of its settings."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ...models import TriageSettings
from ...models.waiting import queue_order
from ...rules.triage.plots import SIDE, STEP, auc_marks, calibration_marks
from ...rules.triage.ranks import AT_RANDOM, WITHOUT_A_HINT
from ..house import SaysWho
from . import figures


@admin.register(TriageSettings)
class TriageSettingsAdmin(SaysWho, admin.ModelAdmin):
    """One row: its list leads to its form. Beside it, the page that says how well triage does."""

    def get_urls(self):
        page = path(
            "modele/", self.admin_site.admin_view(self.page), name="comments_triagesettings_page"
        )
        return [page, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        TriageSettings.objects.get_or_create(pk=1)
        return redirect("admin:comments_triagesettings_change", 1)

    def get_fieldsets(self, request, obj=None):
        """Lead to the page that says how triage does."""
        page = reverse("admin:comments_triagesettings_page")
        link = format_html('<a href="{}">{}</a>', page, _("Comment va l’aide au tri"))
        return [(None, {"fields": self.get_fields(request, obj), "description": link})]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def page(self, request):
        """Show which model serves and why, how good it is, how far its hints lead, how long each band waits."""
        if not request.user.has_perm("comments.view_team"):
            raise PermissionDenied
        serving, models = figures.serving(), figures.models()
        told = [{**model.figures, "label": str(model), "serves": model.serves} for model in models]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Aide au tri"),
            "opts": self.opts,
            "settings": TriageSettings.objects.current(),
            "order": queue_order(),
            "serving": serving,
            "taught": figures.taught(serving),
            "marks": calibration_marks(serving.figures.get("calibration", [])) if serving else [],
            "models": models,
            "auc_marks": auc_marks(told[::-1]),
            "pull": figures.pull(),
            "days": figures.DAYS,
            "few": figures.FEW,
            "waits": figures.waits(),
            "side": SIDE,
            "width": max(STEP * len(models), SIDE),
            "at_random": AT_RANDOM,
            "without_a_hint": WITHOUT_A_HINT,
        }
        return TemplateResponse(request, "admin/comments/triage/page.html", context)

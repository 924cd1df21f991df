"""The lead's page «Aide au tri», and the form of its settings."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
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
from . import fairness, figures
from .rehearsal import of_words
from .words import LISTS, WordsForm


@admin.register(TriageSettings)
class TriageSettingsAdmin(SaysWho, admin.ModelAdmin):
    """One row: its list leads to its form. Beside it, the page that says how well triage does."""

    def get_urls(self):
        def at(address, view, name):
            return path(
                address, self.admin_site.admin_view(view), name=f"comments_triagesettings_{name}"
            )

        return [
            at("modele/", self.page, "page"),
            at("equite/", self.fairness, "fairness"),
            at("mots/<slug:category>/", self.words, "words"),
            *super().get_urls(),
        ]

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

    def fairness(self, request):
        """Show which kind mentions of groups the model flags, and how its forecasts fare week by week."""
        if not request.user.has_perm("comments.view_team"):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Équité et dérive de l’aide au tri"),
            "opts": self.opts,
            "fairness": fairness.fairness(),
            "names": fairness.NAMES,
            "drift": fairness.drift(),
            "weeks": fairness.WEEKS,
        }
        return TemplateResponse(request, "admin/comments/triage/fairness.html", context)

    def words(self, request, category):
        """Show one list of words, and let a lead change it; the next training takes it up."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if category not in LISTS:
            raise Http404
        settings = TriageSettings.objects.current()
        typed = request.POST if request.method == "POST" else None
        form = WordsForm(typed, category=category, lines=settings.words)
        rehearsal = None
        if form.is_valid() and "_rehearse" in request.POST:
            rehearsal = of_words(settings.words, form.lines)
        elif form.is_valid():
            settings.words, settings.changed_by = form.lines, request.user
            settings.save()
            sentence = _("Liste enregistrée : l’outil l’apprendra à son prochain apprentissage.")
            self.message_user(request, sentence)
            return redirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Mots que l’outil cherche"),
            "opts": self.opts,
            "form": form,
            "category": category,
            "lists": LISTS,
            "rehearsal": rehearsal,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/triage/words.html", context, status=status)

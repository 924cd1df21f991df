"""The settings of the house in the admin: thresholds, trusted flaggers; the log says who changed them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Thresholds, TrustedFlagger
from .lists import OnlyItsFilters


class SaysWho:
    """Mixed into the admin of a setting: who saves it is named in the log (models/filing.py)."""

    def save_model(self, request, row, form, change):
        row.changed_by = request.user
        super().save_model(request, row, form, change)


@admin.register(TrustedFlagger)
class TrustedFlaggerAdmin(SaysWho, OnlyItsFilters, admin.ModelAdmin):
    """The organisations whose alerts come first; give each one its private address."""

    list_display = ["name", "awarded_by", "since", "until"]
    readonly_fields = ["address"]
    actions = None

    @admin.display(description=gettext_lazy("son adresse privée"))
    def address(self, flagger):
        if not flagger.pk:
            return _("Elle paraît ici une fois l’organisation enregistrée.")
        page = reverse("comments:trusted_flagger", kwargs={"key": flagger.key})
        return format_html('<a href="{}" dir="ltr">{}</a>', page, page)


@admin.register(Thresholds)
class ThresholdsAdmin(SaysWho, admin.ModelAdmin):
    """One row: its list leads to its form."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        Thresholds.objects.get_or_create(pk=1)
        return redirect("admin:comments_thresholds_change", 1)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

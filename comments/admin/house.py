"""The settings of the house in the admin: thresholds, trusted flaggers; the log says who changed them, and how each stood."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.rules.query_words import Word

from ..models import Filing, Proposal, Thresholds, TrustedFlagger
from ..models.thresholds import LEAST_WEIGHT
from .figures import hiding
from .four_eyes.asking import asked
from .lanes import colleague_named, day_and_hour, is_number
from .lists import KeysetList, OnlyItsFilters, titled
from .registers import ReadOnlyAdmin

SHOWN = 120  # letters of a text in the register


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

    change_form_template = "admin/comments/thresholds/form.html"

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        Thresholds.objects.get_or_create(pk=1)
        return redirect("admin:comments_thresholds_change", 1)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show what another weight would have hidden, if one is asked (`Word.WEIGHT`); nothing is changed by it."""
        asked_for = request.GET.get(Word.WEIGHT, "")
        context = {"least_weight": LEAST_WEIGHT, "days": hiding.DAYS, "asked_for": asked_for}
        if is_number(asked_for) and int(asked_for) >= LEAST_WEIGHT:
            context["rehearsal"] = hiding.of_weight(int(asked_for))
        elif asked_for:
            context["is_no_weight"] = True
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, row, form, change):
        if not settings.FOUR_EYES:
            return super().save_model(request, row, form, change)
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        act = Proposal.Act.THRESHOLDS
        request.proposal = values and Proposal.objects.ask(act, by=request.user, **values)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)

        def clean(form):
            if settings.FOUR_EYES:
                Proposal.objects.refuse_what_waits(Proposal.Act.THRESHOLDS, but_of=request.user)

        return type("ThresholdsForm", (form,), {"clean": clean})

    def log_change(self, request, row, message):
        if not settings.FOUR_EYES:  # else nothing has changed yet
            return super().log_change(request, row, message)

    def response_change(self, request, row):
        if getattr(request, "proposal", None):
            return asked(self, request, request.proposal)
        return super().response_change(request, row)


class FilingList(KeysetList):
    """A page of the register with the colleague of each account, whom the log names by a number."""

    def get_results(self, request):
        super().get_results(request)
        people = {str(user.pk): user for user in get_user_model().objects.filter(is_staff=True)}
        for filing in self.result_list:
            is_account = filing.table == Filing.Table.ACCOUNT
            filing.account = people.get(filing.row) if is_account else None


@admin.register(Filing)
class FilingAdmin(ReadOnlyAdmin):
    """How each setting stood, and from when on: who could do what on a day, under which thresholds."""

    list_display = ["moment", "table", "which", "by_whom", "standing"]
    list_filter = [("table", titled(gettext_lazy("de quoi")))]
    list_select_related = ["by"]
    list_display_links = None
    date_hierarchy = "at"

    def get_changelist(self, request, **kwargs):
        return FilingList

    @admin.display(description=gettext_lazy("le"))
    def moment(self, filing):
        return day_and_hour(filing.at)

    @admin.display(description=gettext_lazy("lequel"))
    def which(self, filing):
        return colleague_named(filing.account) if filing.account else filing.row

    @admin.display(description=gettext_lazy("par"))
    def by_whom(self, filing):
        return colleague_named(filing.by) if filing.by else gettext_lazy("une commande")

    @admin.display(description=gettext_lazy("tel qu’il est"))
    def standing(self, filing):
        values = filing.as_values()
        told = ((name, _plainly(value)) for name, value in values.items())
        return format_html_join("", '<div dir="ltr"><code>{}</code> {}</div>', told) or _(
            "(n’est plus)"
        )


def _plainly(value):
    """Return a value of a filing in few words: texts of a charter are long, and stand in its own page."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value[:SHOWN]}…" if isinstance(value, str) and len(value) > SHOWN else str(value)

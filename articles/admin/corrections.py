"""Corrections in the admin: announced once, mended in their first minutes, then never changed."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import Correction

WORDS = ("kind", "note", "said", "says")


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["article", *WORDS]

    def clean(self):
        """Refuse a change that comes too late; what was typed stays on the page."""
        if self.instance.pk and not self.instance.is_mendable():
            raise ValidationError(
                _("Les dix minutes sont passées : elle ne change plus. Publiez-en une autre.")
            )
        return super().clean()


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """Corrections are written, and mended by whoever wrote them, by verbs alone."""

    form = CorrectionForm
    list_display = ["note", "article", "kind", "at", "by"]
    list_filter = ["kind"]
    list_select_related = ["article", "by"]
    autocomplete_fields = ["article"]

    def get_fieldsets(self, request, correction=None):
        told = self._until_when(request, correction)
        return [(None, {"fields": ["article", *WORDS], "description": told})]

    def _until_when(self, request, correction):
        """Return the sentence that says until when its words can be changed."""
        if correction is None:
            return _(
                "Elle paraît aussitôt. Pendant dix minutes vous pourrez encore la changer ; "
                "ensuite elle reste telle quelle."
            )
        if correction.is_mendable() and self.has_change_permission(request, correction):
            return _still_mendable(correction)
        return _("Elle ne change plus. Si elle se trompe, publiez-en une autre.")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Say how the article is found, also for whoever has no script to search with."""
        how = _(
            "Cherchez-le par son titre, ou suivez « Corriger… » sur le formulaire de l’article."
        )
        return super().formfield_for_foreignkey(db_field, request, help_text=how, **kwargs)

    def get_readonly_fields(self, request, correction=None):
        return ["article"] if correction else []

    def save_model(self, request, correction, form, change):
        words = {name: form.cleaned_data[name] for name in WORDS}
        if change:
            correction.mend(by=request.user, **words)
        else:
            written = correction.article.correct(by=request.user, **words)
            correction.pk, correction.at, correction.by = written.pk, written.at, written.by

    def response_add(self, request, correction, post_url_continue=None):
        self.message_user(request, _still_mendable(correction), messages.INFO)
        return super().response_add(request, correction, post_url_continue)

    def has_change_permission(self, request, correction=None):
        """Let its writer change it in time; a late form is answered with its text, not with 403."""
        is_own = correction is not None and correction.by_id == request.user.pk
        is_in_time = is_own and (request.method == "POST" or correction.is_mendable())
        return bool(is_in_time) and self.has_add_permission(request)

    def has_delete_permission(self, request, correction=None):
        return False


def _still_mendable(correction):
    until = date_format(timezone.localtime(correction.mendable_until), "H:i")
    return _("Vous pouvez encore changer cette correction jusqu’à %s.") % until

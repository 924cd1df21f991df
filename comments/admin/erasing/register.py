"""The register of the legal holds that run; those that ended are in the log's own register."""

from django.contrib import admin

from ...models import LegalHold
from ..registers import ReadOnlyAdmin


@admin.register(LegalHold)
class LegalHoldAdmin(ReadOnlyAdmin):
    list_display = ["at", "its_comment", "reason", "colleague"]
    list_select_related = ["comment", "by"]
    search_fields = ["reason"]

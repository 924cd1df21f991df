"""The page of the admin that says what is kept of people, how long, and in which columns."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.models import LegalHold

from ..privacy import table


@require_safe
@never_cache
@permission_required("comments.view_event", raise_exception=True)
def kept_data(request):
    """Show the table of what is kept, to leads and administrators."""
    context = {
        **admin.site.each_context(request),
        "title": _("Données gardées"),
        "table": table.by_whose(),
        "held": LegalHold.objects.count(),
    }
    return render(request, "admin/kept_data.html", context)

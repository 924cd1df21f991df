"""The pages that the newsroom writes about itself."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..cache_headers import public
from ..models import HousePage


@require_safe
@public
def house_page(request, kind):
    """Show a page of the house; 404 until an editor has written it."""
    page = get_object_or_404(HousePage.objects.written(), kind=kind)
    return render(request, "articles/house_page.html", {"page": page, "printed": page.printed})

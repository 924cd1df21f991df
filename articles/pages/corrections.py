"""What was amended after publication, all of it in one place, newest first."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Correction
from .articles import public

PER_PAGE = 30


@require_safe
@public
def corrections(request):
    """The corrections of what readers may see; `?avant=<id>` begins after that one."""
    told = Correction.objects.visible()
    last = None
    if before := request.GET.get("avant"):
        is_number = before.isdecimal() and before.isascii() and len(before) < 19
        last = told.filter(pk=before).first() if is_number else None
        if last is None:
            raise Http404
        told = told.filter(at__lt=last.at) | told.filter(at=last.at, pk__lt=last.pk)
    page = list(told.select_related("article__section")[: PER_PAGE + 1])
    context = {
        "corrections": page[:PER_PAGE],
        "next_before": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "is_first_page": not before,
        "last": last,
    }
    return render(request, "articles/corrections.html", context)

"""The page of all corrections, newest first."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..cache_headers import public
from ..models import Correction
from ..rules.query_words import Word

PER_PAGE = 30


@require_safe
@public
def corrections(request):
    """Show the corrections of visible articles; `?avant=<id>` begins after that one."""
    shown = Correction.objects.visible()
    last = None
    if before := request.GET.get(Word.BEFORE):
        is_number = before.isdecimal() and before.isascii() and len(before) < 19
        last = shown.filter(pk=before).first() if is_number else None
        if last is None:
            raise Http404
        shown = shown.filter(at__lt=last.at) | shown.filter(at=last.at, pk__lt=last.pk)
    page = list(shown.select_related("article__section")[: PER_PAGE + 1])
    context = {
        "corrections": page[:PER_PAGE],
        "next_before": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "is_first_page": not before,
        "last": last,
    }
    return render(request, "articles/corrections.html", context)

"""The heads of the log, published: whoever keeps one notices a log written anew; the proof for one comment."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.cache_headers import public

from ..log import proof
from ..models import LogDay
from .common import private_page
from .follow_up import comment_of

TOOL = Path(settings.BASE_DIR, "tools", "verify.py")
AS_JSON = {"ensure_ascii": False, "indent": 2}


@require_safe
@public
def heads(request):
    """Return the head of every day as JSON, the newest first."""
    names = ["day", "first", "last", "head", "root", "public_key", "signature", "stamped_at"]
    return JsonResponse(
        {"site": settings.SITE_URL, "days": list(LogDay.objects.values(*names))},
        json_dumps_params=AS_JSON,
    )


@require_safe
@public
def stamp(request, day):
    """Give an authority's stamp of a day's head, as it answered: `openssl ts -verify` reads it."""
    stamped = get_object_or_404(LogDay, day=day, stamp__isnull=False)
    return HttpResponse(bytes(stamped.stamp), content_type="application/timestamp-reply")


@require_safe
@public
def statement(request, day):
    """Give the words that were signed, and stamped, for a day."""
    words = get_object_or_404(LogDay, day=day).statement
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@require_safe
@public
def tool(request):
    """Give the program that verifies a proof: one file, which asks nothing of this site."""
    return HttpResponse(TOOL.read_bytes(), content_type="text/x-python; charset=utf-8")


@require_safe
@private_page
def proof_of(request, key):
    """Give an author the proof that their comment and its decisions are in the log."""
    answer = JsonResponse(proof.of(comment_of(key)), json_dumps_params=AS_JSON)
    answer["Content-Disposition"] = 'attachment; filename="preuve.json"'
    return answer

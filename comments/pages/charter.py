"""The charter, for readers and for machines."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.cache_headers import public

from ..models import Charter


@require_safe
@public
def charter(request, version=None):
    """Show the rules in force, or another published version of them."""
    published = list(Charter.objects.published().prefetch_related("clauses"))
    announced = list(Charter.objects.announced().prefetch_related("clauses"))
    shown = published[0] if version is None else None
    for candidate in [*published, *announced]:
        if candidate.version == version:
            shown = candidate
    if shown is None:
        raise Http404
    context = {
        "charter": shown,
        "versions": published,
        "in_force": published[0],
        "announced": announced,
        "is_to_come": shown in announced,
        "out_of_court": settings.OUT_OF_COURT,
    }
    return render(request, "comments/charter.html", context)


@require_safe
@public
def charter_json(request):
    """Return the rules in force as JSON, in every language of the portal."""
    charter = Charter.objects.in_force()

    def in_all(thing, *names):
        return {
            language: {
                name: getattr(thing, name)(language).replace("{site}", settings.SITE_NAME)
                for name in names
            }
            for language, _name in settings.LANGUAGES
        }

    return JsonResponse(
        {
            "version": charter.version,
            "published_at": charter.published_at,
            "texts": in_all(charter, "preamble"),
            "clauses": [
                {
                    "number": clause.number,
                    "key": clause.key,
                    "dsa_category": clause.dsa_category,
                    "dsa_specification": clause.dsa_specification,
                    "texts": in_all(clause, "title", "rule", "example"),
                }
                for clause in charter.clauses.all()
            ],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )

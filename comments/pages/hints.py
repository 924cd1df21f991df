"""What the form's hint asks while somebody types: would the link rule refuse this text?"""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from ..door.origin import is_same_origin
from ..rules.links import find_links
from ..rules.tidying import tidy
from .fields import HOPELESS


@never_cache
def links(request):
    """Return the first link of `text`, "" if it has none; nothing is stored, counted or logged.

    The words are the body of a POST, so that no log of addresses holds them.
    """
    if request.method != "POST":
        return redirect("comments:charter")
    if not is_same_origin(request):
        return JsonResponse({"link": ""}, status=403)
    found = find_links(tidy(request.POST.get("text", "")[:HOPELESS]))
    return JsonResponse({"link": found[0].text if found else ""})

"""Letters about replies: an author asks for them, confirms by a link, ends them by a click."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.rules.query_words import Word

from ..door.origin import is_same_origin
from ..models import ChangedMeanwhile, Subscription
from .common import private_page
from .follow_up import authors_act


@authors_act("reponses")
def follow_replies(request, comment):
    """Start or end the letters about replies, from the follow-up page."""
    if not is_same_origin(request):
        raise ChangedMeanwhile(comment)
    if request.POST.get(Word.ACT) == "arreter":
        for subscription in Subscription.objects.filter(comment=comment):
            subscription.end()
    elif comment.state in {comment.State.PENDING, comment.State.PUBLISHED}:
        Subscription.objects.ask(comment)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def subscription(request, key):
    """Confirm the address, or end the letters, on the page the mail links to.

    A mail program's one click posts `List-Unsubscribe=One-Click` from elsewhere, without a page of ours
    (RFC 8058): the key in the address is all it needs. A GET, which any scanner sends, changes nothing.
    """
    queryset = Subscription.objects.select_related("comment__article__section", "comment__revision")
    asked = get_object_or_404(queryset, key=key)
    if request.method == "POST":
        if request.POST.get(Word.ACT) == "confirmer":
            asked.confirm()
        else:
            asked.end()
        if "List-Unsubscribe" not in request.POST:
            return redirect(reverse("comments:subscription", kwargs={"key": key}))
    context = {"subscription": asked, "comment": asked.comment}
    return render(request, "comments/subscription.html", context)

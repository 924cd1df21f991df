"""«Alerter»: a reader reports a comment, and reads what became of it."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article

from . import door
from .answers import (
    SAME_SUBMISSION,
    private_page,
    refuse_elsewhere,
    retry_after,
    unavailable,
    when_again,
)
from .models import (
    Comment,
    Conflict,
    Notice,
)
from .notice_form import NoticeForm

ALERTS_FROM_AN_ADDRESS = 5  # counted in a day on one text: readers weigh there, not browsers


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice(request, pk):
    """«Alerter»: choose a rule, say why; on to the page that will tell the outcome."""
    comment = (
        Comment.objects.select_related("article__section", "published_revision")
        .filter(pk=pk, article__in=Article.objects.visible())
        .first()
    )
    if comment is None or not comment.is_visible:
        gone = _("Ce message n’est pas, ou n’est plus, en ligne : il n’y a plus rien à signaler.")
        back = comment.article.get_absolute_url() + "#discussion" if comment else ""
        return unavailable(request, what=gone, status=404, back=back)
    if request.method != "POST":
        form = NoticeForm(comment=comment, initial={"clause": request.GET.get("regle", "")})
        return notice_page(request, comment, form)
    form = NoticeForm(request.POST, comment=comment)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return notice_page(request, comment, form, status=403)
    if form.asks_more:
        again = NoticeForm(comment=comment, initial=request.POST.dict())
        return notice_page(request, comment, again)
    if not form.is_valid():
        return notice_page(request, comment, form, status=422)
    particulars = form.particulars()
    reader = door.keyed_hash(
        request, "notice", comment.published_revision_id, particulars["email"].casefold()
    )
    is_retry = Notice.objects.filter(reader=reader).exists()
    if not is_retry and (until := alerts_too_often(request, comment, form.is_legal)):
        sentence = _(
            "Plusieurs alertes viennent d’arriver de chez vous, et elles seront lues. "
            "Renvoyez celle-ci %(when)s."
        )
        form.add_error(None, sentence % {"when": when_again(until)})
        return retry_after(until, notice_page(request, comment, form, status=429))
    try:
        given, is_new = Notice.objects.give(
            comment=comment, reader=reader, language=get_language(), **particulars
        )
    except Conflict:
        gone = _("Ce message vient d’être retiré : il n’y a plus rien à signaler.")
        back = comment.article.get_absolute_url() + "#discussion"
        return unavailable(request, what=gone, status=404, back=back)
    is_double_click = (
        timezone.now() - given.at < SAME_SUBMISSION
        and given.explanation == particulars["explanation"]
        and given.clause == particulars["clause"]
    )
    if not is_new and not is_double_click:
        return notice_page(request, comment, form, status=409, earlier=given)
    page = reverse("comments:notice_follow_up", kwargs={"key": given.follow_key})
    return redirect(f"{page}#contenu")


def alerts_too_often(request, comment, is_legal):
    """Count an alert; return when to come back where one reader, or one address on one text, has enough.

    The law lets anyone notify unlawful content: such a notice is held to the reader's rate alone.
    """
    now = timezone.now()
    until = door.too_fast(request, now, "alert")
    if until or is_legal or not settings.COMMENT_RATE:
        return until
    what = ("alert", door.known_as(request)["address"], comment.published_revision_id)
    return door.counted({what: (ALERTS_FROM_AN_ADDRESS, 24 * 3600)}, now)


def notice_page(request, comment, form, status=200, earlier=None):
    context = {
        "comment": comment,
        "form": form,
        "earlier": earlier,
        "typed": form.data.get("explanation"),
    }
    return render(request, "comments/notice.html", context, status=status)


@require_safe
@private_page
def notice_follow_up(request, key):
    """What became of an «Alerter»."""
    queryset = Notice.objects.select_related(
        "comment__article__section",
        "comment__published_revision",
        "revision",
        "clause",
        "answer__clause",
    )
    notice = get_object_or_404(queryset, follow_key=key)
    address = request.build_absolute_uri(
        reverse("comments:notice_follow_up", kwargs={"key": notice.follow_key})
    )
    context = {"notice": notice, "comment": notice.comment, "address": address}
    return render(request, "comments/notice_follow_up.html", context)

"""A comment is written: the door answers it with its private page, or with the form and what to mend."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article

from .. import door
from ..models import Comment, DiscussionClosed, Refusal, RepeatedText, Suspension
from .common import (
    SAME_SUBMISSION,
    refuse_elsewhere,
    retry_after,
    said_before,
    shut_out,
    unavailable,
    when_again,
)
from .forms import CommentForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_comment(request, pk):
    """Take in a comment: on to its private follow-up page, 422 with the form where it is refused."""
    article = Article.objects.visible().select_related("section", "source").filter(pk=pk).first()
    if request.method != "POST":
        if article is None:
            raise Http404
        return redirect(article.get_absolute_url() + "#nouveau")
    if article is None:
        what = _("L’article que vous commentiez n’est pas, ou n’est plus, en ligne.")
        return unavailable(request, what=what, status=404)
    form = CommentForm(request.POST, article=article)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        Refusal.objects.count_up(["elsewhere"])
        return article_page(request, article, form, status=403)
    if not article.takes_comments():
        return closed(request, article)
    if not form.is_valid():
        Refusal.objects.count_up(form.refusal_codes)
        return article_page(request, article, form, status=422)
    data = form.cleaned_data
    now, sender = timezone.now(), door.sender_of(request)
    scope = Suspension.Scope.COMMENTS
    if standing := Suspension.objects.shutting_out(scope, data["email"].lower(), sender, now):
        Refusal.objects.count_up(["suspended"])
        form.add_error(None, shut_out(standing, sender))
        return article_page(request, article, form, status=403)
    parent_pk = data["parent"].pk if data["parent"] else ""
    identity = (article.pk, data["name"], data["email"], data["text"], parent_pk)
    submission_key = door.keyed_hash(request, "submission", now.date(), *identity)
    is_retry = Comment.objects.filter(submission_key=submission_key).exists()
    if not is_retry and (until := door.too_fast(request, now)):
        return slowed_down(request, article, form, until)
    try:
        comment, is_new = Comment.objects.submit(
            article=article,
            name=data["name"],
            email=data["email"],
            sender=sender,
            text=data["text"],
            parent=data["parent"],
            wants_replies=data["wants_replies"],
            language=get_language(),
            submission_key=submission_key,
            at=now,
        )
    except DiscussionClosed:
        return closed(request, article)
    except RepeatedText:
        Refusal.objects.count_up(["repeated"])
        form.add_error("text", said_before())
        return article_page(request, article, form, status=422)
    if not is_new and not (comment.is_pending and now - comment.created_at < SAME_SUBMISSION):
        Refusal.objects.count_up(["repeated"])
        form.add_error(
            "text",
            _(
                "Vous avez déjà envoyé ce commentaire aujourd’hui, sous cet article : "
                "sa page privée dit ce qu’il devient."
            ),
        )
        form.was_sent_before = True
        return article_page(request, article, form, status=422)
    # A fragment of its own: else the browser would carry over the form's.
    return redirect(reverse("comments:follow_up", kwargs={"key": comment.follow_key}) + "#contenu")


def slowed_down(request, article, form, until):
    """One comment too many for now: 429, when to come back, and the text kept."""
    sentence = _(
        "Une pause, s’il vous plaît : plusieurs commentaires viennent d’arriver de chez vous. "
        "Le vôtre est conservé ci-dessous : renvoyez-le %(when)s."
    )
    form.add_error(None, sentence % {"when": when_again(until)})
    return retry_after(until, article_page(request, article, form, status=429))


def article_page(request, article, form, status):
    context = {"article": article, "comment_form": form}
    return render(request, "articles/article.html", context, status=status)


def closed(request, article):
    """The discussion closed while the page stood open: say so on the article, with the text."""
    Refusal.objects.count_up(["closed"])
    context = {"article": article, "typed": request.POST.get("text", "")}
    return render(request, "articles/article.html", context, status=403)

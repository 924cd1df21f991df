"""The view that takes in a reader's comment, or shows the form again with its errors."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article

from ..door import double_click, sentences, steps
from ..models import Comment, DiscussionClosed, Refusal, RepeatedText
from .common import unavailable
from .forms import CommentForm


class Writing(steps.Attempt):
    """A new comment under `article`."""

    steps = steps.WRITING
    act = "comment"
    pause = gettext_lazy(
        "Une pause, s’il vous plaît : plusieurs commentaires viennent d’arriver de chez vous. "
        "Le vôtre est conservé ci-dessous : renvoyez-le %(when)s."
    )

    @cached_property
    def key(self):
        data = self.form.cleaned_data
        names = ("name", "email", "text", "parent")
        about = {"article": self.article, **{name: data[name] for name in names}}
        a_moment_ago = self.now - double_click.SAME_SUBMISSION
        key, before = (
            double_click.key_of_comment(self.request, at, **about)
            for at in (self.now, a_moment_ago)
        )
        is_retry_past_midnight = key != before and (
            Comment.objects.filter(submission_key=before, created_at__gt=a_moment_ago).exists()
        )
        return before if is_retry_past_midnight else key

    def is_retry(self):
        return Comment.objects.filter(submission_key=self.key).exists()

    def take_in(self):
        """Submit the comment; return (comment, whether it is new)."""
        data = self.form.cleaned_data
        names = ("name", "email", "text", "parent", "wants_replies")
        return Comment.objects.submit(
            article=self.article,
            sender=self.sender,
            language=get_language(),
            submission_key=self.key,
            at=self.now,
            **{name: data[name] for name in names},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_comment(request, pk):
    """Take in a comment and redirect to its private page; 422 with the form if it is refused."""
    known = Article.objects.visible().select_related("section", "source", "slow_mode")
    article = known.filter(pk=pk).first()
    if request.method != "POST":
        if article is None:
            raise Http404
        return redirect(article.get_absolute_url() + "#nouveau")
    if article is None:
        gone = _("L’article que vous commentiez n’est pas, ou n’est plus, en ligne.")
        return unavailable(request, what=gone, status=404)
    attempt = Writing(request, CommentForm(request.POST, article=article), article=article)
    if stop := attempt.first_stop():
        page = closed_page if stop.codes == ["closed"] else article_page
        return stop.tell(page(attempt, stop.status))
    try:
        comment, is_new = attempt.take_in()
    except DiscussionClosed:
        Refusal.objects.count_up(["closed"])
        return closed_page(attempt, 403)
    except RepeatedText:
        return repeated(attempt, sentences.text_sent_before())
    if not is_new and not double_click.is_same_comment(comment, attempt.now):
        attempt.form.was_sent_before = True
        sentence = _(
            "Vous avez déjà envoyé ce commentaire aujourd’hui, sous cet article : "
            "sa page privée dit ce qu’il devient."
        )
        return repeated(attempt, sentence)
    # A fragment of its own: else the browser would carry over the form's.
    return redirect(reverse("comments:follow_up", kwargs={"key": comment.follow_key}) + "#contenu")


def repeated(attempt, sentence):
    """Refuse a text that was sent before, and say so beside it."""
    Refusal.objects.count_up(["repeated"])
    attempt.form.add_error("text", sentence)
    return article_page(attempt, 422)


def article_page(attempt, status):
    context = {"article": attempt.article, "comment_form": attempt.form}
    return render(attempt.request, "articles/article.html", context, status=status)


def closed_page(attempt, status):
    """Say on the article's page that the discussion has closed, and give the text back."""
    context = {"article": attempt.article, "typed": attempt.request.POST.get("text", "")}
    return render(attempt.request, "articles/article.html", context, status=status)

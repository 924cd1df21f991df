"""The author's side: a comment is written, then followed on its private page, mended, withdrawn, defended.

Public pages are the same for everybody. What is a person's own stands behind an address that cannot be
guessed, and is kept by no cache.
"""

from functools import wraps

from django.http import Http404
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
    said_before,
    typed_in,
    unavailable,
    when_again,
)
from .forms import AppealForm, CommentForm, EditForm
from .models import (
    Appeal,
    ChangedMeanwhile,
    Comment,
    Conflict,
    DiscussionClosed,
    Event,
    Refusal,
    RepeatedText,
)
from .text import tidy


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
    now = timezone.now()
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
            text=data["text"],
            parent=data["parent"],
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


# Follow


def comment_of(key):
    queryset = Comment.objects.select_related(
        "article__section", "article__source", "revision", "parent"
    )
    return get_object_or_404(queryset, follow_key=key)


def done(request):
    """Return the sentence that confirms what the author just did, said once by the address."""
    return {
        "modification": _("Votre modification est enregistrée."),
        "recours": _("Votre recours est parti : une autre personne va vous répondre ici."),
        "retrait": _("Votre commentaire est retiré."),
    }.get(request.GET.get("fait", ""), "")


@require_safe
@private_page
def follow_up(request, key):
    """What became of a comment, and why; what its author can do about it."""
    return follow_up_page(request, comment_of(key), done=done(request))


def follow_up_page(request, comment, *, status=200, notice="", done="", **forms):
    decisions = list(
        comment.decisions.standing()
        .select_related("clause__charter")
        .prefetch_related("answered_appeal")
    )
    last = decisions[0] if decisions else None
    against = next((d for d in decisions if d.is_against), None)
    # An earlier appeal was about an earlier decision: what was decided since can be contested again.
    appeal = against and comment.appeals.select_related("answer").filter(decision=against).first()
    can_appeal = last is not None and appeal is None and comment.can_appeal(last)
    context = {
        "comment": comment,
        "steps": _steps(comment, decisions),
        "last": last,
        "against": against,
        "appeal": appeal,
        "appeal_until": comment.appeal_term(last) if can_appeal else None,
        "replies": comment.replies.visible().select_related("article__section"),
        "notice": notice,
        "done": done,
        "stands": last is not None and comment.state in comment.AGAINST_STATES,
        "edit_form": comment.can_edit and EditForm(comment=comment),
        "appeal_form": can_appeal and AppealForm(comment=comment),
        "address": request.build_absolute_uri(
            reverse("comments:follow_up", kwargs={"key": comment.follow_key})
        ),
        **forms,
    }
    return render(request, "comments/follow_up.html", context, status=status)


def _steps(comment, decisions):
    """Return the events an author is told of: nothing of what was taken back before it was sent."""
    standing = {decision.pk for decision in decisions}
    inner = [Event.Kind.NOTICED, Event.Kind.ESCALATED]
    events = comment.events.exclude(kind__in=inner).select_related("decision__clause")
    return [e for e in events if e.decision_id is None or e.decision_id in standing]


def authors_act(said):
    """Guard an act of the author's, and say that it was done, or that things moved on meanwhile."""

    def decorate(view):
        return require_http_methods(["GET", "HEAD", "POST"])(private_page(_act(view, said)))

    return decorate


def _act(view, said):
    @wraps(view)
    def wrapped(request, key):
        comment = comment_of(key)
        page = reverse("comments:follow_up", kwargs={"key": key})
        if request.method != "POST":
            return redirect(page)
        try:
            refused = view(request, comment)
        except Conflict:
            sentence = _(
                "Entre-temps, les choses ont bougé : voici où en est votre commentaire. "
                "Votre demande n’a rien changé."
            )
            page = {"notice": sentence, "typed": typed_in(request)}
            return follow_up_page(request, comment_of(key), status=409, **page)
        return refused or redirect(f"{page}?fait={said}#contenu")

    return wrapped


@authors_act("modification")
def edit(request, comment):
    if not comment.is_pending:
        raise ChangedMeanwhile(comment)
    form = EditForm(request.POST, comment=comment)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return follow_up_page(request, comment, status=403, edit_form=form)
    if not form.is_valid():
        return follow_up_page(request, comment, status=422, edit_form=form)
    if until := door.too_fast(request, timezone.now(), "edit"):
        sentence = _("Une pause, s’il vous plaît : enregistrez ce texte %(when)s.")
        form.add_error(None, sentence % {"when": when_again(until)})
        return retry_after(until, follow_up_page(request, comment, status=429, edit_form=form))
    try:
        comment.edit(form.cleaned_data["text"])
    except RepeatedText:
        form.add_error("text", said_before())
        return follow_up_page(request, comment_of(comment.follow_key), status=422, edit_form=form)


@authors_act("retrait")
def withdraw(request, comment):
    if not door.is_same_origin(request):
        sentence = _(
            "Cette demande de retrait est arrivée d’un autre site : par prudence, rien n’a été retiré. "
            "Si elle est bien de vous, utilisez « Retirer mon commentaire » ci-dessous."
        )
        return follow_up_page(request, comment, status=403, notice=sentence)
    if comment.state != Comment.State.WITHDRAWN:
        comment.withdraw()


@authors_act("recours")
def appeal(request, comment):
    form, decision = AppealForm(request.POST, comment=comment), comment.last_decision
    if decision is None or not comment.can_appeal(decision):
        raise ChangedMeanwhile(comment)
    if Appeal.objects.filter(decision=decision).exists():
        return lodged_before(request, comment)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return follow_up_page(request, comment, status=403, appeal_form=form)
    if not form.is_valid():
        return follow_up_page(request, comment, status=422, appeal_form=form)
    _appeal, is_new = Appeal.objects.lodge(
        decision=decision, text=form.cleaned_data["appeal"], language=comment.language
    )
    return None if is_new else lodged_before(request, comment)


def lodged_before(request, comment):
    """A decision is contested once: the same words again are a double click, others are given back."""
    earlier = comment.appeals.filter(decision=comment.last_decision).get()
    if tidy(request.POST.get("appeal", "")) == earlier.text:
        return None
    sentence = _("Vous avez déjà demandé un nouvel examen : votre premier message seul compte.")
    return follow_up_page(request, comment, status=409, notice=sentence, typed=typed_in(request))

"""The reader's side of the discussion: write, follow, alert, appeal, and read the charter.

Public pages are the same for everybody. What is a person's own stands behind an address that cannot be
guessed, and is kept by no cache.
"""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article

from . import door
from .forms import AppealForm, CommentForm, EditForm
from .models import (
    Appeal,
    ChangedMeanwhile,
    Charter,
    Comment,
    Conflict,
    DiscussionClosed,
    Event,
    Notice,
    Refusal,
    RepeatedText,
)
from .notice_form import NoticeForm
from .text import tidy

# A double click, or a retry after a lost answer; later, it is the same text again. Short, because whoever
# shares an address and a browser with the author, and writes the very same, is taken for them.
SAME_SUBMISSION = timedelta(minutes=2)
ALERTS_FROM_AN_ADDRESS = 5  # counted in a day on one text: readers weigh there, not browsers

public = cache_control(public=True, max_age=0, must_revalidate=True)


def private_page(view):
    """A page behind a private address: kept by no cache, indexed by no engine, told to no other site."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            what = _("Ce lien privé n’est pas valable, ou ne l’est plus")
            hint = _(
                "Vérifiez que l’adresse est entière : elle se termine par une longue suite de "
                "lettres et de chiffres."
            )
            response = unavailable(request, what=what, hint=hint, status=404)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(wrapped)


def refuse_elsewhere(request):
    """Return the sentence for a form posted from another site, or "" when it comes from here."""
    if door.is_same_origin(request):
        return ""
    return _(
        "Ce formulaire est arrivé d’un autre site : par prudence, rien n’a été enregistré. "
        "Relisez votre texte, conservé ici, et envoyez-le vous-même s’il est bien de vous."
    )


def typed_in(request):
    """Return the words a form brought, whichever form it was."""
    names = ("text", "explanation", "appeal")
    return next((request.POST[name] for name in names if request.POST.get(name)), "")


def unavailable(request, *, what, status, back="", hint=""):
    """Say that what the form was about is gone, and give the typed text back to be copied."""
    context = {"what": what, "typed": typed_in(request), "back": back, "hint": hint}
    return render(request, "comments/unavailable.html", context, status=status)


# Write


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


def said_before():
    return _(
        "Ce texte a déjà été envoyé depuis hier. S’il est de vous, inutile de le renvoyer ; "
        "sinon, dites-le avec vos mots : il est conservé ci-dessous."
    )


def slowed_down(request, article, form, until):
    """One comment too many for now: 429, when to come back, and the text kept."""
    sentence = _(
        "Une pause, s’il vous plaît : plusieurs commentaires viennent d’arriver de chez vous. "
        "Le vôtre est conservé ci-dessous : renvoyez-le %(when)s."
    )
    form.add_error(None, sentence % {"when": when_again(until)})
    return retry_after(until, article_page(request, article, form, status=429))


def when_again(until):
    """Say when to come back, so that it is true whenever it is read: never a time already there."""
    now = timezone.localtime()
    until = timezone.localtime(until + timedelta(seconds=59)).replace(second=0, microsecond=0)
    if until - now <= timedelta(minutes=1):
        return _("dans une minute")
    if until.date() == now.date():
        return _("à partir de %(time)s") % {"time": date_format(until, "H:i")}
    if until.date() == now.date() + timedelta(days=1):
        return _("demain à partir de %(time)s") % {"time": date_format(until, "H:i")}
    return _("à partir du %(day)s") % {"day": date_format(until, "SHORT_DATETIME_FORMAT")}


def retry_after(until, response):
    """Count the refusal, and say when to come back in the words of machines too (RFC 9110 10.2.3)."""
    Refusal.objects.count_up(["too_fast"])
    response.headers["Retry-After"] = str(max(1, round((until - timezone.now()).total_seconds())))
    return response


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


# Alert


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


# The charter


@require_safe
@public
def charter(request, version=None):
    """The rules in force, or an older version of them."""
    published = list(Charter.objects.published().prefetch_related("clauses"))
    shown = published[0] if version is None else None
    for candidate in published:
        if candidate.version == version:
            shown = candidate
    if shown is None:
        raise Http404
    context = {"charter": shown, "versions": published, "in_force": published[0]}
    return render(request, "comments/charter.html", context)


@require_safe
@public
def charter_json(request):
    """The rules in force for machines, in every language of the portal."""
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

"""The author's private page: what became of a comment, and why; it is mended there, withdrawn, defended.

What is a person's own stands behind an address that cannot be guessed, and is kept by no cache.
"""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import door
from ..models import (
    Appeal,
    ChangedMeanwhile,
    Comment,
    Conflict,
    Event,
    RepeatedText,
    Subscription,
    Suspension,
)
from ..rules.tidying import tidy
from .common import (
    private_page,
    refuse_elsewhere,
    retry_after,
    said_before,
    sanction_form_name,
    sanctions_of,
    shut_out,
    typed_in,
    when_again,
)
from .forms import AppealForm, EditForm, MendForm


def comment_of(key):
    queryset = Comment.objects.select_related(
        "article__section", "article__source", "revision", "parent"
    )
    return get_object_or_404(queryset, follow_key=key)


def done(request):
    """Return the sentence that confirms what the author just did, said once by the address."""
    return {
        "modification": _("Votre modification est enregistrée."),
        "correction": _("Votre texte corrigé est parti : une personne va le relire."),
        "reponses": _("C’est noté."),
        "recours": _("Votre recours est parti : une autre personne va vous répondre ici."),
        "retrait": _("Votre commentaire est retiré."),
    }.get(request.GET.get("fait", ""), "")


@require_safe
@private_page
def follow_up(request, key):
    """What became of a comment, and why; what its author can do about it."""
    return follow_up_page(request, comment_of(key), done=done(request))


def follow_up_page(request, comment, *, status=200, notice="", done="", refused=None, **forms):
    decisions = list(comment.decisions.standing().select_related("clause__charter"))
    last = decisions[0] if decisions else None
    against = next((d for d in decisions if d.is_against), None)
    # An earlier appeal was about an earlier decision: what was decided since can be contested again.
    mine = comment.appeals.filter(notice=None, suspension=None).select_related("answer__by")
    appeal = against and mine.filter(decision=against).first()
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
        "mend_form": comment.can_mend() and MendForm(comment=comment, auto_id="corriger_%s"),
        "appeal_form": can_appeal and AppealForm(action=appeal_address(comment)),
        "sanctions": sanctions_of(
            comment.suspensions.filter(notice=None), sanction_address, refused or {}
        ),
        "subscription": Subscription.objects.filter(comment=comment).first(),
        "address": request.build_absolute_uri(
            reverse("comments:follow_up", kwargs={"key": comment.follow_key})
        ),
        **forms,
    }
    return render(request, "comments/follow_up.html", context, status=status)


def _steps(comment, decisions):
    """Return the events an author is told of: nothing of what was taken back before it was sent."""
    # That somebody alerted, and was told no, is not the author's to know.
    standing = {d.pk for d in decisions if d.kind != "keep"}
    standing -= {d.pk for d in decisions if d.kind == "uphold" and not d.is_to_its_author}
    inner = [Event.Kind.NOTICED, Event.Kind.ESCALATED, Event.Kind.SANCTIONED]
    events = comment.events.exclude(kind__in=inner).select_related("decision__clause", "appeal")
    events = events.exclude(appeal__notice__isnull=False).exclude(appeal__suspension__isnull=False)
    return [e for e in events if e.decision_id is None or e.decision_id in standing]


def authors_act(said):
    """Guard an act of the author's, and say that it was done, or that things moved on meanwhile."""

    def decorate(view):
        return require_http_methods(["GET", "HEAD", "POST"])(private_page(_act(view, said)))

    return decorate


def _act(view, said):
    @wraps(view)
    def wrapped(request, key, **about):
        comment = comment_of(key)
        page = reverse("comments:follow_up", kwargs={"key": key})
        if request.method != "POST":
            return redirect(page)
        try:
            refused = view(request, comment, **about)
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
    """Mend a text while it waits."""
    if not comment.is_pending:
        raise ChangedMeanwhile(comment)
    form = EditForm(request.POST, comment=comment)
    return rewrite(request, comment, form, comment.edit, "edit_form")


@authors_act("correction")
def mend(request, comment):
    """Send a refused text again, mended."""
    if not comment.can_mend():
        raise ChangedMeanwhile(comment)
    form = MendForm(request.POST, comment=comment, auto_id="corriger_%s")
    return rewrite(request, comment, form, comment.mend, "mend_form")


def rewrite(request, comment, form, verb, name):
    """Let the author's new text in, or show the form again with what stands against it."""

    def again(status):
        return follow_up_page(
            request, comment_of(comment.follow_key), status=status, **{name: form}
        )

    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return again(403)
    scope = Suspension.Scope.COMMENTS
    if shut := Suspension.objects.shutting_out(scope, comment.email, comment.sender):
        form.add_error(None, shut_out(shut, comment.sender or shut.sender))
        return again(403)
    if not form.is_valid():
        return again(422)
    if until := door.too_fast(request, timezone.now(), "edit"):
        sentence = _("Une pause, s’il vous plaît : enregistrez ce texte %(when)s.")
        form.add_error(None, sentence % {"when": when_again(until)})
        return retry_after(until, again(429))
    try:
        verb(form.cleaned_data["text"])
    except RepeatedText:
        form.add_error("text", said_before())
        return again(422)
    return None


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


def appeal_address(comment):
    return reverse("comments:appeal", kwargs={"key": comment.follow_key})


def sanction_address(sanction):
    about = {"key": sanction.comment.follow_key, "pk": sanction.pk}
    return reverse("comments:sanction_appeal", kwargs=about)


@authors_act("recours")
def appeal(request, comment):
    """Ask that someone else look again at the decision."""
    form, decision = AppealForm(request.POST, action=appeal_address(comment)), comment.last_decision
    if decision is None or not comment.can_appeal(decision):
        raise ChangedMeanwhile(comment)
    if Appeal.objects.filter(decision=decision, notice=None).exists():
        return lodged_before(request, comment, decision=decision)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return follow_up_page(request, comment, status=403, appeal_form=form)
    if not form.is_valid():
        return follow_up_page(request, comment, status=422, appeal_form=form)
    _appeal, is_new = Appeal.objects.lodge(
        decision=decision, text=form.cleaned_data["appeal"], language=comment.language
    )
    return None if is_new else lodged_before(request, comment, decision=decision)


@authors_act("recours")
def sanction_appeal(request, comment, pk):
    """Ask that someone else look again at a sanction."""
    sanction = get_object_or_404(comment.suspensions.filter(notice=None), pk=pk)
    return contest_sanction(
        request, sanction, sanction_address, lambda **more: follow_up_page(request, comment, **more)
    )


def contest_sanction(request, sanction, address, page):
    """Lodge the appeal of a form against a sanction; `page(status=…, …)` shows it where it is refused."""
    if sanction.appeals.filter(text=tidy(request.POST.get("appeal", ""))).exists():
        return None  # a double click
    if not sanction.can_appeal():
        raise ChangedMeanwhile(sanction.comment)
    name = sanction_form_name(sanction)
    form = AppealForm(request.POST, action=address(sanction), auto_id=f"{name}_%s")
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return page(status=403, refused={sanction.pk: form})
    if not form.is_valid():
        return page(status=422, refused={sanction.pk: form})
    Appeal.objects.lodge(
        suspension=sanction, text=form.cleaned_data["appeal"], language=sanction.language
    )
    return None


def lodged_before(request, comment, **contested):
    """A decision is contested once: the same words again are a double click, others are given back."""
    earlier = comment.appeals.filter(notice=None, **contested).get()
    if tidy(request.POST.get("appeal", "")) == earlier.text:
        return None
    sentence = _("Vous avez déjà demandé un nouvel examen : votre premier message seul compte.")
    return follow_up_page(request, comment, status=409, notice=sentence, typed=typed_in(request))

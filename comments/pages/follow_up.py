"""The author's private page: the state of a comment and the reasons; its author's acts.

Its address cannot be guessed, and no cache keeps it.
"""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from articles.rules.query_words import Word

from ..door import double_click, sentences, steps
from ..door.origin import is_same_origin
from ..models import (
    Appeal,
    ChangedMeanwhile,
    Comment,
    Conflict,
    Decision,
    RepeatedText,
    Subscription,
    Suspension,
    own_address,
)
from ..rules.tidying import tidy
from .address_form import AddressForm
from .common import private_page, sanction_form_name, sanctions_of, typed_in
from .done import done
from .forms import AppealForm, EditForm, MendForm
from .milestones import milestones_of
from .own import renewal
from .own.renewal import renewing


def comment_of(key):
    queryset = Comment.objects.select_related(
        "article__section", "article__source", "revision", "parent"
    )
    return get_object_or_404(queryset, follow_key=key)


@require_safe
@private_page
def follow_up(request, key):
    """Show the state of a comment, the reasons, and the acts open to its author."""
    comment = comment_of(key)
    return follow_up_page(request, comment, done=done(request, comment) or renewal.said(request))


def follow_up_page(request, comment, *, status=200, notice="", done="", refused=None, **forms):
    decisions = list(comment.decisions.standing().select_related("clause__charter"))
    last = decisions[0] if decisions else None
    against = next((d for d in decisions if d.is_against), None)
    # An earlier appeal was about an earlier decision: a later decision can be contested again.
    mine = comment.appeals.filter(notice=None, suspension=None).select_related("answer__by")
    appeal = against and mine.filter(decision=against).first()
    can_appeal = last is not None and appeal is None and comment.can_appeal(last)
    shut_out = Suspension.objects.shutting_out(
        Suspension.Scope.COMMENTS, comment.email, comment.sender, comment=comment
    )
    may_write = shut_out is None
    context = {
        "comment": comment,
        "milestones": milestones_of(comment, decisions),
        "last": last,
        "against": against,
        "has_reasons": _has_reasons(comment, decisions),
        "was_refused": comment.is_pending and against is not None,
        "can_be_undone": last and last.is_told_to_the_author and last.can_be_undone(),
        "shut_out": shut_out,
        "appeal": appeal,
        "appeal_until": comment.appeal_term(last) if can_appeal else None,
        "replies": comment.replies.visible().select_related("article__section"),
        "notice": notice,
        "done": done,
        "stands": last is not None and comment.state in comment.AGAINST_STATES,
        "edit_form": may_write and comment.can_edit and EditForm(comment=comment),
        "mend_form": may_write
        and comment.can_mend()
        and MendForm(comment=comment, auto_id="corriger_%s"),
        "appeal_form": can_appeal and AppealForm(action=appeal_address(comment)),
        "address_form": comment.can_take_address and AddressForm(comment=comment),
        "address_asked": comment.can_take_address and own_address.asked(comment),
        "is_refused": status != 200,
        "sanctions": sanctions_of(
            comment.suspensions.filter(notice=None), sanction_address, refused or {}
        ),
        "subscription": Subscription.objects.filter(comment=comment).first(),
        "renewal_token": renewal.token_of(comment.follow_key),
        "address": request.build_absolute_uri(
            reverse("comments:follow_up", kwargs={"key": comment.follow_key})
        ),
        **forms,
    }
    return render(request, "comments/follow_up.html", context, status=status)


def _has_reasons(comment, decisions):
    """Return whether the comment is off line by a decision: its reasons stay, erased too."""
    ruling = next((d for d in decisions if d.is_against or d.kind in Decision.PUBLISHES), None)
    is_off_line = comment.state in {*comment.AGAINST_STATES, comment.State.ERASED}
    return is_off_line and ruling is not None and ruling.is_against


def authors_act(act):
    """Guard an act of the author: confirm it on the page, or tell them that things changed.

    `act` is its public word, as done() knows it.
    """

    def decorate(view):
        return require_http_methods(["GET", "HEAD", "POST"])(private_page(_act(view, act)))

    return decorate


def _act(view, act):
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
        return refused or redirect(f"{page}?{Word.DONE}={act}#contenu")

    return wrapped


@authors_act("modification")
def edit(request, comment):
    """Change a text while it waits."""
    if not comment.is_pending:
        raise ChangedMeanwhile(comment)
    form = EditForm(request.POST, comment=comment)
    return rewrite(request, comment, form, comment.edit, "edit_form")


@authors_act("correction")
def mend(request, comment):
    """Send a refused text again, mended."""
    if (
        comment.is_pending
        and comment.was_mended
        and tidy(request.POST.get("text", "")) == comment.text
    ):
        return None  # a second click
    if not comment.can_mend():
        raise ChangedMeanwhile(comment)
    form = MendForm(request.POST, comment=comment, auto_id="corriger_%s")
    return rewrite(request, comment, form, comment.mend, "mend_form")


class Rewriting(steps.Attempt):
    """An author's new text of `comment`."""

    steps = steps.REWRITING
    act = "edit"
    pause = gettext_lazy("Une pause, s’il vous plaît : enregistrez ce texte %(when)s.")
    is_behind_a_key = True

    @property
    def person(self):
        return self.comment.email, self.comment.sender


def rewrite(request, comment, form, verb, name):
    """Take in the author's new text, or show the form again with its errors."""

    def again(status):
        return follow_up_page(
            request, comment_of(comment.follow_key), status=status, **{name: form}
        )

    if stop := Rewriting(request, form, comment=comment).first_stop():
        status = 409 if stop.status == 422 and form.is_stale else stop.status
        return stop.tell(again(status))
    try:
        verb(form.cleaned_data["text"])
    except RepeatedText:
        form.add_error("text", sentences.text_sent_before())
        return again(422)
    return None


@authors_act("retrait")
def withdraw(request, comment):
    if not is_same_origin(request):
        sentence = _(
            "Cette demande de retrait est arrivée d’un autre site : par prudence, rien n’a été retiré. "
            "Si elle est bien de vous, utilisez « Retirer mon commentaire » ci-dessous."
        )
        return follow_up_page(request, comment, status=403, notice=sentence)
    if comment.state != Comment.State.WITHDRAWN:
        comment.withdraw()


def shown_again(request, comment, sentence, status):
    return follow_up_page(request, comment, status=status, notice=sentence)


renew = renewing(comment_of, shown_again)


def appeal_address(comment):
    return reverse("comments:appeal", kwargs={"key": comment.follow_key})


def sanction_address(sanction):
    about = {"key": sanction.comment.follow_key, "pk": sanction.pk}
    return reverse("comments:sanction_appeal", kwargs=about)


class Contesting(steps.Attempt):
    """An appeal by an author, a notifier or a sanctioned person."""

    steps = steps.CONTESTING


@authors_act("recours")
def appeal(request, comment):
    """Lodge the author's appeal against the last decision."""
    form, decision = AppealForm(request.POST, action=appeal_address(comment)), comment.last_decision
    if decision is None or not comment.can_appeal(decision):
        raise ChangedMeanwhile(comment)
    if Appeal.objects.filter(decision=decision, notice=None).exists():
        return lodged_before(request, comment, decision=decision)
    if stop := Contesting(request, form).first_stop():
        return follow_up_page(request, comment, status=stop.status, appeal_form=form)
    _appeal, is_new = Appeal.objects.lodge(
        decision=decision, text=form.cleaned_data["appeal"], language=comment.language
    )
    return None if is_new else lodged_before(request, comment, decision=decision)


@authors_act("recours")
def sanction_appeal(request, comment, pk):
    """Lodge the author's appeal against a sanction."""
    sanction = get_object_or_404(comment.suspensions.filter(notice=None), pk=pk)
    return contest_sanction(
        request, sanction, sanction_address, lambda **more: follow_up_page(request, comment, **more)
    )


def contest_sanction(request, sanction, address, page):
    """Lodge an appeal against a sanction; `page(status=…, …)` shows a refused form again."""
    if double_click.is_same_appeal(sanction.appeals, request.POST.get("appeal", "")):
        return None
    if not sanction.can_appeal():
        raise ChangedMeanwhile(sanction.comment)
    name = sanction_form_name(sanction)
    form = AppealForm(
        request.POST,
        action=address(sanction),
        button=_("Contester cette sanction"),
        auto_id=f"{name}_%s",
    )
    if stop := Contesting(request, form).first_stop():
        return page(status=stop.status, refused={sanction.pk: form})
    Appeal.objects.lodge(
        suspension=sanction, text=form.cleaned_data["appeal"], language=sanction.language
    )
    return None


def lodged_before(request, comment, **contested):
    """Refuse a second appeal and give its text back; return None if it is a double click."""
    earlier = comment.appeals.filter(notice=None, **contested)
    if double_click.is_same_appeal(earlier, request.POST.get("appeal", "")):
        return None
    sentence = _("Vous avez déjà demandé un nouvel examen : votre premier message seul compte.")
    return follow_up_page(request, comment, status=409, notice=sentence, typed=typed_in(request))

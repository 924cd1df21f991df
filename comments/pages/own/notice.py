"""The private page of whoever alerted: what became of it, and their acts."""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ...door import double_click
from ...models import Appeal, ChangedMeanwhile, Conflict, Notice
from ..common import private_page, sanctions_of, typed_in
from ..follow_up import Contesting, contest_sanction
from ..forms import AppealForm
from . import renewal
from .data import file_of
from .renewal import renewing


def notice_of(key):
    queryset = Notice.objects.select_related(
        "comment__article__section",
        "comment__published_revision",
        "revision",
        "clause",
        "answer__clause",
        "settled_by__clause",
    )
    return get_object_or_404(queryset, follow_key=key)


@require_safe
@private_page
def copy(request, key):
    """Give everything that is held of an alert and of whoever gave it, as a file."""
    notice_of(key)
    return file_of(key)


@require_safe
@private_page
def notice_follow_up(request, key):
    """Show the notifier the outcome of their alert."""
    return notice_follow_up_page(request, notice_of(key), done=renewal.said(request))


def notice_follow_up_page(
    request, notice, *, status=200, sentence="", done="", refused=None, appeal_form=None
):
    address = request.build_absolute_uri(notice.private_address)
    appeal = notice.appeals.select_related("answer__by", "answer__clause").first()
    if appeal_form is None and notice.can_appeal():
        appeal_form = AppealForm(action=reverse("comments:notice_appeal", args=[notice.follow_key]))
    context = {
        "notice": notice,
        "outcome": notice.outcome,
        "standing": standing_of(notice, appeal),
        "comment": notice.comment,
        "appeal": appeal,
        "appeal_form": appeal_form,
        "sanctions": sanctions_of(notice.suspensions.all(), sanction_address, refused or {}),
        "renewal_token": renewal.token_of(notice.follow_key),
        "address": address,
        "said": sentence,
        "done": done,
        "is_refused": status != 200,
        "typed": typed_in(request) if sentence else "",
    }
    return render(request, "comments/notice_follow_up.html", context, status=status)


def standing_of(notice, appeal):
    """Return what is so of the reported message now, in a word or two: the page's headline says it."""
    comment, outcome = notice.comment, notice.outcome
    if comment.state in {comment.State.WITHDRAWN, comment.State.ERASED}:
        return comment.state
    if comment.hidden_at:
        return "hidden"
    if outcome is None:
        return "waits" if comment.is_visible else "off line"
    was_won = appeal is not None and appeal.answer is not None and appeal.answer.is_against
    was_removed = outcome.is_against or was_won
    if comment.is_visible:
        return "back" if was_removed else "kept"
    return "removed" if was_removed else "removed since"


def notifiers_act(view):
    """Guard an act of the notifier: redirect to the page, or tell them that things changed."""

    @wraps(view)
    def wrapped(request, key, **about):
        notice = notice_of(key)
        if request.method != "POST":
            return redirect(notice.private_address)
        try:
            refused = view(request, notice, **about)
        except Conflict:
            sentence = _("Entre-temps, les choses ont bougé : votre demande n’a rien changé.")
            return notice_follow_up_page(request, notice_of(key), status=409, sentence=sentence)
        return refused or redirect(f"{notice.private_address}#contenu")

    return require_http_methods(["GET", "HEAD", "POST"])(private_page(wrapped))


def shown_again(request, notice, sentence, status):
    return notice_follow_up_page(request, notice, status=status, sentence=sentence)


renew = renewing(notice_of, shown_again)


@notifiers_act
def appeal(request, notice):
    """Lodge the notifier's appeal against the answer to their alert."""
    if double_click.is_same_appeal(notice.appeals, request.POST.get("appeal", "")):
        return None
    if not notice.can_appeal():
        raise ChangedMeanwhile(notice.comment)
    action = reverse("comments:notice_appeal", args=[notice.follow_key])
    form = AppealForm(request.POST, action=action)
    if stop := Contesting(request, form).first_stop():
        return notice_follow_up_page(request, notice, status=stop.status, appeal_form=form)
    Appeal.objects.lodge(notice=notice, text=form.cleaned_data["appeal"], language=notice.language)
    return None


def sanction_address(sanction):
    about = {"key": sanction.notice.follow_key, "pk": sanction.pk}
    return reverse("comments:notice_sanction_appeal", kwargs=about)


@notifiers_act
def sanction_appeal(request, notice, pk):
    """Lodge the notifier's appeal against a sanction."""
    sanction = get_object_or_404(notice.suspensions, pk=pk)
    return contest_sanction(
        request,
        sanction,
        sanction_address,
        lambda **more: notice_follow_up_page(request, notice, **more),
    )

"""«Alerter»: a reader reports a comment, and reads what became of it."""

from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article

from .. import door
from ..models import (
    Appeal,
    ChangedMeanwhile,
    Comment,
    Conflict,
    Notice,
    Refusal,
    Suspension,
    TrustedFlagger,
)
from ..rules.tidying import tidy
from .alert_form import FlaggerForm, NoticeForm
from .common import (
    SAME_SUBMISSION,
    private_page,
    refuse_elsewhere,
    retry_after,
    sanctions_of,
    shut_out,
    typed_in,
    unavailable,
    when_again,
)
from .follow_up import contest_sanction
from .forms import AppealForm

ALERTS_FROM_AN_ADDRESS = 5  # counted in a day on one text: readers weigh there, not browsers


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice(request, pk, key=""):
    """«Alerter»: choose a rule, say why; on to the page that will tell the outcome.

    `key` is a trusted flagger's own.
    """
    flagger = TrustedFlagger.objects.known_by(key)
    if key and flagger is None:
        raise Http404
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
        initial = {"clause": request.GET.get("regle", "")}
        form = NoticeForm(comment=comment, flagger=flagger, initial=initial)
        return notice_page(request, comment, form)
    form = NoticeForm(request.POST, comment=comment, flagger=flagger)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return notice_page(request, comment, form, status=403)
    if form.asks_more:
        again = NoticeForm(comment=comment, flagger=flagger, initial=request.POST.dict())
        return notice_page(request, comment, again)
    if not form.is_valid():
        return notice_page(request, comment, form, status=422)
    particulars, sender = form.particulars(), "" if flagger else door.sender_of(request)
    if not form.is_legal and (shut := shut_out_of_alerts(particulars["email"], sender)):
        Refusal.objects.count_up(["suspended"])
        form.add_error(None, shut)
        return notice_page(request, comment, form, status=403)
    about = (comment.published_revision_id, particulars["email"])
    reader = door.keyed_hash(request, "notice", *about)
    if flagger:  # one organisation, whoever writes for it
        reader = salted_hmac(
            "comments.flagger", f"{flagger.pk} {about}", algorithm="sha256"
        ).hexdigest()
    is_retry = Notice.objects.filter(reader=reader).exists()
    if not (is_retry or flagger) and (until := alerts_too_often(request, comment, form.is_legal)):
        sentence = _(
            "Plusieurs alertes viennent d’arriver de chez vous, et elles seront lues. "
            "Renvoyez celle-ci %(when)s."
        )
        form.add_error(None, sentence % {"when": when_again(until)})
        return retry_after(until, notice_page(request, comment, form, status=429))
    try:
        given, is_new = Notice.objects.give(
            comment=comment, reader=reader, sender=sender, language=get_language(), **particulars
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

    Notices of unlawful content are counted by themselves: the law lets anyone give one, and each mails an
    acknowledgment to the address it names, whose owner may know nothing of it.
    """
    now = timezone.now()
    until = door.too_fast(request, now, "alert")
    if until or not settings.COMMENT_RATE:
        return until
    what = (
        "notice" if is_legal else "alert",
        door.known_as(request)["address"],
        comment.published_revision_id,
    )
    return door.counted({what: (ALERTS_FROM_AN_ADDRESS, 24 * 3600)}, now)


def shut_out_of_alerts(email, sender):
    """Return what is said to someone whose alerts are suspended; "" to all others.

    Unlawful content may be notified by anyone, always: such a notice only weighs less.
    """
    shut = Suspension.objects.shutting_out(Suspension.Scope.NOTICES, email, sender)
    return shut and shut_out(shut, sender)


def notice_page(request, comment, form, status=200, earlier=None):
    context = {
        "comment": comment,
        "form": form,
        "earlier": earlier,
        "typed": form.data.get("explanation"),
    }
    return render(request, "comments/notice.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def trusted_flagger(request, key):
    """A trusted flagger's own page: which comment is it about?"""
    flagger = TrustedFlagger.objects.known_by(key)
    if flagger is None:
        raise Http404
    form = FlaggerForm(request.POST or None, flagger=flagger)
    if request.method == "POST" and form.is_valid():
        about = {"key": key, "pk": form.cleaned_data["comment"].pk}
        return redirect(reverse("comments:trusted_notice", kwargs=about))
    context = {
        "flagger": flagger,
        "form": form,
        "address": request.build_absolute_uri(request.path),
        "notices": flagger.notices.select_related("comment__article__section").order_by("-pk")[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "comments/trusted_flagger.html", context, status=status)


# What became of it


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
def notice_follow_up(request, key):
    """What became of an «Alerter»."""
    return notice_follow_up_page(request, notice_of(key))


def notice_follow_up_page(request, notice, *, status=200, said="", refused=None, appeal_form=None):
    address = request.build_absolute_uri(page_of(notice))
    if appeal_form is None and notice.can_appeal():
        appeal_form = AppealForm(action=reverse("comments:notice_appeal", args=[notice.follow_key]))
    context = {
        "notice": notice,
        "outcome": notice.outcome,
        "comment": notice.comment,
        "appeal": notice.appeals.select_related("answer").first(),
        "appeal_form": appeal_form,
        "sanctions": sanctions_of(notice.suspensions.all(), sanction_address, refused or {}),
        "address": address,
        "said": said,
        "typed": typed_in(request) if said else "",
    }
    return render(request, "comments/notice_follow_up.html", context, status=status)


def page_of(notice):
    return reverse("comments:notice_follow_up", kwargs={"key": notice.follow_key})


def notifiers_act(view):
    """Guard an act of whoever alerted: said again by the page, or that things moved on meanwhile."""

    @wraps(view)
    def wrapped(request, key, **about):
        notice = notice_of(key)
        if request.method != "POST":
            return redirect(page_of(notice))
        try:
            refused = view(request, notice, **about)
        except Conflict:
            said = _("Entre-temps, les choses ont bougé : votre demande n’a rien changé.")
            return notice_follow_up_page(request, notice_of(key), status=409, said=said)
        return refused or redirect(f"{page_of(notice)}#contenu")

    return require_http_methods(["GET", "HEAD", "POST"])(private_page(wrapped))


@notifiers_act
def appeal(request, notice):
    """Ask that someone else look again at what was reported."""
    if notice.appeals.filter(text=tidy(request.POST.get("appeal", ""))).exists():
        return None  # a double click
    if not notice.can_appeal():
        raise ChangedMeanwhile(notice.comment)
    action = reverse("comments:notice_appeal", args=[notice.follow_key])
    form = AppealForm(request.POST, action=action)
    if elsewhere := refuse_elsewhere(request):
        form.add_error(None, elsewhere)
        return notice_follow_up_page(request, notice, status=403, appeal_form=form)
    if not form.is_valid():
        return notice_follow_up_page(request, notice, status=422, appeal_form=form)
    Appeal.objects.lodge(notice=notice, text=form.cleaned_data["appeal"], language=notice.language)
    return None


def sanction_address(sanction):
    about = {"key": sanction.notice.follow_key, "pk": sanction.pk}
    return reverse("comments:notice_sanction_appeal", kwargs=about)


@notifiers_act
def sanction_appeal(request, notice, pk):
    """Ask that someone else look again at a sanction."""
    sanction = get_object_or_404(notice.suspensions, pk=pk)
    return contest_sanction(
        request,
        sanction,
        sanction_address,
        lambda **more: notice_follow_up_page(request, notice, **more),
    )

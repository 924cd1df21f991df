"""«Alerter»: the form by which a reader reports a comment; own/notice.py has the page with its outcome."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.rules.query_words import Word

from ..door import double_click, rates, steps
from ..door.origin import is_same_origin
from ..models import Comment, Conflict, Notice, Suspension, TrustedFlagger
from .alert_form import FlaggerForm, NoticeForm
from .common import (
    private_page,
    unavailable,
)

# Counted on one text, as (count, seconds): readers weigh there, not browsers.
ALERTS_FROM_AN_ADDRESS = (5, 24 * 3600)


class Alerting(steps.Attempt):
    """A notice about `comment`, from a reader or from a trusted `flagger`."""

    steps = steps.ALERTING
    act = "alert"
    scope = Suspension.Scope.NOTICES
    pause = gettext_lazy(
        "Plusieurs alertes viennent d’arriver de chez vous, et elles seront lues. "
        "Renvoyez celle-ci %(when)s."
    )

    @cached_property
    def particulars(self):
        return self.form.particulars()

    @cached_property
    def sender(self):
        return "" if self.flagger else super().sender

    @property
    def person(self):
        """Return nobody for unlawful content, so that a sanction never stops such a notice.

        Everyone may always notify it; after a sanction, the notice only weighs less.
        """
        return ("", "") if self.form.is_legal else (self.particulars["email"], self.sender)

    @cached_property
    def key(self):
        return double_click.key_of_notice(
            self.request,
            self.comment,
            email=self.particulars["email"],
            is_legal=self.form.is_legal,
            flagger=self.flagger,
        )

    def is_retry(self):
        return bool(self.flagger) or Notice.objects.filter(reader=self.key).exists()

    def is_double_click_of(self, given):
        same = {name: self.particulars[name] for name in ("explanation", "clause")}
        return double_click.is_same_notice(given, self.now, **same)

    def too_fast_until(self):
        """Count an alert; return when to come back if it is one too many, else None.

        One reader and one address on one text have their limits. Notices of unlawful content have a count
        of their own: the law lets anyone give one, and each mails an acknowledgment to the address it
        names, whose owner may know nothing of it.
        """
        until = super().too_fast_until()
        if until or not settings.COMMENT_RATE:
            return until
        kind = "notice" if self.form.is_legal else "alert"
        address = rates.known_as(self.request)["address"]
        counter = (kind, address, self.comment.published_revision_id)
        return rates.counted({counter: ALERTS_FROM_AN_ADDRESS}, self.now)

    def give(self):
        """Give the notice; return (notice, whether it is new)."""
        return Notice.objects.give(
            comment=self.comment,
            reader=self.key,
            sender=self.sender,
            language=get_language(),
            **self.particulars,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notice(request, pk, key=""):
    """Show the form of an alert, or take it in and redirect to its own page.

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
        is_sent = comment and request.method == "POST"
        if is_sent and (given := given_a_moment_ago(request, comment, flagger)):
            return redirect(f"{given.private_address}#contenu")
        gone = _("Ce message n’est pas, ou n’est plus, en ligne : il n’y a plus rien à signaler.")
        back = comment.article.get_absolute_url() + "#discussion" if comment else ""
        return unavailable(request, what=gone, status=404, back=back)
    if request.method == "POST":
        return take_notice(request, comment, flagger)
    initial = {"clause": request.GET.get(Word.CLAUSE, "")}
    form = NoticeForm(comment=comment, flagger=flagger, initial=initial)
    return notice_page(request, comment, form)


def take_notice(request, comment, flagger):
    form = NoticeForm(request.POST, comment=comment, flagger=flagger)
    attempt = Alerting(request, form, comment=comment, flagger=flagger)
    if form.asks_more and is_same_origin(request):
        again = NoticeForm(comment=comment, flagger=flagger, initial=request.POST.dict())
        return notice_page(request, comment, again)
    if stop := attempt.first_stop():
        return stop.tell(notice_page(request, comment, form, status=stop.status))
    try:
        given, is_new = attempt.give()
    except Conflict:
        gone = _("Ce message vient d’être retiré : il n’y a plus rien à signaler.")
        back = comment.article.get_absolute_url() + "#discussion"
        return unavailable(request, what=gone, status=404, back=back)
    if not is_new and not attempt.is_double_click_of(given):
        return notice_page(request, comment, form, status=409, earlier=given)
    return redirect(f"{given.private_address}#contenu")


def given_a_moment_ago(request, comment, flagger):
    """Return the notice of which this is the second click, after it hid the comment; returns None if there is none."""
    form = NoticeForm(request.POST, comment=comment, flagger=flagger)
    attempt = Alerting(request, form, comment=comment, flagger=flagger)
    given = form.is_valid() and Notice.objects.filter(reader=attempt.key).first()
    return given if given and attempt.is_double_click_of(given) else None


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
    """Ask a trusted flagger which comment to report, on their own page."""
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

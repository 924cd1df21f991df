"""The page that withdraws an article in one of three ways, then shows the proof."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Article, StaleRevision


class WithdrawForm(forms.Form):
    """The way to withdraw an article, and the notice on its address."""

    DRAFT = "draft"

    how = forms.ChoiceField(
        label=gettext_lazy("Comment"),
        choices=[
            (
                DRAFT,
                gettext_lazy("Remettre en brouillon : son adresse répond 404, il peut revenir"),
            ),
            (
                Article.Withdrawal.KILL,
                gettext_lazy("Annuler : son adresse répond 410, avec l’avis ci-dessous"),
            ),
            (
                Article.Withdrawal.TAKEDOWN,
                gettext_lazy("Retrait légal : son adresse répond 410, sans un mot du texte"),
            ),
        ],
    )
    notice = forms.CharField(
        label=gettext_lazy("Avis aux lecteurs"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": 60, "dir": "auto"}),
        help_text=gettext_lazy("Pourquoi il n’est plus là. Obligatoire pour une annulation."),
    )
    revision_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("how") == Article.Withdrawal.KILL and not cleaned.get("notice"):
            self.add_error(
                "notice", gettext_lazy("Dites aux lecteurs pourquoi l’article est annulé.")
            )
        return cleaned


def withdraw(model_admin, request, pk):
    """Withdraw it as the form says, or tell with a 409 who changed it since the form was shown."""
    article = get_object_or_404(Article, pk=pk)
    if not model_admin.may_publish(request):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None, initial={"revision_seen": article.revision})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            if not _is_done(article, form.cleaned_data["how"]):
                _withdraw(model_admin, request, article, form)
            return redirect("withdrawal_receipt", pk=pk)
        except StaleRevision as stale:
            form, status = _asked_again(request, stale.revision), 409
    context = {**model_admin.admin_site.each_context(request), "article": article, "form": form}
    return render(request, "admin/articles/article/withdraw.html", context, status=status)


def _is_done(article, how):
    """Return whether it is withdrawn so already: the form was sent twice, or a colleague was faster."""
    if how == WithdrawForm.DRAFT:
        return article.status == Article.Status.DRAFT
    return article.withdrawal == how and not article.is_withdrawn_by_its_source


@transaction.atomic
def _withdraw(model_admin, request, article, form):
    how, notice = form.cleaned_data["how"], form.cleaned_data["notice"]
    seen = form.cleaned_data["revision_seen"]
    article.claim(-1 if seen is None else seen)
    if how == WithdrawForm.DRAFT:
        article.return_to_draft(by=request.user, note=notice)
    elif how == Article.Withdrawal.KILL:
        article.kill(notice=notice, by=request.user)
    else:
        article.take_down(notice=notice, by=request.user)
    choice = dict(form.fields["how"].choices)[how]
    model_admin.log_change(request, article, f"{choice}. {notice}".strip())


def _asked_again(request, latest):
    """Return the form with what was typed, and what happened meanwhile: sent again, it counts."""
    form = WithdrawForm({**request.POST.dict(), "revision_seen": latest.number})
    if not latest.act:  # nobody changed it: the form came without the number of what it showed
        sentence = _("Cette page n’était plus à jour. Si vous voulez toujours retirer l’article, envoyez encore.")  # fmt: skip
    else:
        sentence = _(
            "%(who)s a changé cet article entre-temps : %(act)s. Si vous voulez toujours le retirer, envoyez encore."
        ) % {
            "who": latest.who if latest.by else _("L’agence"),
            "act": latest.get_act_display().lower(),
        }
    form.add_error(None, sentence)
    return form

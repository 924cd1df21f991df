"""The page that withdraws an article in one of three ways, then shows the proof."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from ..models import Article


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

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("how") == Article.Withdrawal.KILL and not cleaned.get("notice"):
            self.add_error(
                "notice", gettext_lazy("Dites aux lecteurs pourquoi l’article est annulé.")
            )
        return cleaned


def withdraw(model_admin, request, pk):
    article = get_object_or_404(Article, pk=pk)
    if not model_admin.may_publish(request):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how, notice = form.cleaned_data["how"], form.cleaned_data["notice"]
        if how == WithdrawForm.DRAFT:
            article.return_to_draft(by=request.user, note=notice)
        elif how == Article.Withdrawal.KILL:
            article.kill(notice=notice, by=request.user)
        else:
            article.take_down(notice=notice, by=request.user)
        choice = dict(form.fields["how"].choices)[how]
        model_admin.log_change(request, article, f"{choice}. {notice}".strip())
        return redirect("withdrawal_receipt", pk=pk)
    context = {**model_admin.admin_site.each_context(request), "article": article, "form": form}
    status = 422 if form.errors else 200
    return render(request, "admin/articles/article/withdraw.html", context, status=status)

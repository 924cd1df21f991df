"""Discussions that heat up, for whoever decides to slow them: an editor."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article

from ...models import SlowMode
from ...models.slow_mode import LONGEST_MINUTES
from ...rules.weights import BURST
from ..figures.heat import discussions

MINUTES = 10  # that are proposed


class MinutesForm(forms.Form):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes entre deux commentaires d’une personne"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        initial=MINUTES,
    )


@admin.register(SlowMode)
class SlowModeAdmin(admin.ModelAdmin):
    """One page: what heats up, and what is slowed."""

    def has_add_permission(self, request):
        return False  # an article is slowed on the page, not by a form of its own

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        def at(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"comments_slowmode_{name}")

        return [
            at("<int:pk>/ralentir/", self.slow, "slow"),
            at("<int:pk>/relacher/", self.release, "release"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request)

    def slow(self, request, pk):
        article = self._article(request, pk, "comments.add_slowmode")
        form = MinutesForm(request.POST)
        if not form.is_valid():
            return self._page(request, typed={article.pk: form}, status=422)
        slow = SlowMode.objects.slow(article, minutes=form.cleaned_data["minutes"], by=request.user)
        self.log_change(request, slow, f"{slow.minutes} min")
        self.message_user(request, _("La discussion est ralentie : chacun y écrit à son tour."))
        return redirect("admin:comments_slowmode_changelist")

    def release(self, request, pk):
        article = self._article(request, pk, "comments.delete_slowmode")
        if SlowMode.objects.release(article):
            self.message_user(request, _("La discussion a repris son cours."), messages.SUCCESS)
        return redirect("admin:comments_slowmode_changelist")

    def _article(self, request, pk, right):
        if request.method != "POST" or not request.user.has_perm(right):
            raise PermissionDenied
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            raise Http404
        return article

    def _page(self, request, *, typed=None, status=200):
        found = discussions(timezone.now())
        for each in found:
            initial = {"minutes": each.slow.minutes if each.slow else MINUTES}
            form = MinutesForm(initial=initial, auto_id=f"%s-{each.article.pk}")
            each.form = (typed or {}).get(each.article.pk, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Discussions qui s’échauffent"),
            "opts": self.opts,
            "discussions": found,
            "burst": BURST,
            "may_slow": request.user.has_perm("comments.add_slowmode"),
            "may_release": request.user.has_perm("comments.delete_slowmode"),
        }
        template = "admin/comments/slowmode/page.html"
        return TemplateResponse(request, template, context, status=status)

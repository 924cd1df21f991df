"""Show an article's form again: after a colleague's save, from a working copy, or too late."""

import json

from django.conf import settings
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone

from ..models import Article, WorkingCopy
from ..pages.query_words import RESUME
from ..rules.body import clean_body, plain_text
from ..rules.people import name_of
from . import house_checks
from .article_form import editor_words, lines_of
from .history import label
from .two_editors import compared_fields
from .working_copy import fields_of


class ShownAnew:
    """The part of the articles' admin that never loses typed text."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Keep a writer's text, with a 409, if an editor has published the article meanwhile."""
        if request.method == "POST" and object_id and super().has_change_permission(request):
            article = self.get_object(request, unquote(object_id))
            if article and not self.has_change_permission(request, article):
                return self._too_late(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _too_late(self, request, article):
        kept = {"fields": fields_of(request.POST), "typed_at": timezone.now()}
        WorkingCopy.objects.update_or_create(article=article, by=request.user, defaults=kept)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "typed": [
                (label(name), plain_text(clean_body(text)) if name == "body" else text)
                for name in ("kicker", "headline", "standfirst", "body")
                if (text := request.POST.get(name))
            ],
        }
        return render(request, "admin/articles/article/too_late.html", context, status=409)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        stale = getattr(form, "stale", None)
        article = Article.objects.get(pk=obj.pk) if obj else None
        copy = WorkingCopy.objects.of(article, request.user).exclude(fields={}).first()
        context |= {
            "may_publish": self.may_publish(request),
            "copy": copy,
            "editor_words": json.dumps(editor_words()),
        }
        if article:
            others = WorkingCopy.objects.others_at(article, request.user)
            context["others"] = ", ".join(name_of(each.by) for each in others)
        if article and request.method == "GET":
            context["house_warnings"] = house_checks.warnings(article, site_url=settings.SITE_URL)
        if stale:
            self._show_both_texts(request, context, article, obj)
        elif copy and RESUME in request.GET and "body" in form.fields:
            left = form.as_left(_querydict(copy.fields))
            self._show(request, context, form, article, left)
            context |= {"resumed": copy, "copy": None}
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if stale:
            response.status_code = 409
        return response

    def _show_both_texts(self, request, context, article, obj):
        """Put into the form the merge of both texts, and beside it the changes of each."""
        form = context["adminform"].form
        meeting = form.meeting()
        kept = form.as_left(request.POST)
        initial = {
            field.name: kept[field.name] if field.merged == field.ours else field.merged
            for field in meeting
            if field.name in kept and field.kind != "theirs"
        }
        initial |= {name: kept[name] for name in form.errors if name in kept}
        self._show(request, context, form, article, initial)
        obj.stale = form.stale
        formsets = self._create_formsets(request, obj, change=True)
        context["inline_admin_formsets"] = self.get_inline_formsets(request, *formsets, obj)
        context |= {
            "faults": {
                form[name].label: each for name, each in form.errors.items() if name in form.fields
            },
            "stale": form.stale,
            "meeting": compared_fields(meeting),
            "errors": None,
        }

    def _show(self, request, context, form, article, initial):
        """Replace the form of the context by a fresh one of that article, with these values."""
        shown = type(form)(instance=article, initial=initial)
        shown.fields["revision_seen"].initial = initial.get(
            "revision_seen", article.revision if article else 0
        )
        context["adminform"] = helpers.AdminForm(
            shown,
            list(self.get_fieldsets(request, article)),
            self.get_prepopulated_fields(request, article),
            self.get_readonly_fields(request, article),
            model_admin=self,
        )

    def get_inline_instances(self, request, article=None):
        """Add blank lines for each name and picture of an unsaved new article's working copy."""
        inlines = super().get_inline_instances(request, article)
        for inline in inlines:
            left = self._left(request, article, inline.prefix)
            inline.extra = max(inline.extra, len(left))
        return inlines

    def _left(self, request, article, prefix):
        if article or not (copy := self._resumed(request, None)):
            return []
        return lines_of(_querydict(copy.fields), prefix)

    def _resumed(self, request, article):
        if request.method == "POST" or RESUME not in request.GET:
            return None
        return WorkingCopy.objects.of(article, request.user).exclude(fields={}).first()

    def get_formset_kwargs(self, request, article, inline, prefix):
        """Fill the inlines from the working copy; beside a colleague's save, from the database."""
        kwargs = super().get_formset_kwargs(request, article, inline, prefix)
        if left := self._left(request, article if article.pk else None, prefix):
            kwargs["initial"] = left
        elif article.pk and (copy := self._resumed(request, article)):
            kwargs["data"] = _querydict(copy.fields)  # with its byline and pictures
        if getattr(article, "stale", None):
            for posted in ("data", "files", "save_as_new"):
                kwargs.pop(posted, None)
        return kwargs


def _querydict(fields):
    """Return the fields of a working copy, as a form would receive them."""
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted

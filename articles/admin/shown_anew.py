"""Show an article's form again: after a colleague's save, from a working copy, or too late."""

import json

from django.conf import settings
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone

from ..models import Article, WorkingCopy
from ..models.working_copy import new_key
from ..rules.people import name_of
from ..rules.query_words import Word
from . import house_checks
from .article_form import editor_words
from .two_editors import compared_fields
from .working_copy import article_begun_in, fields_of, key_of, sent_again, texts_of


class ShownAnew:
    """The part of the articles' admin that never loses typed text."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Keep a writer's text, with a 409, if an editor has published the article meanwhile.

        A new article whose form is sent twice is one article.
        """
        if request.method == "POST" and object_id and super().has_change_permission(request):
            article = self.get_object(request, unquote(object_id))
            if article and not self.has_change_permission(request, article):
                return self._too_late(request, article)
        if request.method == "POST" and not object_id and self.has_add_permission(request):
            return self._begin(request, form_url, extra_context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _begin(self, request, form_url, extra_context):
        if article := article_begun_in(request):
            return sent_again(request, article)
        try:
            return super().changeform_view(request, None, form_url, extra_context)
        except IntegrityError:  # two clicks at the same moment
            if article := article_begun_in(request):
                return sent_again(request, article)
            raise

    def _too_late(self, request, article):
        kept = {"fields": fields_of(request.POST), "typed_at": timezone.now()}
        WorkingCopy.objects.keep(article, request.user, key_of(request.POST), **kept)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "typed": texts_of(request.POST),
        }
        return render(request, "admin/articles/article/too_late.html", context, status=409)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        stale = getattr(form, "stale", None)
        article = Article.objects.get(pk=obj.pk) if obj else None
        resumed = self._resumed(request, article) if "body" in form.fields else None
        context |= {
            "may_publish": self.may_publish(request),
            "editor_words": json.dumps(editor_words()),
            **self._copies(request, article, resumed, stale),
        }
        if article and request.method == "GET":
            context["house_warnings"] = house_checks.warnings(article, site_url=settings.SITE_URL)
        if stale:
            self._show_both_texts(request, context, article, obj)
        elif resumed:
            self._show_copy(request, context, article, resumed)
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if stale:
            response.status_code = 409
        return response

    def _copies(self, request, article, resumed, stale):
        """Return what the page tells of working copies: this form's key, those left, who is here."""
        mine = WorkingCopy.objects.of(article, request.user)
        others = WorkingCopy.objects.others_at(article, request.user) if article else []
        key = key_of(request.POST) or new_key()
        if resumed and not resumed.is_open:
            key = resumed.key
        is_asked = request.method == "GET" and not resumed
        return {
            "copy_key": key,
            "resumed": resumed,
            "left": mine.left() if is_asked else [],
            "thrown": mine.thrown() if is_asked else [],
            "others": ", ".join(map(name_of, others)),
        }

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

    def _show_copy(self, request, context, article, copy):
        """Put the working copy into the form, and mark the fields that would be refused."""
        form = type(context["adminform"].form)(_querydict(copy.fields), instance=article)
        form.claims = False  # whether a colleague saved since is asked when it is saved
        context["adminform"] = self._admin_form(request, form, article)
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        context["errors"] = helpers.AdminErrorList(form, formsets)

    def _show(self, request, context, form, article, initial):
        """Replace the form of the context by a fresh one of that article, with these values."""
        shown = type(form)(instance=article, initial=initial)
        shown.fields["revision_seen"].initial = initial.get("revision_seen", article.revision)
        context["adminform"] = self._admin_form(request, shown, article)

    def _admin_form(self, request, form, article):
        return helpers.AdminForm(
            form,
            list(self.get_fieldsets(request, article)),
            self.get_prepopulated_fields(request, article),
            self.get_readonly_fields(request, article),
            model_admin=self,
        )

    def _resumed(self, request, article):
        asked = request.GET.get(Word.RESUME, "")
        if request.method == "POST" or not asked.isdecimal() or len(asked) > 17:
            return None
        return WorkingCopy.objects.of(article, request.user).left().filter(pk=asked).first()

    def get_formset_kwargs(self, request, article, inline, prefix):
        """Fill the inlines from the working copy; beside a colleague's save, from the database."""
        kwargs = super().get_formset_kwargs(request, article, inline, prefix)
        if copy := self._resumed(request, article if article.pk else None):
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

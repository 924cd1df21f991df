"""The newsroom's desk for articles: a draft is written here, and published by a verb."""

import json
from functools import partial

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .. import house_checks
from ..body import clean_body, plain_text
from ..models import Article, Credit, Illustration, Revision, WorkingCopy
from ..models.revision import DATES, content_of
from ..people import name_of
from .article_form import ArticleForm, editor_words, lines_of
from .history import history, label, told
from .meeting import told_meeting
from .withdraw import withdraw
from .working_copy import fields_of, working_copy

Act = Revision.Act


class IllustrationInline(admin.TabularInline):
    model = Illustration
    prefix = "illustrations"
    extra = 0
    autocomplete_fields = ["image"]


class CreditInline(admin.TabularInline):
    model = Credit
    prefix = "credits"
    extra = 1
    autocomplete_fields = ["author"]


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """`status` changes through the verbs only: the actions of the list, the buttons of the form.

    Whoever may not publish writes in what is not on line, and hands it over for review.
    """

    form = ArticleForm
    list_display = ["headline", "section", "language", "status", "published_at", "on_site"]
    list_filter = ["status", "section", "source", "language"]
    list_select_related = ["section"]
    search_fields = ["headline", "kicker", "standfirst"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["source", "translation_of", "topics", "related", "lead_image"]
    readonly_fields = ["status", "length", "created_at", "saved_at", "on_site"]
    inlines = [IllustrationInline, CreditInline]
    save_on_top = True
    actions = ["publish", "submit_for_review", "return_to_draft"]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "standfirst", "body", "length", "revision_seen"]}),
        (
            gettext_lazy("Origine"),
            {"fields": ["section", "source", "origin_url", "byline_note", "dateline_place"]},
        ),
        (
            gettext_lazy("Image"),
            {"fields": ["lead_image", "lead_image_alt", "lead_image_is_decorative"]},
        ),
        (gettext_lazy("Thèmes"), {"fields": ["topics", "related"]}),
        (gettext_lazy("Langue et adresse"), {"fields": ["language", "translation_of", "slug"]}),
        (
            gettext_lazy("Parution"),
            {
                "fields": [
                    "status", "on_site", "published_at", "embargo_until", "updated_at",
                    "comment_policy", "created_at", "saved_at",
                ]
            },
        ),
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("longueur"))
    def length(self, article):
        if not article.pk:
            return "—"
        words, minutes = len(plain_text(article.body).split()), article.reading_minutes
        return _("%(words)d mots, %(minutes)d min de lecture") % {
            "words": words,
            "minutes": minutes,
        }

    @admin.display(description=gettext_lazy("sur le site"))
    def on_site(self, article):
        is_seen = (
            article.is_seen if hasattr(article, "is_seen") else article.pk and article.is_visible
        )
        if not is_seen:
            return _("non")
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("voir"))

    def get_queryset(self, request):
        """With whether readers see each: one question for the list."""
        seen = Article.objects.visible().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_seen=Exists(seen))

    # Who may

    def may_publish(self, request):
        return request.user.has_perm("articles.publish_article")

    has_publish_permission = may_publish

    def has_change_permission(self, request, article=None):
        is_out = article and article.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)
        may = super().has_change_permission(request, article)
        return may and (self.may_publish(request) or not is_out)

    def has_delete_permission(self, request, article=None):
        """A permalink never dies: an article goes back to draft, it is not deleted."""
        return False

    def get_readonly_fields(self, request, article=None):
        fields = super().get_readonly_fields(request, article)
        return fields if self.may_publish(request) else [*fields, *DATES, "comment_policy"]

    # Acts

    # Of the list alone: in the form, Django takes any button it does not know for «no action», and drops what was typed.

    @admin.action(description=gettext_lazy("Publier"), permissions=["publish"])
    def publish(self, request, articles):
        self._act(request, articles, "publish", _("Publié."))

    @admin.action(description=gettext_lazy("Envoyer en relecture"), permissions=["change"])
    def submit_for_review(self, request, articles):
        self._act(request, articles, "submit_for_review", _("Envoyé en relecture."))

    @admin.action(description=gettext_lazy("Remettre en brouillon"), permissions=["publish"])
    def return_to_draft(self, request, articles):
        self._act(request, articles, "return_to_draft", _("Remis en brouillon."))

    def _act(self, request, articles, verb, said):
        """Call the verb on each, log each change, say how many there were."""
        moved = [article for article in articles if getattr(article, verb)(by=request.user)]
        for article in moved:
            self.log_change(request, article, said)
        count = len(moved)
        told = ngettext("%(said)s Un article.", "%(said)s %(count)d articles.", count or 2)
        level = messages.SUCCESS if moved else messages.INFO
        self.message_user(request, told % {"said": said, "count": count}, level)

    # Writing

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Arabic and French are typed in the same form: each field follows what is written in it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"headline", "kicker", "standfirst", "body", "byline_note"}:
            field.widget.attrs["dir"] = "auto"
        if db_field.name == "body":
            field.widget.attrs["rows"] = 28
        if db_field.name == "standfirst":
            field.widget.attrs["rows"] = 3
        return field

    def save_model(self, request, article, form, change):
        if change:
            article.keep_as_it_was()
            article.before = content_of(Article.objects.get(pk=article.pk))
            article.lead_is_sure = True  # an editor has looked at it
        super().save_model(request, article, form, change)

    def save_related(self, request, form, formsets, change):
        """Once everything of the form is stored, bylines included: its history, the search, then what the button says."""
        super().save_related(request, form, formsets, change)
        article, by = form.instance, request.user
        self._record(article, by)
        article.reindex()
        WorkingCopy.objects.of(article if change else None, by).delete()
        for warning in house_checks.warnings(article, site_url=settings.SITE_URL):
            self.message_user(request, warning, messages.WARNING)
        then = request.POST.get("_save")
        if then == "publish" and self.may_publish(request) and article.publish(by=by):
            self.log_change(request, article, _("Publié."))
            self.message_user(request, _("L’article est publié."), messages.SUCCESS)
        elif then == "review" and article.submit_for_review(by=by):
            self.log_change(request, article, _("Envoyé en relecture."))
            self.message_user(request, _("L’article attend d’être relu."), messages.SUCCESS)

    def _record(self, article, by):
        """A line for the words; one of its own for an embargo or a date that moved."""
        before = getattr(article, "before", {})
        after = content_of(Article.objects.get(pk=article.pk))
        changed = {name for name in after if after[name] != before.get(name)}
        moved = {"embargo_until": Act.EMBARGO, "published_at": Act.SCHEDULED} if before else {}
        if changed - set(moved):
            article.record(Act.WRITTEN, by=by)
        for name in changed & set(moved):
            note = " → ".join(told(name, each[name]) or "—" for each in (before, after))
            article.record(moved[name], by=by, note=note)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What a writer typed while an editor published is kept, and told, not answered with a bare refusal."""
        if request.method == "POST" and object_id and super().has_change_permission(request):
            article = self.get_object(request, unquote(object_id))
            if article and not self.has_change_permission(request, article):
                return self._too_late(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _too_late(self, request, article):
        told = {"fields": fields_of(request.POST), "typed_at": timezone.now()}
        WorkingCopy.objects.update_or_create(article=article, by=request.user, defaults=told)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "typed": [
                (label(name), plain_text(clean_body(words)) if name == "body" else words)
                for name in ("kicker", "headline", "standfirst", "body")
                if (words := request.POST.get(name))
            ],
        }
        return render(request, "admin/articles/article/too_late.html", context, status=409)

    # The form, shown anew: what somebody else saved meanwhile, what one had left

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
            meeting = form.meeting()
            kept = form.as_left(request.POST)
            initial = {
                field.name: kept[field.name] if field.merged == field.ours else field.merged
                for field in meeting
                if field.name in kept and field.kind != "theirs"
            }
            initial |= {name: kept[name] for name in form.errors if name in kept}
            self._show(request, context, form, article, initial)
            obj.stale = stale
            formsets = self._create_formsets(request, obj, change=True)
            context["inline_admin_formsets"] = self.get_inline_formsets(request, *formsets, obj)
            faults = {
                form[name].label: each for name, each in form.errors.items() if name in form.fields
            }
            context |= {
                "faults": faults,
                "stale": stale,
                "meeting": told_meeting(meeting),
                "errors": None,
            }
        elif copy and "reprendre" in request.GET and "body" in form.fields:
            left = form.as_left(_querydict(copy.fields))
            self._show(request, context, form, article, left)
            context |= {"resumed": copy, "copy": None}
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if stale:
            response.status_code = 409
        return response

    def _show(self, request, context, form, article, initial):
        """Put a fresh form of that article, with these values in it, in the place of the one of the context."""
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
        """As many lines of byline, and pictures, as a piece not yet begun was left with."""
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
        if request.method == "POST" or "reprendre" not in request.GET:
            return None
        return WorkingCopy.objects.of(article, request.user).exclude(fields={}).first()

    def get_formset_kwargs(self, request, article, inline, prefix):
        """Beside an article that somebody else has saved, their byline is shown, not what was posted."""
        kwargs = super().get_formset_kwargs(request, article, inline, prefix)
        if left := self._left(request, article if article.pk else None, prefix):
            kwargs["initial"] = left
        elif article.pk and (copy := self._resumed(request, article)):
            kwargs["data"] = _querydict(
                copy.fields
            )  # with its byline and pictures, as they were typed
        if getattr(article, "stale", None):
            for posted in ("data", "files", "save_as_new"):
                kwargs.pop(posted, None)
        return kwargs

    # Pages

    def get_urls(self):
        pages = [
            path("<int:pk>/retirer/", self._page(withdraw), name="articles_article_withdraw"),
            path("<int:pk>/copie/", self._page(working_copy), name="articles_article_copy"),
        ]
        return [*pages, *super().get_urls()]

    def _page(self, view):
        return self.admin_site.admin_view(partial(view, self))

    def history_view(self, request, object_id, extra_context=None):
        return history(self, request, object_id)


def _querydict(fields):
    """Return what a working copy keeps as a form would receive it."""
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted

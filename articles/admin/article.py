"""The newsroom's desk for articles: drafts are written here, and published by a verb."""

from functools import partial

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Article, BegunIn, Credit, Illustration, Revision, Standing
from ..models.revision import DATES, WAS_ON_LINE, content_of
from ..rules.body import plain_text
from ..rules.query_words import Word
from . import house_checks
from .acts import Acts
from .article_form import ArticleForm, DescribedPictures
from .history import history, in_words
from .moments import MOMENTS
from .shown_anew import ShownAnew
from .withdraw import withdraw
from .working_copy import copy_of_form, key_of, left_copy, working_copy

Act = Revision.Act


class FewRows(admin.TabularInline):
    """Rows of the article's form; a form that says it has thousands is not written out again."""

    max_num = 60

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)


class IllustrationInline(FewRows):
    model = Illustration
    formset = DescribedPictures
    prefix = "illustrations"
    extra = 0
    autocomplete_fields = ["image"]


class CreditInline(FewRows):
    model = Credit
    prefix = "credits"
    extra = 1
    autocomplete_fields = ["author"]


class StandingFilter(admin.SimpleListFilter):
    """The states as one says them: what a date or an embargo keeps from readers is not «Publié»."""

    title, parameter_name = gettext_lazy("état"), Word.STANDING

    def lookups(self, request, model_admin):
        return Standing.choices

    def queryset(self, request, articles):
        return articles.standing(self.value()) if self.value() in Standing else articles


@admin.register(Article)
class ArticleAdmin(Acts, ShownAnew, admin.ModelAdmin):
    """Articles in the admin; only verbs change `status`: the list's actions, the form's buttons.

    A colleague who may not publish writes only in drafts and texts in review, and hands them over for review.
    """

    form = ArticleForm
    formfield_overrides = MOMENTS
    list_display = ["headline", "section", "language", "state", "published_at", "on_site"]
    list_filter = [StandingFilter, "section", "source", "language"]
    list_select_related = ["section"]
    search_fields = ["headline", "kicker", "standfirst"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["source", "translation_of", "topics", "related", "lead_image"]
    readonly_fields = ["state", "length", "created_at", "saved_at", "on_site"]
    inlines = [IllustrationInline, CreditInline]
    save_on_top = True
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
                    "state", "on_site", "published_at", "embargo_until", "updated_at",
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

    @admin.display(description=gettext_lazy("état"), ordering="status")
    def state(self, article):
        return article.standing_in_words

    @admin.display(description=gettext_lazy("sur le site"))
    def on_site(self, article):
        is_seen = (
            article.is_seen if hasattr(article, "is_seen") else article.pk and article.is_visible
        )
        if not is_seen:
            return _("non")
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("voir"))

    def get_queryset(self, request):
        """Return the articles with `is_seen`, whether readers may see each: one query for the list.

        Whoever does not write, moderators above all, gets only what readers may see: in the list, in the form, and
        where an article is chosen by its title.
        """
        articles = super().get_queryset(request)
        if not self.has_change_permission(request):
            articles = articles.visible()
        seen = Article.objects.visible().filter(pk=OuterRef("pk"))
        return articles.annotate(is_seen=Exists(seen))

    def get_fieldsets(self, request, article=None):
        """Leave out the links to other articles for whoever may not see them all."""
        fieldsets = super().get_fieldsets(request, article)
        if self.has_change_permission(request) or self.has_add_permission(request):
            return fieldsets
        linked = {"related", "translation_of"}
        return [
            (title, {**options, "fields": [f for f in options["fields"] if f not in linked]})
            for title, options in fieldsets
        ]

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_visible else None

    # Who may

    def has_change_permission(self, request, article=None):
        is_out = article and article.status in (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)
        may = super().has_change_permission(request, article)
        return may and (self.may_publish(request) or not is_out)

    def has_delete_permission(self, request, article=None):
        """Allow nobody to delete: a permalink never dies, an article goes back to draft instead."""
        return False

    def get_readonly_fields(self, request, article=None):
        fields = super().get_readonly_fields(request, article)
        return fields if self.may_publish(request) else [*fields, *DATES, "comment_policy"]

    # Writing

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "body":
            field.widget.attrs |= {"rows": 28, "dir": "auto"}
        if db_field.name == "standfirst":
            field.widget.attrs["rows"] = 3
        return field

    def save_model(self, request, article, form, change):
        if change:
            article.start_history()
            stored = Article.objects.get(pk=article.pk)
            article.before, article.was_on_line = content_of(stored), stored.is_visible
            article.lead_is_sure = True  # an editor has looked at it
        super().save_model(request, article, form, change)
        if not change and (key := key_of(request.POST)):
            BegunIn.objects.create(key=key, article=article)  # in the transaction of the save

    def save_related(self, request, form, formsets, change):
        """Write history and search index after the inlines are stored; then obey the button."""
        super().save_related(request, form, formsets, change)
        article, by = form.instance, request.user
        self._record(article, by)
        article.reindex()
        copy_of_form(request, article if change else None).delete()
        for warning in house_checks.warnings(article, site_url=settings.SITE_URL):
            self.message_user(request, warning, messages.WARNING)
        self.obey(request, article)

    def _record(self, article, by):
        """Write one line of history for the texts, and one for each moved embargo or date."""
        before = getattr(article, "before", {})
        after = content_of(Article.objects.get(pk=article.pk))
        changed = {name for name in after if after[name] != before.get(name)}
        moved = {"embargo_until": Act.EMBARGO, "published_at": Act.SCHEDULED} if before else {}
        if changed - set(moved):
            article.record(Act.WRITTEN, by=by)
        for name in changed & set(moved):
            note = " → ".join(in_words(name, each[name]) or "—" for each in (before, after))
            article.record(moved[name], by=by, note=note, **{WAS_ON_LINE: article.was_on_line})

    # Pages

    def get_urls(self):
        pages = [
            path("<int:pk>/retirer/", self._page(withdraw), name="articles_article_withdraw"),
            path("<int:pk>/copie/", self._page(working_copy), name="articles_article_copy"),
            path("copie/<int:pk>/", self._page(left_copy), name="articles_article_left_copy"),
        ]
        return [*pages, *super().get_urls()]

    def _page(self, view):
        return self.admin_site.admin_view(partial(view, self))

    def history_view(self, request, object_id, extra_context=None):
        return history(self, request, object_id)

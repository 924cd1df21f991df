"""The newsroom's desk for articles: a draft is written here, and published by a verb."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Article, Credit, Section, Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["short_name", "full_name", "kind", "country"]
    list_filter = ["kind"]
    search_fields = ["short_name", "full_name"]


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "kind", "order", "takes_comments", "comment_days"]
    prepopulated_fields = {"slug": ["name"]}


class CreditInline(admin.TabularInline):
    model = Credit
    extra = 1


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """`status` changes through the verbs only: the actions of the list, the buttons of the form."""

    list_display = ["headline", "section", "language", "status", "published_at", "on_site"]
    list_filter = ["status", "section", "source", "language"]
    list_select_related = ["section"]
    search_fields = ["headline", "kicker", "standfirst"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["source", "translation_of"]
    readonly_fields = ["status", "created_at", "saved_at", "on_site"]
    inlines = [CreditInline]
    save_on_top = True
    actions = ["publish", "return_to_draft"]
    fieldsets = [
        (None, {"fields": ["kicker", "headline", "standfirst", "body"]}),
        (
            gettext_lazy("Origine"),
            {"fields": ["section", "source", "origin_url", "byline_note", "dateline_place"]},
        ),
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

    @admin.display(description=gettext_lazy("sur le site"))
    def on_site(self, article):
        if not article.pk or not article.is_visible:
            return _("non")
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), _("voir"))

    @admin.action(
        description=gettext_lazy("Publier"),
        permissions=["change"],
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def publish(self, request, articles):
        self._act(request, articles, "publish", _("Publié."))

    @admin.action(
        description=gettext_lazy("Remettre en brouillon"),
        permissions=["change"],
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def return_to_draft(self, request, articles):
        self._act(request, articles, "return_to_draft", _("Remis en brouillon."))

    def _act(self, request, articles, verb, said):
        """Call the verb on each, log each change, say how many there were."""
        moved = [article for article in articles if getattr(article, verb)()]
        for article in moved:
            self.log_change(request, article, said)
        count = len(moved)
        told = ngettext("%(said)s Un article.", "%(said)s %(count)d articles.", count or 2)
        level = messages.SUCCESS if moved else messages.INFO
        self.message_user(request, told % {"said": said, "count": count}, level)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Arabic and French are typed in the same form: each field follows what is written in it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"headline", "kicker", "standfirst", "body", "byline_note"}:
            field.widget.attrs["dir"] = "auto"
        if db_field.name == "body":
            field.widget.attrs["rows"] = 28
        return field

    def save_related(self, request, form, formsets, change):
        """«Enregistrer et publier» publishes once everything of the form is stored, bylines included."""
        super().save_related(request, form, formsets, change)
        if "_publish" in request.POST and form.instance.publish():
            self.log_change(request, form.instance, _("Publié."))
            self.message_user(request, _("L’article est publié."), messages.SUCCESS)

    def has_delete_permission(self, request, article=None):
        """A permalink never dies: an article goes back to draft, it is not deleted."""
        return False

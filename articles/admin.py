"""The newsroom's desk for articles: a draft is written here, and published by a verb."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import house_checks, polling
from .body import clean_body, plain_text
from .differences import difference
from .models import (
    Article,
    Author,
    Correction,
    Credit,
    ErrorReport,
    Image,
    Pick,
    Section,
    Source,
    Topic,
    Wire,
    WireItem,
)
from .wires import Unreadable, read

RAW_MOST = 50_000  # bytes of a delivery that are shown


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "expansion"]
    list_filter = ["kind"]
    search_fields = ["name", "name_ar", "name_en", "expansion"]

    def save_model(self, request, topic, form, change):
        """Its names are words by which its articles are found."""
        super().save_model(request, topic, form, change)
        topic.article_set.all().reindex()


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "kind"]
    search_fields = ["name"]


class ImageForm(forms.ModelForm):
    """A picture is sent once; afterwards its words and its focal point may change, never its file."""

    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP ou AVIF, 20 Mo au plus. Lieu et appareil en sont effacés. "
            "Comptez quelques secondes : toutes les tailles sont faites aussitôt."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    class Meta:
        model = Image
        fields = ["focal_x", "focal_y", "caption", "credit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]

    def clean_file(self):
        """Look at the picture now, so that what is wrong with it is told beside the field."""
        self.content = self.cleaned_data["file"].read()
        Image.objects.look_at(self.content)
        return self.cleaned_data["file"]


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    list_display = ["thumbnail", "caption", "credit", "width", "height", "created_at"]
    list_display_links = ["thumbnail", "caption"]
    search_fields = ["caption", "credit"]
    readonly_fields = ["thumbnail"]

    def get_fields(self, request, image=None):
        words = ["caption", "credit", "focal_x", "focal_y"]
        return ["thumbnail", *words] if image else [*words, "file"]

    @admin.display(description=gettext_lazy("image"))
    def thumbnail(self, image):
        card = image.card
        # The words stand beside it, in the list and in the form.
        return format_html('<img src="{}" width="192" height="128" alt="">', card["src"])

    def save_form(self, request, form, change):
        """A picture that is there already keeps its one row, with the words typed last."""
        if not change:
            words = {name: form.cleaned_data[name] for name in ImageForm.Meta.fields}
            form.instance = Image.objects.take_in(form.content, **words)
        return super().save_form(request, form, change)

    def save_model(self, request, image, form, change):
        """The focal point moved: other cuts are made, under other names."""
        if change:
            image.save()
            image.render()

    def has_delete_permission(self, request, image=None):
        return super().has_delete_permission(request, image) and not (
            image and image.article_set.exists()
        )


@admin.register(Pick)
class PickAdmin(admin.ModelAdmin):
    list_display = ["article", "place", "order", "until"]
    autocomplete_fields = ["article"]


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin):
    """A correction is written once, by the article's own verb, and stays as readers read it."""

    list_display = ["article", "kind", "note", "at", "by"]
    list_filter = ["kind"]
    list_select_related = ["article", "by"]
    autocomplete_fields = ["article"]
    fields = ["article", "kind", "note", "said", "says"]

    def save_model(self, request, correction, form, change):
        said = {name: form.cleaned_data[name] for name in ("kind", "note", "said", "says")}
        written = correction.article.correct(by=request.user, **said)
        correction.pk, correction.at, correction.by = written.pk, written.at, written.by

    def has_change_permission(self, request, correction=None):
        return False

    def has_delete_permission(self, request, correction=None):
        return False


@admin.register(Wire)
class WireAdmin(admin.ModelAdmin):
    list_display = [
        "name",
        "source",
        "section",
        "is_active",
        "publishes",
        "polled_at",
        "fresh_at",
        "trouble",
    ]
    list_select_related = ["source", "section"]
    list_filter = ["is_active"]
    autocomplete_fields = ["source"]
    readonly_fields = ["polled_at", "fresh_at", "failures", "last_error"]

    @admin.display(description=gettext_lazy("ennui"))
    def trouble(self, wire):
        """What is wrong with it now: it cannot be read, or has fallen silent."""
        if wire.failures:
            return f"{wire.last_error} ({wire.failures})"
        return _("muet") if wire.is_active and polling.is_quiet(wire, timezone.now()) else ""


@admin.register(WireItem)
class WireItemAdmin(admin.ModelAdmin):
    """What became of each item, newest first; an item proposed stands beside the article an editor wrote in."""

    list_display = ["headline_or_id", "source", "version", "outcome", "reason", "at", "its_article"]
    list_filter = ["outcome", "source"]
    list_select_related = ["source", "article"]
    search_fields = ["headline", "origin_id"]
    fields = [
        "source",
        "origin_id",
        "version",
        "outcome",
        "reason",
        "at",
        "its_article",
        "as_received",
        "compared",
    ]
    readonly_fields = fields

    @admin.display(description=gettext_lazy("titre"))
    def headline_or_id(self, item):
        return item.headline or item.origin_id

    @admin.display(description=gettext_lazy("article"))
    def its_article(self, item):
        if not item.article_id:
            return ""
        address = reverse("admin:articles_article_change", args=[item.article_id])
        return format_html('<a href="{}">{}</a>', address, item.article)

    @admin.display(description=gettext_lazy("tel que reçu"))
    def as_received(self, item):
        if not item.delivery:
            return ""
        return format_html(
            "<pre>{}</pre>", item.delivery.read()[:RAW_MOST].decode("utf-8", "replace")
        )

    @admin.display(description=gettext_lazy("ce que l’agence changerait"))
    def compared(self, item):
        """The article's words and the agency's, word by word: an editor takes what they like of it."""
        if item.outcome != WireItem.Outcome.PROPOSED or not item.article or not item.delivery:
            return ""
        found = [
            each
            for each in read(item.delivery.read())
            if not isinstance(each, Unreadable) and each.origin_id == item.origin_id
        ]
        if not found:
            return ""
        theirs = f"{found[0].headline}\n\n{plain_text(clean_body(found[0].body))}"
        ours = f"{item.article.headline}\n\n{plain_text(item.article.body)}"
        tags = {"gone": "del", "new": "ins", "same": "span"}
        return format_html_join(
            "",
            "<{}>{}</{}>",
            ((tags[kind], words, tags[kind]) for kind, words in difference(ours, theirs)),
        )

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, item=None):
        return False

    def has_change_permission(self, request, item=None):
        return False


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    list_display = ["text", "article", "paragraph", "state", "at"]
    list_filter = ["state"]
    list_select_related = ["article"]
    fields = ["article", "paragraph", "passage", "text", "email", "at", "state"]
    readonly_fields = ["article", "paragraph", "passage", "text", "email", "at"]

    def has_add_permission(self, request):
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["short_name", "full_name", "kind", "country"]
    list_filter = ["kind"]
    search_fields = ["short_name", "full_name"]

    def save_model(self, request, source, form, change):
        """Its names are words by which its articles are found."""
        super().save_model(request, source, form, change)
        if {"short_name", "full_name"} & set(form.changed_data):
            source.article_set.all().reindex()


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "kind", "order", "takes_comments", "comment_days"]
    prepopulated_fields = {"slug": ["name"]}


class CreditInline(admin.TabularInline):
    model = Credit
    extra = 1
    autocomplete_fields = ["author"]


class WithdrawForm(forms.Form):
    """How it goes, and what its address will say."""

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
        said = self.cleaned_data
        if said.get("how") == Article.Withdrawal.KILL and not said.get("notice"):
            self.add_error(
                "notice", gettext_lazy("Dites aux lecteurs pourquoi l’article est annulé.")
            )
        return said


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
    autocomplete_fields = ["source", "translation_of", "topics", "related", "lead_image"]
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
        form.instance.reindex()
        for warning in house_checks.warnings(form.instance, site_url=settings.SITE_URL):
            self.message_user(request, warning, messages.WARNING)
        if "_publish" in request.POST and form.instance.publish():
            self.log_change(request, form.instance, _("Publié."))
            self.message_user(request, _("L’article est publié."), messages.SUCCESS)

    def get_urls(self):
        withdraw = path(
            "<int:pk>/retirer/",
            self.admin_site.admin_view(self.withdraw),
            name="articles_article_withdraw",
        )
        return [withdraw, *super().get_urls()]

    def withdraw(self, request, pk):
        """The page of the three ways an article goes; what it leads to proves that it is gone."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            how, notice = form.cleaned_data["how"], form.cleaned_data["notice"]
            if how == WithdrawForm.DRAFT:
                article.return_to_draft()
            elif how == Article.Withdrawal.KILL:
                article.kill(notice=notice)
            else:
                article.take_down(notice=notice)
            said = dict(form.fields["how"].choices)[how]
            self.log_change(request, article, f"{said}. {notice}".strip())
            return redirect("withdrawal_receipt", pk=pk)
        context = {**self.admin_site.each_context(request), "article": article, "form": form}
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/withdraw.html", context, status=status)

    def has_delete_permission(self, request, article=None):
        """A permalink never dies: an article goes back to draft, it is not deleted."""
        return False

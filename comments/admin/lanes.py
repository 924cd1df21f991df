"""The lanes of the queue, and what a moderator chose to see of one: as lists of Django's admin, as cards."""

from dataclasses import dataclass, fields
from urllib.parse import parse_qsl, urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Language, Section

from ..models import Comment, Flag
from .keyset_list import KeysetList

LANES = {
    "pending": (_("À modérer"), "pending"),
    "reported": (_("Signalés"), "reported"),
    "escalated": (_("Second avis"), "escalated"),
    "appealed": (_("Recours"), "appealed"),
    "decided": (_("Décidés"), "decided"),
}
WAITING_LANES = ("pending", "reported", "escalated", "appealed")


def in_lane(name):
    return getattr(Comment.objects, LANES[name][1])()


@dataclass(frozen=True)
class Selection:
    """A lane and its filters, as an address says them: `file=pending&langue=ar&rubrique=monde`."""

    file: str = "pending"
    langue: str = ""
    rubrique: str = ""
    article: str = ""
    drapeau: str = ""

    @classmethod
    def asked(cls, request):
        """What one works on: said by the form, the address, or the list one came from."""
        came_from = dict(parse_qsl(request.GET.get("_changelist_filters", "")))
        for source in (request.POST, request.GET, came_from):
            if any(source.get(each.name) for each in fields(cls)):
                return cls.of(source)
        return cls()

    @classmethod
    def of(cls, said):
        """Return the selection of these words; what means nothing is left out."""
        article = said.get("article", "")
        return cls(
            file=_among(said.get("file"), LANES) or "pending",
            langue=_among(said.get("langue"), Language.values),
            rubrique=said.get("rubrique", "").replace("\0", "")[:60],
            article=article if is_number(article) else "",
            drapeau=_among(said.get("drapeau"), Flag.Code.values),
        )

    @property
    def items(self):
        """What it says, as pairs of name and value: the lane always, filters that are set."""
        said = ((each.name, getattr(self, each.name)) for each in fields(self))
        return [(name, value) for name, value in said if value]

    @property
    def query(self):
        return urlencode(self.items)

    @property
    def is_filtered(self):
        return len(self.items) > 1

    @property
    def list_address(self):
        return f"{reverse('admin:comments_comment_changelist')}?{self.query}"

    def filtered(self, queryset):
        """Return what its filters leave of these comments."""
        columns = {
            "language": self.langue,
            "article__section__slug": self.rubrique,
            "article": self.article,
        }
        queryset = queryset.filter(**{name: value for name, value in columns.items() if value})
        if self.drapeau:
            queryset = queryset.filter(
                pk__in=Flag.objects.filter(code=self.drapeau).values("revision__comment")
            )
        return queryset

    def all(self):
        return self.filtered(in_lane(self.file))

    def for_me(self, user):
        """What this person may decide of it, and no colleague reads now."""
        waiting = self.all().written_by_others(user).free_for(user)
        return waiting.with_an_appeal_for(user) if self.file == "appealed" else waiting


def _among(value, known):
    return value if value in known else ""


class LaneFilter(admin.SimpleListFilter):
    """Which lane of the queue; «À modérer» unless another is asked."""

    title = _("file")
    parameter_name = "file"
    template = "admin/comments/comment/no_filter.html"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _query) in LANES.items()]

    def choices(self, changelist):
        return list(super().choices(changelist))[1:]  # there is no «all» among lanes

    def value(self):
        asked = super().value()
        return asked if asked in LANES else "pending"

    def queryset(self, request, queryset):
        return getattr(queryset, LANES[self.value()][1])()


class SelectionFilter(admin.SimpleListFilter):
    """One filter of a Selection, as the admin's list shows it."""

    def queryset(self, request, queryset):
        return Selection.of({self.parameter_name: self.value() or ""}).filtered(queryset)


class LanguageFilter(SelectionFilter):
    title, parameter_name = _("langue"), "langue"

    def lookups(self, request, model_admin):
        return Language.choices


class SectionFilter(SelectionFilter):
    title, parameter_name = _("rubrique"), "rubrique"

    def lookups(self, request, model_admin):
        return [(section.slug, section.label) for section in Section.objects.all()]


class FlagFilter(SelectionFilter):
    title, parameter_name = _("drapeau"), "drapeau"

    def lookups(self, request, model_admin):
        return Flag.Code.choices


class ArticleFilter(SelectionFilter):
    """One article's comments: chosen from a card or a line, told here, and left again."""

    title, parameter_name = _("article"), "article"

    def lookups(self, request, model_admin):
        asked = request.GET.get("article", "")
        found = Article.objects.filter(pk=asked).first() if is_number(asked) else None
        return [(str(found.pk), found.headline)] if found else []


class Lane(KeysetList):
    """A list in the order of its lane, not in the model's."""

    def get_ordering(self, request, queryset):
        return list(queryset.query.order_by)


def is_number(*texts):
    return all(text.isdecimal() and text.isascii() and len(text) < 19 for text in texts)


def numbers(text):
    """Return the whole numbers of «1,2,3»; what is none is left out."""
    return [int(part) for part in text.split(",")[:200] if is_number(part)]

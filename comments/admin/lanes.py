"""The lanes of the queue and a moderator's filters, for the admin's lists and for cards."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from django.contrib import admin
from django.db.models import DurationField, Prefetch, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from articles.freshness import HOUSE, kept
from articles.models import Article, Language, Section
from articles.rules.people import name_of
from articles.rules.query_words import Word

from ..models import Appeal, Comment, Flag, Notice, Thresholds
from ..models.waiting import COUNTED, WAITING_LANES
from .lists import KeysetList, QuickRows

LANES = {
    "pending": (_("À modérer"), "pending"),
    "reported": (_("Signalés"), "reported"),
    "escalated": (_("Second avis"), "escalated"),
    "appealed": (_("Recours"), "appealed"),
    "decided": (_("Décidés"), "decided"),
}


def in_lane(name):
    return getattr(Comment.objects, LANES[name][1])()


def in_turn(queryset, lane, is_sorted):
    """Return a lane in the order of triage if it is the first one, and sorted."""
    return queryset.by_rank() if is_sorted and lane == "pending" else queryset


def told(count):
    """Return the number of a lane in words; it is counted up to COUNTED."""
    if count is None or count <= COUNTED:
        return count
    return gettext("plus de %(n)s") % {"n": number_format(COUNTED, force_grouping=True)}


def with_what_is_alleged(comments):
    """Give each comment its `waiting_notices` and `waiting_appeals`, and the time an appeal may wait."""
    appeals = Appeal.objects.open().select_related(
        "decision__clause", "notice__clause", "suspension__clause"
    )
    hours = timedelta(hours=Thresholds.objects.current().appeal_hours)
    return comments.annotate(appeal_time=Value(hours, DurationField())).prefetch_related(
        Prefetch(
            "notices",
            Notice.objects.open().select_related("clause", "flagger"),
            to_attr="waiting_notices",
        ),
        Prefetch("appeals", appeals.order_by("at"), to_attr="waiting_appeals"),
    )


def day_and_hour(at):
    """Return a moment in few letters, its month in words: Arabic's short form puts the month first."""
    return date_format(timezone.localtime(at), "j N Y H:i")


def colleague_named(user):
    """Return a colleague's name as HTML; «Paul R.» keeps its full stop behind it in an Arabic page too."""
    return format_html("<bdi>{}</bdi>", name_of(user))


def rules_in_question(comment):
    """Return the rules that open notices allege or open appeals are about, each once, in words."""
    rules = [
        gettext("%(rule)s (signaleur de confiance)") % {"rule": rule}
        if notice.flagger_id
        else gettext("%(rule)s (notification légale)") % {"rule": rule}
        if notice.is_legal
        else rule
        for notice in comment.waiting_notices
        for rule in [str(notice.clause or gettext("Autre chose"))]
    ]
    for appeal in comment.waiting_appeals:
        contested = appeal.suspension or appeal.notice or appeal.decision
        law = getattr(contested, "law", "")
        rules.append(str(contested.clause or law or gettext("Autre chose")))
    return list(dict.fromkeys(rules))


class LaneColumns:
    """Mixed into the desk: what the lists «Signalés» and «Recours» tell beside the comment."""

    LANE_COLUMNS = {
        "pending": ["created_at"],
        "reported": ["due", "rules", "weight"],
        "escalated": ["created_at"],
        "appealed": ["due", "rules"],
        "decided": ["last_act"],
    }

    @admin.display(description=_("réponse due"))
    def due(self, comment):
        at = getattr(comment, "due_at", None) or comment.appealed_at + comment.appeal_time
        when = day_and_hour(at)
        if at > timezone.now():
            return when
        return format_html('<strong class="lanes__late">{}</strong><br>{}', _("En retard"), when)

    @admin.display(description=_("règles en cause"))
    def rules(self, comment):
        return format_html_join("", "<div>{}</div>", [(r,) for r in rules_in_question(comment)])

    @admin.display(description=_("poids"))
    def weight(self, comment):
        return comment.alleged


@dataclass(frozen=True)
class Selection:
    """A lane and its filters. In an address: `file=pending&langue=ar&rubrique=monde`."""

    lane: str = "pending"
    language: str = ""
    section: str = ""
    article: str = ""
    flag: str = ""
    is_sorted: bool = False  # by triage; no address says so

    WORDS = (
        Word.LANE,
        Word.LANGUAGE,
        Word.SECTION,
        Word.ARTICLE,
        Word.FLAG,
    )  # of the fields, in order

    @classmethod
    def asked(cls, request, lane="pending"):
        """Return the selection of the form, else of the address, of the list before it, else all of `lane`."""
        came_from = dict(parse_qsl(request.GET.get("_changelist_filters", "")))
        for source in (request.POST, request.GET, came_from):
            if any(source.get(word) for word in cls.WORDS):
                return cls.of(source)
        return cls(lane=lane)

    @classmethod
    def of(cls, query):
        """Return the selection of a query; ignore values that are not valid."""
        article = query.get(Word.ARTICLE, "")
        return cls(
            lane=_among(query.get(Word.LANE), LANES) or "pending",
            language=_among(query.get(Word.LANGUAGE), Language.values),
            section=query.get(Word.SECTION, "").replace("\0", "")[:60],
            article=article if is_number(article) else "",
            flag=_among(query.get(Word.FLAG), Flag.Code.values),
        )

    @property
    def items(self):
        """Return the lane and the filters that are set, as pairs of query word and value."""
        values = (self.lane, self.language, self.section, self.article, self.flag)
        pairs = zip(self.WORDS, values, strict=True)
        return [(str(word), value) for word, value in pairs if value]

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
        """Keep the comments that pass its filters."""
        columns = {
            "language": self.language,
            "article__section__slug": self.section,
            "article": self.article,
        }
        queryset = queryset.filter(**{name: value for name, value in columns.items() if value})
        if self.flag:
            queryset = queryset.filter(
                pk__in=Flag.objects.filter(code=self.flag).values("revision__comment")
            )
        return queryset

    def all(self):
        return in_turn(self.filtered(in_lane(self.lane)), self.lane, self.is_sorted)

    def by_rank(self):
        return replace(self, is_sorted=True)

    def for_me(self, user):
        """Return its comments that this person may decide and no colleague reads now."""
        return self.decidable_by(user).free_for(user)

    def decidable_by(self, user):
        """Return its comments that this person may decide, whoever reads them now."""
        if self.lane == "appealed":  # under one's own text too, if it is about a sanction
            return self.all().with_an_appeal_for(user)
        return self.all().decidable_by(user, all_pending=self.lane in {"pending", "escalated"})

    def left_to_others(self, user):
        """Return how many of its waiting comments are a colleague's to decide, or being read."""
        if self.lane not in WAITING_LANES:
            return 0
        return self.all().count() - self.for_me(user).count()


def _among(value, known):
    return value if value in known else ""


class LaneFilter(admin.SimpleListFilter):
    """The lane of the list; «À modérer» by default."""

    title = _("file")
    parameter_name = Word.LANE
    template = "admin/comments/comment/no_filter.html"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _query) in LANES.items()]

    def choices(self, changelist):
        return list(super().choices(changelist))[1:]  # there is no «all» among lanes

    def value(self):
        asked = super().value()
        return asked if asked in LANES else "pending"

    def queryset(self, request, queryset):
        lane = getattr(queryset, LANES[self.value()][1])()
        return in_turn(lane, self.value(), getattr(request, "is_sorted", False))


class SelectionFilter(admin.SimpleListFilter):
    """One filter of a Selection, as the admin's list shows it."""

    def queryset(self, request, queryset):
        return Selection.of({self.parameter_name: self.value() or ""}).filtered(queryset)


class LanguageFilter(SelectionFilter):
    title, parameter_name = _("langue"), Word.LANGUAGE

    def lookups(self, request, model_admin):
        return Language.choices


class SectionFilter(SelectionFilter):
    title, parameter_name = _("rubrique"), Word.SECTION

    def lookups(self, request, model_admin):
        return kept(("desk", "sections", get_language()), _sections, tags=[HOUSE])


def _sections():
    return [(section.slug, section.label) for section in Section.objects.all()]


class FlagFilter(SelectionFilter):
    title, parameter_name = _("drapeau"), Word.FLAG

    def lookups(self, request, model_admin):
        return Flag.Code.choices


class ArticleFilter(SelectionFilter):
    """The comments of one article, which a card or a line of the list links to."""

    title, parameter_name = _("article"), Word.ARTICLE

    def lookups(self, request, model_admin):
        asked = request.GET.get(Word.ARTICLE, "")
        found = Article.objects.filter(pk=asked).first() if is_number(asked) else None
        return [(str(found.pk), found.told_headline)] if found else []


class Lane(QuickRows, KeysetList):
    """A list in the order of its lane instead of the model's."""

    def get_ordering(self, request, queryset):
        return list(queryset.query.order_by)


def is_number(*texts):
    return all(text.isdecimal() and text.isascii() and len(text) < 19 for text in texts)


def numbers(text):
    """Return the whole numbers of «1,2,3»; ignore other parts."""
    return [int(part) for part in text.split(",")[:200] if is_number(part)]

"""The search page: a form that works without script; its address can be kept and shared."""

import logging
from functools import partial

from django import forms
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.cache_headers import public
from articles.freshness import HOUSE, kept
from articles.models import Language, Section, Source
from articles.pages.articles import asked_after
from articles.rules.query_words import MOST_RELEVANT_FIRST, SEARCH_FIELDS, Word

from ..pages.errors import RETRY_SECONDS
from .query import COUNTED, Query, SearchAway

logger = logging.getLogger(__name__)
QUERY_MOST = 200  # characters


class SearchForm(forms.Form):
    """The question and its filters; a wrong filter is reported and ignored."""

    q = forms.CharField(
        label=_("Mots à chercher"),
        max_length=QUERY_MOST,
        required=False,
        widget=forms.SearchInput(attrs={"class": "saisie", "dir": "auto", "maxlength": QUERY_MOST}),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        label=_("Rubrique"),
        to_field_name="slug",
        required=False,
        empty_label=_("Toutes"),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(), label=_("Source"), required=False, empty_label=_("Toutes")
    )
    language = forms.ChoiceField(
        label=_("Langue"), choices=[("", _("Toutes")), *Language.choices], required=False
    )
    since = forms.DateField(
        label=_("Depuis le"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    order = forms.ChoiceField(
        label=_("Ordre"),
        choices=[
            ("", _("Les plus récents d’abord")),
            (MOST_RELEVANT_FIRST, _("Les plus pertinents d’abord")),
        ],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, use_required_attribute=False)
        for name in ("section", "source"):
            chosen = self.fields[name]
            chosen.label_from_instance = lambda thing: thing.label
            chosen.widget.choices = kept(
                ("search", name, get_language()), partial(_all, chosen.choices), tags=[HOUSE]
            )
        for name, field in self.fields.items():
            if name != "q":
                field.widget.attrs["class"] = "saisie"

    def add_prefix(self, field_name):
        """Name the field in the form and its address: in French, as in every public address."""
        return SEARCH_FIELDS.get(field_name, field_name)

    @property
    def filters(self):
        """Return what was chosen beside the words, as it was sent."""
        return tuple(
            self.data.get(self.add_prefix(name), "") for name in self.fields if name != "q"
        )

    def clean(self):
        for name in ("since", "until"):
            day = self.cleaned_data.get(name)
            # A newspaper's years, in which a day can still be added to a date.
            if day and not 1600 < day.year < 3000:
                self.add_error(name, _("Saisissez une date valide."))
        return self.cleaned_data

    def query(self):
        """Return the Query of the valid fields."""
        asked = getattr(self, "cleaned_data", {})
        return Query(
            text=asked.get("q", ""),
            section=asked.get("section"),
            source=asked.get("source"),
            language=asked.get("language", ""),
            since=asked.get("since"),
            until=asked.get("until"),
            by_relevance=asked.get("order") == MOST_RELEVANT_FIRST,
        )


def _all(choices):
    """Return the choices in one query: `list()` would ask for their number first."""
    return [choice for choice in choices]  # noqa: C416


@require_safe
def search(request):
    """Show the articles found for `?q=` and filters, newest first; with `?tri=pertinents` by relevance.

    `?avant=<id>` begins after that article.
    """
    form = SearchForm(request.GET if "q" in request.GET else None)
    form.is_valid()
    try:
        return _found(request, form)
    except SearchAway as away:
        logger.error("the search is away: %.200s", away.__cause__)
        return _closed(request, form)


@public
def _found(request, form):
    query = form.query()
    after = asked_after(request)
    articles, has_more = query.page(after)
    count = query.count() if after or has_more else len(articles)
    rank = query.rank_of(after) if query.by_relevance else 0
    suggestion = "" if count or not query.stems else query.suggestion()
    kept = request.GET.copy()
    kept.pop(Word.BEFORE, None)
    context = {
        "form": form,
        "query": query,
        "articles": articles,
        "next_before": articles[-1].pk if has_more else None,
        "after": after,
        "rank": rank,
        "count": count,
        "most": COUNTED,
        "topics": [] if after else query.topics(),
        "kept": kept.urlencode(),
        "suggestion": suggestion,
        "asked_again": _asked_again(kept, suggestion),
    }
    return render(request, "portal/search.html", context)


def _asked_again(kept, suggestion):
    """Return the query of the same search with other words: its order and filters stay."""
    again = kept.copy()
    again["q"] = suggestion
    return again.urlencode()


@never_cache
def _closed(request, form):
    """Answer 503 in words while the search engine is away; the question stays in the form."""
    answer = render(request, "portal/search.html", {"form": form, "is_away": True}, status=503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer

"""The search page: a form that works without script, whose address can be kept and shared."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.cache_headers import public
from articles.models import Language, Section, Source
from articles.pages.articles import asked_after

from .query import COUNTED, Query

QUERY_MOST = 200  # characters


class SearchForm(forms.Form):
    """What readers may ask for; a filter that cannot be meant is told, and left out."""

    q = forms.CharField(
        label=_("Mots à chercher"),
        max_length=QUERY_MOST,
        required=False,
        widget=forms.SearchInput(attrs={"class": "saisie", "dir": "auto", "maxlength": QUERY_MOST}),
    )
    rubrique = forms.ModelChoiceField(
        Section.objects.all(),
        label=_("Rubrique"),
        to_field_name="slug",
        required=False,
        empty_label=_("Toutes"),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(), label=_("Source"), required=False, empty_label=_("Toutes")
    )
    langue = forms.ChoiceField(
        label=_("Langue"), choices=[("", _("Toutes")), *Language.choices], required=False
    )
    depuis = forms.DateField(
        label=_("Depuis le"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    jusque = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, use_required_attribute=False)
        for name in ("rubrique", "source"):
            self.fields[name].label_from_instance = lambda thing: thing.label
        for name, field in self.fields.items():
            if name != "q":
                field.widget.attrs["class"] = "saisie"

    def clean(self):
        for name in ("depuis", "jusque"):
            day = self.cleaned_data.get(name)
            if (
                day and not 1600 < day.year < 3000
            ):  # newspapers', and within what calendars can add to
                self.add_error(name, _("Saisissez une date valide."))
        return self.cleaned_data

    def query(self):
        """Return the Query of what was understood."""
        asked = getattr(self, "cleaned_data", {})
        return Query(
            text=asked.get("q", ""),
            section=asked.get("rubrique"),
            source=asked.get("source"),
            language=asked.get("langue", ""),
            since=asked.get("depuis"),
            until=asked.get("jusque"),
        )


@require_safe
@public
def search(request):
    """What is found for `?q=`, filtered, newest first; `?avant=<id>` begins after that article."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    form.is_valid()
    query = form.query()
    after = asked_after(request)
    articles, has_more = query.page(after)
    kept = request.GET.copy()
    kept.pop("avant", None)
    context = {
        "form": form,
        "query": query,
        "articles": articles,
        "next_before": articles[-1].pk if has_more else None,
        "after": after,
        "count": query.count() if after or has_more else len(articles),
        "most": COUNTED,
        "topics": [] if after else query.topics(),
        "kept": kept.urlencode(),
    }
    return render(request, "portal/search.html", context)

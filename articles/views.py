"""The public pages of sections and articles: the same for every reader."""

from urllib.parse import unquote

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .models import TAKEN_ADDRESSES, Article, Section

ARTICLES_PER_PAGE = 20

public = cache_control(public=True, max_age=0, must_revalidate=True)


@require_safe
@public
def section(request, slug):
    """The articles of a section, newest first; `?avant=<id>` begins after that article."""
    section = get_object_or_404(Section, slug=slug)
    articles = Article.objects.visible().in_section(section).latest_first().for_cards()
    if before := request.GET.get("avant"):
        last = (
            Article.objects.visible().filter(pk=before).first()
            if before[:19].isdecimal() and len(before) < 19
            else None
        )
        if last is None:
            raise Http404
        articles = articles.older_than(last)
    page = list(articles[: ARTICLES_PER_PAGE + 1])
    context = {
        "section": section,
        "articles": page[:ARTICLES_PER_PAGE],
        "next_before": page[ARTICLES_PER_PAGE - 1].pk if len(page) > ARTICLES_PER_PAGE else None,
        "is_first_page": not before,
    }
    return render(request, "articles/section.html", context)


@require_safe
@public
def article(request, section, pk, slug=""):
    """An article; any other section, slug or form of its address answers one 301 to the newest."""
    if section in TAKEN_ADDRESSES:
        raise Http404  # a word of the site's own, never a section
    queryset = (
        Article.objects.visible()
        .select_related("section", "source", "translation_of")
        .prefetch_related("credits")
    )
    article = get_object_or_404(queryset, pk=pk)
    address = article.get_absolute_url()
    if request.path != unquote(address):
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    return render(request, "articles/article.html", {"article": article})

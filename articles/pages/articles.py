"""The public pages of articles and of their lists: the same for every reader."""

from copy import copy
from functools import wraps
from urllib.parse import unquote

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..cache_headers import public
from ..freshness import HOUSE, kept, shows
from ..freshness import article as about
from ..models import TAKEN_ADDRESSES, Article, Author, Section, Source, Topic
from ..rules.query_words import Word
from . import ninjs

# A first page has a lead beside two, then four rows of four; a later one five rows: no row has a hole.
ON_THE_FIRST_PAGE, ON_A_LATER_PAGE = 19, 20


def at_its_address(view):
    """Decorate a view of a thing and its list: a wrong slug answers one 301 to the right one."""

    @require_safe
    @public
    @wraps(view)
    def wrapped(request, pk, slug):
        thing = view(request, pk)
        if isinstance(thing, HttpResponse):
            return thing
        model, template, articles, context = thing
        if moved := _moved(request, model.get_absolute_url()):
            return moved
        return listing(request, lambda: articles, template, **context)

    return wrapped


def _moved(request, address):
    """Return a 301 to `address` with the query; returns None if the request asked for it."""
    if request.path == unquote(address):
        return None
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def listing(request, articles, template, **context):
    """Render one page of a list, newest first, each story once; `?avant=<id>` begins after that article.

    `articles` returns those of the list; it is called if the list is not in memory (list.html).
    """
    last = asked_after(request)
    most = ON_A_LATER_PAGE if last else ON_THE_FIRST_PAGE

    def read():
        told = articles().read_in(get_language()).latest_first()
        told = told.older_than(last) if last else told
        return list(told.for_teasers().with_languages()[: most + 1])

    found = SimpleLazyObject(read)
    context |= {
        "articles": SimpleLazyObject(lambda: found[:most]),
        "next_before": SimpleLazyObject(lambda: found[most - 1].pk if len(found) > most else None),
        "after": last,
    }
    return render(request, template, context)


def asked_after(request):
    """Return the article of `?avant=<id>`; returns None without it; raise 404 if it is none."""
    before = request.GET.get(Word.BEFORE)
    if not before:
        return None
    is_number = before.isdecimal() and before.isascii() and len(before) < 19
    last = Article.objects.filter(pk=before, published_at__lte=Now()).first() if is_number else None
    # What readers saw, and is off line since, still marks the place where the page begins.
    if last is None or not (last.is_visible or last.has_appeared):
        raise Http404
    return last


@require_safe
@public
def section(request, slug):
    """Show the articles of a section."""
    section = kept("sections by slug", _sections, tags=[HOUSE]).get(slug)
    if section is None:
        raise Http404
    return listing(
        request,
        lambda: Article.objects.visible().in_section(section),
        "articles/section.html",
        section=section,
    )


def _sections():
    return {section.slug: section for section in Section.objects.all()}


@at_its_address
def topic(request, pk):
    """Show the articles on a topic."""
    topic = get_object_or_404(Topic.objects.borne_by(Article.objects.visible()), pk=pk)
    articles = Article.objects.visible().filter(topics=topic)
    return topic, "articles/topic.html", articles, {"topic": topic}


@at_its_address
def source(request, pk):
    """Show a source and its articles."""
    source = get_object_or_404(Source, pk=pk)
    articles = Article.objects.visible().filter(source=source)
    return source, "articles/source.html", articles, {"source": source}


@at_its_address
def author(request, pk):
    """Show an author and their articles."""
    signed = Article.objects.visible().filter(credits__author=OuterRef("pk"))
    authors = Author.objects.select_related("portrait")
    author = get_object_or_404(authors.filter(Exists(signed)), pk=pk)
    articles = Article.objects.visible().filter(credits__author=author).distinct()
    return author, "articles/author.html", articles, {"author": author}


@require_safe
@public
def topics(request):
    """Show every topic that has a visible article."""
    return render(
        request,
        "articles/topics.html",
        {"topics": Topic.objects.told_by(Article.objects.visible())},
    )


@require_safe
@public
def article(request, section, pk, slug=""):
    """Show an article; a wrong section, slug or form of its address answers one 301."""
    if section in TAKEN_ADDRESSES:
        raise Http404  # a word of the site's own, never a section
    article = _visible(pk)
    if article is None:
        return _gone(request, pk)
    if moved := _moved(request, article.get_absolute_url()):
        return moved
    shows(until=article.changes_at)
    return render(request, "articles/article.html", {"article": article})


@require_safe
@public
def article_text(request, section, pk, slug):
    """Show an article as plain text, for people and machines that prefer it."""
    article = _visible(pk)
    if article is None:
        return _gone(request, pk)
    if moved := _moved(request, article.text_url):
        return moved
    context = {"article": article}
    return render(
        request, "articles/article.txt", context, content_type="text/plain; charset=utf-8"
    )


@require_safe
@public
def article_ninjs(request, section, pk, slug):
    """Answer an article as ninjs 3.1 (iptc.org)."""
    article = _visible(pk)
    if article is None:
        return _gone(request, pk)
    if moved := _moved(request, article.ninjs_url):
        return moved
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(ninjs.item(article), json_dumps_params=options)


def _visible(pk):
    """Return the article if readers may see it now; its parts are read only if they are not in memory."""
    found = Article.objects.visible().filter(pk=pk).select_related("section").defer("body")
    article = kept(("article", pk), found.first, tags=[HOUSE, about(pk)])
    return copy(article)  # what one page works out on it is not kept for the next


def _gone(request, pk):
    """Answer 410 with the newsroom's notice if the article was withdrawn; else raise 404."""
    article = get_object_or_404(Article, pk=pk, status=Article.Status.WITHDRAWN)
    if not article.has_appeared:
        raise Http404  # nothing went
    return render(request, "articles/gone.html", {"article": article}, status=410)

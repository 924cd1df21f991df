"""A discussion beyond the article's own page, and the way to any one comment of it."""

from urllib.parse import unquote

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles import cache_headers
from articles.models import Article

from ..models import Comment
from . import thread

ORDERS = {"": False, "recents": True}


@require_safe
@cache_headers.public
def discussion(request, section, pk, slug):
    """Some conversations of an article: `?tri=recents`, `?apres=`, `?depuis=` (a comment), `?fil=` (one alone)."""
    queryset = Article.objects.visible().select_related("section", "source")
    article = get_object_or_404(queryset, pk=pk)
    address = thread.discussion_url(article)
    if request.path != unquote(address):
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    order = request.GET.get("tri", "")
    if order not in ORDERS:
        raise Http404
    asked = {name: _comment(article, request.GET.get(name)) for name in ("fil", "apres", "depuis")}
    beyond = {"after": asked["apres"], "start": asked["depuis"]}
    if alone := asked["fil"]:
        page = thread.conversation(alone, article, **beyond)
    else:
        page = thread.page_of(article, newest_first=ORDERS[order], **beyond)
    context = {"article": article, "page": page, "is_first": not any(asked.values())}
    return render(request, "comments/discussion.html", context)


@require_safe
@cache_headers.feed
def permalink(request, pk):
    """To where a comment stands now, at the page and the place of the discussion it has moved to."""
    seen = Comment.objects.in_thread().select_related("article__section", "root")
    comment = get_object_or_404(seen, pk=pk)
    if not comment.article.is_visible:
        raise Http404
    return redirect(thread.address_of(comment))


@require_safe
@cache_headers.count
def count(request, pk):
    """How many comments readers see under an article now, for the page that stands open."""
    article = get_object_or_404(Article.objects.visible(), pk=pk)
    return JsonResponse({"count": thread.visible_count(article)})


def _comment(article, asked):
    """Return the comment of that discussion, None where none was asked for, 404 for what is none."""
    if not asked:
        return None
    if not (asked.isdecimal() and asked.isascii() and len(asked) < 19):
        raise Http404
    return get_object_or_404(Comment.objects.in_thread(), article=article, pk=asked)

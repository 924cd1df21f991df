"""A discussion beyond the article's own page, and the way to any one comment of it.

How much stands on one page, 100 comments at most: thread/bounds.py.
"""

from urllib.parse import unquote

from django.db.models import Exists, OuterRef
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles import cache_headers
from articles.freshness import shows
from articles.models import Article
from articles.models.languages import Language
from articles.rules.query_words import NEWEST_FIRST, Word

from ..models import Comment, Event
from . import thread

ORDERS = {"": False, NEWEST_FIRST: True}


@require_safe
@cache_headers.public
def discussion(request, section, pk, slug):
    """Show some conversations of an article.

    `?tri=recents`, `?langue=ar`, `?apres=` and `?depuis=` (a comment), `?fil=` (one conversation alone).
    """
    queryset = Article.objects.visible().select_related("section", "source")
    article = get_object_or_404(queryset, pk=pk)
    address = thread.discussion_url(article)
    if request.path != unquote(address):
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    order = request.GET.get(Word.ORDER, "")
    language = request.GET.get(Word.LANGUAGE, "")
    if order not in ORDERS or language not in {"", *Language.values}:
        raise Http404
    in_thread = article.comments.in_thread().select_related("pick")
    named = [Word.CONVERSATION, Word.FROM]
    alone, start = (_comment(in_thread, request.GET.get(name)) for name in named)
    after = _comment(_once_on_line(article), request.GET.get(Word.AFTER))
    for named, opening in ((alone, None), (start, alone)):
        if named and named.root != opening:  # it stands elsewhere
            return redirect(thread.address_of(named))
    beyond = {"after": after, "start": start}
    if alone:
        page = thread.conversation(alone, article, **beyond)
    else:
        page = thread.page_of(article, newest_first=ORDERS[order], language=language, **beyond)
    shows(until=article.changes_at)
    context = {"article": article, "page": page, "is_first": not (alone or after or start)}
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


def _once_on_line(article):
    """Return its comments that readers saw once: one that vanished still tells where they stood."""
    seen = Event.objects.filter(comment=OuterRef("pk"), state=Comment.State.PUBLISHED)
    return article.comments.filter(Exists(seen))


def _comment(comments, asked):
    """Return the one of these comments asked for; None if none was, 404 if it is none of them."""
    if not asked:
        return None
    if not (asked.isdecimal() and asked.isascii() and len(asked) < 19):
        raise Http404
    return get_object_or_404(comments, pk=asked)

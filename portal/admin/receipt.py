"""The receipt of a withdrawal: ask every public place again whether it shows the article."""

from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article
from portal.pages.page_language import language_at


@require_safe
@never_cache
@permission_required("articles.change_article", raise_exception=True)
def receipt(request, pk):
    """Show the answer that readers and machines get now at each place of the article."""
    article = get_object_or_404(Article.objects.select_related("section", "source"), pk=pk)
    found = [
        (address, *_asked(address, article, request.get_host())) for address in _places(article)
    ]
    context = {
        **admin.site.each_context(request),
        "article": article,
        "found": found,
        "is_gone": not any(there for _at, _code, there in found),
    }
    return render(request, "admin/articles/article/receipt.html", context)


def _places(article):
    """Return the addresses that may have shown it: pages, feeds, maps, search."""
    with translation.override("fr"):
        day = timezone.localtime(article.published_at or article.created_at)
        section, source = article.section.get_absolute_url(), article.source.get_absolute_url()
        places = [
            article.home_url, article.text_url, article.ninjs_url, article.card_url, reverse("home"), section, source,
            reverse("archives_day", args=[day.year, day.month, day.day]),
            *(reverse("site_feed", args=[form]) for form in ("rss.xml", "atom.xml", "feed.json")),
            reverse("section_feed", args=[article.section.slug, "atom.xml"]),
            reverse("source_feed", args=[article.source_id, "atom.xml"]),
            reverse("sitemap_month", args=[day.year, day.month]), reverse("sitemap_news"), reverse("corrections"),
            reverse("search", query={"q": article.headline[:150]}),
        ]  # fmt: skip
        for topic in article.topics.all():
            places += [topic.get_absolute_url(), reverse("topic_feed", args=[topic.pk, "atom.xml"])]
        for credit in article.credits.select_related("author"):
            if credit.author:
                places.append(credit.author.get_absolute_url())
    return places


def _request_for(address, host):
    """Return a GET of this address by a reader who sends no cookie."""
    parts = urlsplit(address)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
            "QUERY_STRING": parts.query,
            "HTTP_HOST": host,
            "SERVER_NAME": host.partition(":")[0],
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
    )


def _asked(address, article, host):
    """Return (status, whether the article is in it) of an address, rendered anew for a reader."""
    asked = _request_for(address, host)
    with translation.override(language_at(asked.path_info)):  # whatever the receipt's own is
        try:
            view = resolve(asked.path_info)
            answer = view.func(asked, *view.args, **view.kwargs)
        except (Http404, Resolver404):
            return 404, False
    if answer.streaming:  # a picture: its file is there, its bytes are not asked for
        answer.file_to_stream.close()
        return answer.status_code, answer.status_code == 200
    text = answer.content.decode("utf-8", "replace")
    is_its_own = address in {article.home_url, article.text_url, article.ninjs_url}
    there = f"/{article.pk}-{article.slug}/" in text or (
        is_its_own and escape(article.headline) in text
    )
    return answer.status_code, answer.status_code == 200 and there

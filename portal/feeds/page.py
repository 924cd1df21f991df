"""The page of all feeds, in words: what a feed is, and where each one stands."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import cache_headers
from articles.models import Article, Section, Topic


@require_safe
@cache_headers.public
def feeds(request):
    """Show the feeds of the site, of corrections, of each section and of each topic."""
    topics = Topic.objects.borne_by(Article.objects.visible()).order_by("name")
    context = {"sections": Section.objects.all(), "topics": topics}
    return render(request, "portal/feeds.html", context)

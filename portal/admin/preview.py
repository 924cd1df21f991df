"""Preview of an article for the newsroom: as readers will see it, with the house's warnings."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.admin.house_checks import warnings
from articles.models import Article


@require_safe
@never_cache
@permission_required("articles.change_article", raise_exception=True)
def preview(request, pk):
    """Show the page of an article in any state, and the house's warnings above it."""
    queryset = Article.objects.select_related("section", "source", "translation_of", "lead_image")
    article = get_object_or_404(
        queryset.prefetch_related("credits__author", "topics", "illustrations__image"), pk=pk
    )
    article.published_at = article.published_at or timezone.now()
    context = {
        "article": article,
        "is_preview": True,
        "warnings": warnings(article, site_url=settings.SITE_URL),
    }
    response = render(request, "articles/article.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

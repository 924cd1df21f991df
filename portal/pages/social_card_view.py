"""The address of an article's social card, drawn once and then kept as a file."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.views.decorators.http import require_safe

from articles import cache_headers
from articles.models import Article
from articles.models.files import keep
from articles.rules import drawings
from articles.rules.typography import typeset

from .dates import in_words
from .social_card import HEIGHT, drawn


@require_safe
@cache_headers.drawn_card
def card(request, pk, version):
    """Answer the PNG of a visible article; an older version's address leads to the newest."""
    queryset = Article.objects.visible().select_related("section", "source")
    article = get_object_or_404(queryset, pk=pk)
    if request.path != article.card_url:
        return redirect(article.card_url)
    path = f"cartes/{pk}-{version}.png"
    try:
        keep(path, lambda: _draw(article))
        return FileResponse(default_storage.open(path), content_type="image/png")
    except OSError:  # no room for it, or the bucket is away
        return HttpResponse(_draw(article), content_type="image/png")


def _draw(article):
    with translation.override(article.language):
        return drawn(
            headline=typeset(article.headline, article.language),
            kicker=article.kicker or str(article.section.label),
            source=str(article.source.label),
            day=in_words(article.published_at, "day"),
            site=settings.SITE_NAME,
            language=article.language,
            picture=drawings.raster(article.drawing, HEIGHT * 3 // 2) if article.drawing else None,
            is_opinion=article.section.is_opinion,
        )

"""The admin's «view on site» address: it tells nobody the slug of an article that readers do not see."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404

from articles.models import Article


def on_site(request, content_type_id, object_id):
    """Redirect to the page of a row, as the admin does; 404 if the row is an article off line."""
    is_article = ContentType.objects.get_for_model(Article).pk == content_type_id
    if is_article and not Article.objects.visible().filter(pk=object_id).exists():
        raise Http404
    return shortcut(request, content_type_id, object_id)

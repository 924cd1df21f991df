"""Write an item's words into its article, with the byline and the topics it names."""

from ..models import Article, Author, Credit, Topic
from ..models.languages import slug_of
from .editors_touch import digest_of_article, digest_of_item
from .written_fields import fields_of_item, shortened

TOPICS_MOST = 8


def write(article, item):
    for name, value in fields_of_item(item).items():
        setattr(article, name, value)
    article.lead_is_sure = item.is_lead_sure
    article.origin_version = item.version
    article.origin_digest = digest_of_item(item)
    article.machine_made = shortened(item.machine_made, 200)
    article.slug = article.slug or slug_of(article.headline, language=article.language) or "depeche"


def write_around(article, item):
    """Write the byline, and the topics that have the names of the item's."""
    sign(article, item.byline)
    if item.topics:
        article.topics.add(*Topic.objects.filter(name__in=item.topics[:TOPICS_MOST]))
    article.written_digest = digest_of_article(article)
    Article.objects.filter(pk=article.pk).update(written_digest=article.written_digest)


def sign(article, names):
    """Give the article that byline; a name already in it keeps its role and its author's page."""
    article.credits.exclude(name__in=names).delete()
    there = {credit.name: credit for credit in article.credits.all()}
    for order, name in enumerate(names, start=1):
        if credit := there.get(name):
            Credit.objects.filter(pk=credit.pk).update(order=order)
            continue
        author = Author.objects.filter(name=name).first()
        Credit.objects.create(article=article, name=name[:120], author=author, order=order)

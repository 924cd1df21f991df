"""Export articles and comments as WXR 1.2, which WordPress and `import_site` read."""

from datetime import UTC
from itertools import batched
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.utils import timezone

from articles.models import Article
from articles.rules.printable import printable
from comments.models import Comment

SPACES = {
    "xmlns:excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:wp": "http://wordpress.org/export/1.2/",
}
STATUSES = {"published": "publish", "draft": "draft", "review": "pending"}
BATCH = 200  # posts in memory at a time


def write(file, *, language="fr", progress=lambda number: None) -> int:
    """Write the articles to an open binary file; return the number of posts.

    Withdrawn articles, pictures, corrections and the addresses of people are left out. `progress` is called with the number written.
    """
    out = XMLGenerator(file, "utf-8", short_empty_elements=True)
    out.startDocument()
    out.startElement("rss", {"version": "2.0", **SPACES})
    out.startElement("channel", {})
    _say(out, title=settings.SITE_NAME, link=settings.SITE_URL, language=language)
    _say(out, **{"wp:wxr_version": "1.2", "wp:base_site_url": settings.SITE_URL})
    articles = (
        Article.objects.exclude(status=Article.Status.WITHDRAWN)
        .select_related("section", "source")
        .prefetch_related("credits", "topics")
        .order_by("pk")
    )
    number = 0
    for articles_batch in batched(articles.iterator(chunk_size=BATCH), BATCH):
        comments = _comments_of(articles_batch)
        for article in articles_batch:
            _post(out, article, comments.get(article.pk, []))
            number += 1
        progress(number)
    out.endElement("channel")
    out.endElement("rss")
    out.endDocument()
    return number


def _comments_of(articles):
    found = {}
    seen = Comment.objects.filter(state__in=[Comment.State.PUBLISHED, Comment.State.PENDING])
    seen = seen.filter(article__in=[article.pk for article in articles])
    for comment in seen.select_related("revision", "published_revision").order_by(
        "created_at", "pk"
    ):
        found.setdefault(comment.article_id, []).append(comment)
    return found


def _say(out, **elements):
    for name, value in elements.items():
        out.startElement(name, {})
        out.characters(printable(str(value)))
        out.endElement(name)


def _as_html(text):
    """Return plain text as WordPress keeps it, and import_site reads it: as HTML."""
    return printable(str(text)).replace("&", "&amp;").replace("<", "&lt;")


def _moment(at):
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S") if at else "0000-00-00 00:00:00"


def _local(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else "0000-00-00 00:00:00"


def _post(out, article, comments):
    at = article.published_at
    is_public = article.status == Article.Status.PUBLISHED
    is_hidden = bool(article.embargo_until and article.embargo_until > timezone.now())
    status = "future" if is_public and at > timezone.now() else STATUSES[article.status]
    out.startElement("item", {})
    _say(out, title=_as_html(article.headline), link=settings.SITE_URL + article.home_url)
    credits = [credit.name for credit in article.credits.all()]
    if credits:
        _say(out, **{"dc:creator": _as_html(", ".join(credits))})
    out.startElement("guid", {"isPermaLink": "false"})
    out.characters(f"{settings.SITE_URL}/?p={article.pk}")
    out.endElement("guid")
    _say(out, **{
        "content:encoded": article.body, "excerpt:encoded": _as_html(article.standfirst), "wp:post_id": article.pk,
        "wp:post_date": _local(at), "wp:post_date_gmt": _moment(at),
        "wp:comment_status": "open" if article.takes_comments() else "closed",
        "wp:post_name": article.slug, "wp:status": "draft" if is_hidden else status, "wp:post_type": "post",
    })  # fmt: skip
    named = [("category", article.section.slug, article.section.name)]
    named += [("post_tag", topic.slug, topic.name) for topic in article.topics.all()]
    for domain, nicename, name in named:
        out.startElement("category", {"domain": domain, "nicename": nicename})
        out.characters(_as_html(name))
        out.endElement("category")
    for comment in comments:
        is_shown = comment.is_visible  # one that alerts have hidden waits for a decision there too
        is_judged = comment.state == Comment.State.PUBLISHED
        revision = comment.published_revision if is_judged else comment.revision
        out.startElement("wp:comment", {})
        _say(out, **{
            "wp:comment_id": comment.pk, "wp:comment_author": _as_html(comment.name),
            "wp:comment_date": _local(comment.created_at), "wp:comment_date_gmt": _moment(comment.created_at),
            "wp:comment_content": _as_html(revision.text),
            "wp:comment_approved": "1" if is_shown else "0",
            "wp:comment_type": "comment", "wp:comment_parent": comment.parent_id or 0,
        })  # fmt: skip
        out.endElement("wp:comment")
    out.endElement("item")

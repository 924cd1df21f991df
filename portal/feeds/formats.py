"""Write feeds of articles, corrections and comments in RSS 2.0, Atom and JSON Feed 1.1.

The three hold the same items with the same permanent ids (tag: URIs, RFC 4151), which outlive any address.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape, linebreaks, strip_tags

from articles.models import TEASER_PARTS
from articles.pages.ninjs import absolute
from comments.models import Comment

MOST = 50  # items of one feed
# The day in the ids of sections, topics and sources, which have no day of their own; never change it.
FOUNDED = datetime(2021, 1, 2, tzinfo=UTC)
RELATIVE = re.compile(r'(<a href=")/(?!/)')
SPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
}
THREAD = "http://purl.org/syndication/thread/1.0"  # RFC 4685


@dataclass
class Item:
    """One entry, for every format. Times are aware; the HTML is the page's."""

    key: str
    link: str
    title: str
    summary: str
    html: str
    language: str
    published: datetime
    updated: datetime
    authors: list[str]
    tags: list[str] = field(default_factory=list)
    source: tuple[str, str] | None = None  # an agency's name and site
    image: str = ""
    comments: int | None = None
    comments_feed: str = ""
    answers: str = ""  # the id of the article or comment that a comment answers


@dataclass
class Channel:
    """A feed: its title, its address and its items."""

    key: str
    title: str
    description: str
    language: str
    link: str
    items: list[Item]
    since: datetime = FOUNDED
    hub: str = ""  # WebSub's; "" for feeds that it does not serve


def tag_uri(day: datetime, what: str) -> str:
    """Return a permanent id: host and day of the row's creation, never its address."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{day:%Y-%m-%d}:{what}"


def items_of_articles(articles) -> list[Item]:
    """Return the items of the latest of these visible articles, in seven queries."""
    found = list(articles.latest_first().prefetch_related(*TEASER_PARTS, "topics")[:MOST])
    counts = Comment.objects.under(found).counts()
    return [item_of_article(article, counts.get(article.pk, 0)) for article in found]


def item_of_article(article, comments: int) -> Item:
    credited = [credit.name for credit in article.credits.all()]
    source = article.source
    body = article.body
    if article.dateline_place:
        start = "<p>" if body.startswith("<p>") else ""
        body = f"{start}{escape(article.dateline_place)} – {body.removeprefix(start)}"
    return Item(
        key=tag_uri(article.created_at, f"article/{article.pk}"),
        link=settings.SITE_URL + article.home_url,
        title=article.headline,
        summary=article.standfirst or unescape(strip_tags(article.body))[:300],
        html=RELATIVE.sub(rf"\g<1>{settings.SITE_URL}/", body),
        language=article.language,
        published=article.published_at,
        updated=article.updated_at or article.published_at,
        authors=credited or [str(source.full_name or source.label)],
        tags=[str(article.section.label), *(topic.name for topic in article.topics.all())],
        image=absolute(article.lead_image.whole["src"]) if article.lead_image else "",
        source=None if source.is_newsroom else (source.short_name, source.home_page),
        comments=comments,
        comments_feed=f"{settings.SITE_URL}/flux/commentaires/{article.pk}/atom.xml",
    )


def items_of_corrections(corrections) -> list[Item]:
    """Return the items of corrections, newest first; each leads to its place on the page."""
    found = corrections.select_related("article__section", "article__source")[:MOST]
    return [
        Item(
            key=tag_uri(correction.at, f"correction/{correction.pk}"),
            link=f"{settings.SITE_URL}{correction.article.home_url}#{correction.anchor}",
            title=f"{correction.get_kind_display()} : {correction.article.headline}",
            summary=correction.note,
            html=linebreaks(correction.note, autoescape=True),
            language=correction.article.language,
            published=correction.at,
            updated=correction.at,
            authors=[settings.SITE_NAME],
        )
        for correction in found
    ]


def items_of_comments(article) -> list[Item]:
    """Return the items of an article's latest published comments."""
    comments = Comment.objects.visible().filter(article=article)
    latest = comments.order_by("-published_at", "-pk").prefetch_related("revision", "parent")
    return [
        Item(
            key=tag_uri(comment.created_at, f"comment/{comment.pk}"),
            link=settings.SITE_URL + comment.get_absolute_url(),
            title=comment.name,
            summary=comment.excerpt,
            html=comment.html,
            language=comment.language,
            published=comment.published_at,
            updated=comment.published_at,
            authors=[comment.name],
            answers=tag_uri(comment.parent.created_at, f"comment/{comment.parent_id}")
            if comment.parent_id
            else tag_uri(article.created_at, f"article/{article.pk}"),
        )
        for comment in latest[:MOST]
    ]


def _name_the_hub(feed, handler, element):
    if feed["hub"]:
        handler.addQuickElement(element, "", {"rel": "hub", "href": feed["hub"]})


class OfItems:
    """Mixin: a feed has the date of its newest item; an empty one that of its subject."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["since"]


class Rss(OfItems, Rss201rev2Feed):
    def rss_attributes(self):
        return {**super().rss_attributes(), **SPACES}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        _name_the_hub(self.feed, handler, "atom:link")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author)
        handler.addQuickElement("dc:language", entry.language)
        if entry.source and entry.source[1]:
            handler.addQuickElement("source", entry.source[0], {"url": entry.source[1]})
        if entry.comments is not None:
            handler.addQuickElement("slash:comments", str(entry.comments))
        handler.addQuickElement("content:encoded", entry.html)


class Atom(OfItems, Atom1Feed):
    def root_attributes(self):
        return {**super().root_attributes(), "xmlns:thr": THREAD}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        _name_the_hub(self.feed, handler, "link")

    def item_attributes(self, item):
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["entry"]
        for author in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author)
            handler.endElement("author")
        if entry.comments_feed:
            replies = {
                "rel": "replies",
                "href": entry.comments_feed,
                "thr:count": str(entry.comments),
            }
            handler.addQuickElement("link", "", {**replies, "type": "application/atom+xml"})
        if entry.answers:
            handler.addQuickElement("thr:in-reply-to", "", {"ref": entry.answers})
        handler.addQuickElement("content", entry.html, {"type": "html"})


def as_xml(channel: Channel, address: str, generator) -> str:
    feed = generator(
        title=channel.title,
        link=channel.link,
        description=channel.description,
        language=channel.language,
        feed_url=address,
        feed_guid=channel.key,
        since=channel.since,
        hub=channel.hub,
        author_name=settings.SITE_NAME if generator is Atom else None,
    )
    for item in channel.items:
        feed.add_item(
            title=item.title,
            link=item.link,
            description=item.summary,
            pubdate=item.published,
            updateddate=item.updated,
            unique_id=item.key,
            unique_id_is_permalink=False,
            categories=item.tags,
            comments=f"{item.link}#discussion" if item.comments is not None else None,
            entry=item,
        )
    return feed.writeString("utf-8")


def as_json(channel: Channel, address: str) -> str:
    """Return JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.link,
        "feed_url": address,
        "language": channel.language,
        **({"hubs": [{"type": "WebSub", "url": channel.hub}]} if channel.hub else {}),
        "items": [
            {
                "id": item.key,
                "url": item.link,
                "title": item.title,
                "summary": item.summary,
                "content_html": item.html,
                "date_published": rfc3339_date(item.published),
                "date_modified": rfc3339_date(item.updated),
                "authors": [{"name": name} for name in item.authors],
                "tags": item.tags,
                "language": item.language,
                **({"external_url": item.source[1]} if item.source and item.source[1] else {}),
                **({"image": item.image} if item.image else {}),
            }
            for item in channel.items
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


FORMS = {
    "rss.xml": (lambda channel, at: as_xml(channel, at, Rss), Rss.content_type),
    "atom.xml": (lambda channel, at: as_xml(channel, at, Atom), Atom.content_type),
    "feed.json": (as_json, "application/feed+json; charset=utf-8"),
}


def answer(channel: Channel, form: str, path: str) -> HttpResponse:
    """Answer with a feed; `path` is its one address."""
    address = settings.SITE_URL + path
    write, kind = FORMS[form]
    response = HttpResponse(write(channel, address), content_type=kind)
    links = [f'<{address}>; rel="self"']
    if channel.hub:
        links.append(f'<{channel.hub}>; rel="hub"')  # WebSub, W3C 2018, section 4
    response.headers["Link"] = ", ".join(links)
    return response

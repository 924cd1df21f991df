"""Write feeds of articles, corrections and comments in RSS 2.0, Atom and JSON Feed 1.1.

The three hold the same items with the same permanent ids (tag: URIs, RFC 4151), which outlive any address.
"""

import json
from functools import partial
from html import escape

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date

from . import for_people
from .items import Channel

# Between tags alone: whoever opens a feed in a browser sees these texts as they are sent, «don't» not as «don&#x27;t».
as_html = partial(escape, quote=False)

SPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:h": for_people.XHTML,
}
THREAD = "http://purl.org/syndication/thread/1.0"  # RFC 4685


def _name_the_hub(feed, handler, element):
    if feed["hub"]:
        handler.addQuickElement(element, "", {"rel": "hub", "href": feed["hub"]})


def _media(image):
    """Return the attributes of media:content. RSS's own enclosure asks for a length: for fifty pictures, fifty files."""
    return {
        "url": image.url,
        "type": image.kind,
        "medium": "image",
        "width": str(image.width),
        "height": str(image.height),
    }


class OfItems:
    """Mixin: a feed has the date of its newest item; an empty one that of its subject."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["since"]


class Rss(OfItems, Rss201rev2Feed):
    def rss_attributes(self):
        return {**super().rss_attributes(), **SPACES, "xml:lang": self.feed["language"]}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        _name_the_hub(self.feed, handler, "atom:link")
        for_people.introduce(handler, self.feed)

    def item_attributes(self, item):
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler, item):
        entry = item["entry"]
        for_people.tell(handler, entry)
        super().add_item_elements(handler, item)
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author)
        handler.addQuickElement("dc:language", entry.language)
        if entry.source and entry.source[1]:
            handler.addQuickElement("source", entry.source[0], {"url": entry.source[1]})
        if entry.comments is not None:
            handler.addQuickElement("slash:comments", str(entry.comments))
        if entry.image:
            handler.addQuickElement("media:content", "", _media(entry.image))
        handler.addQuickElement("content:encoded", entry.html)


class Atom(OfItems, Atom1Feed):
    def root_attributes(self):
        return {**super().root_attributes(), "xmlns:thr": THREAD, "xmlns:h": for_people.XHTML}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        _name_the_hub(self.feed, handler, "link")
        for_people.introduce(handler, self.feed)

    def item_attributes(self, item):
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler, item):
        entry = item["entry"]
        for_people.tell(handler, entry)
        super().add_item_elements(handler, item)
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
        if entry.image:
            enclosure = {"rel": "enclosure", "href": entry.image.url, "type": entry.image.kind}
            handler.addQuickElement("link", "", enclosure)
        if entry.answers:
            handler.addQuickElement("thr:in-reply-to", "", {"ref": entry.answers})
        handler.addQuickElement("content", entry.html, {"type": "html"})


def as_xml(channel: Channel, address: str, generator) -> str:
    """Return RSS or Atom. Django sends a summary as HTML, RSS its description too: text is escaped."""
    feed = generator(
        title=channel.title,
        link=channel.link,
        description=channel.description if generator is Atom else as_html(channel.description),
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
            description=as_html(item.summary),
            pubdate=item.published,
            updateddate=item.updated,
            unique_id=item.key,
            unique_id_is_permalink=False,
            categories=item.tags,
            comments=f"{item.link}#discussion" if item.comments is not None else None,
            entry=item,
        )
    return for_people.dressed(feed.writeString("utf-8"))


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
                **({"image": item.image.url} if item.image else {}),
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
    channel.make_ids()
    address = settings.SITE_URL + path
    write, kind = FORMS[form]
    response = HttpResponse(write(channel, address), content_type=kind)
    links = [f'<{address}>; rel="self"']
    if channel.hub:
        links.append(f'<{channel.hub}>; rel="hub"')  # WebSub, W3C 2018, section 4
    response.headers["Link"] = ", ".join(links)
    return response

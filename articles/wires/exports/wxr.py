"""PURE: a site's export (WordPress's WXR 1.0 to 1.2, WMaker's backup) → posts, one by one.

Read as a stream: a file of any length takes the memory of its longest post. Names are matched without their
namespace, whose address changed with each version of the format.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ..copy import moment
from ..dispatch import Unreadable
from .export_bytes import ReadableExport
from .old_text import line_of


@dataclass
class OldComment:
    """A reader's comment on the old site.

    `state` is published or pending; or the reason why it is left out: spam, trash, pingback.
    """

    number: str
    name: str
    text: str
    at: datetime | None
    state: str
    parent: str = ""
    email: str = ""


@dataclass
class Post:
    number: str
    guid: str
    title: str
    body: str
    kind: str
    status: str
    excerpt: str = ""
    author: str = ""
    slug: str = ""
    link: str = ""
    published_at: datetime | None = None
    date: str = ""  # as written: "" if the export gives none
    updated_at: datetime | None = None
    has_password: bool = False
    takes_comments: bool = True
    categories: list[tuple[str, str]] = field(default_factory=list)  # (slug, name)
    tags: list[str] = field(default_factory=list)
    comments: list[OldComment] = field(default_factory=list)
    language: str = ""
    thumbnail: str = ""  # number of the picture at its head
    file_url: str = ""  # of an attachment
    alt: str = ""


def posts(
    file, *, zone: tzinfo = UTC, tell: Callable[[int, str], None] = lambda line, what: None
) -> Iterator[Post | Unreadable]:
    """Yield the posts of an open binary file; raise Unreadable if it is no export.

    A post that fails for any reason is yielded as Unreadable. `zone` is that of times without one; `tell` is called
    with (line, what) for each piece of the file that no parser reads and that was replaced.
    """
    try:
        for element, authors, language in _items(ReadableExport(file, tell)):
            yield _each(element, authors, language, zone)
    except DefusedXmlException as error:
        raise Unreadable("entities are refused") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"broken from there on: {error}") from error


def _items(file):
    """Yield each <item> with what came before it: the names of the authors by login, the language."""
    authors, language, root, channel = {}, "", None, None
    for event, element in iterparse(file, ("start", "end"), forbid_dtd=False, forbid_entities=True):
        name = _local(element)
        if event == "start":
            if root is None:
                root = element
                if name not in {"rss", "channel"}:
                    raise Unreadable(f"<{name}> is no site's export")
            elif name == "channel":
                channel = element
            continue
        if name == "author" and _child(element, "author_login"):
            authors[_child(element, "author_login")] = _child(element, "author_display_name")
        elif name == "language" and not language:
            language = _words(element)
        elif name == "item":
            yield element, authors, language
            element.clear()
            if channel is not None:
                channel.clear()


def _each(item, authors, language, zone):
    try:
        return _post(item, authors, language, zone)
    except Exception as error:  # one item never stops the others
        why = f"not understood: {type(error).__name__}: {error}"[:200]
        return Unreadable(why, _child(item, "post_id"))


def _local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element, name):
    return [child for child in element if _local(child) == name]


def _words(element):
    return ("".join(element.itertext()) if element is not None else "").strip()


def _child(element, name):
    found = _children(element, name)
    return _words(found[0]) if found else ""


def _encoded(item, space):
    """Return content:encoded or excerpt:encoded: the same name in two namespaces."""
    for child in item:
        if isinstance(child.tag, str) and child.tag.endswith("}encoded") and space in child.tag:
            return "".join(child.itertext())
    return ""


def _categories_and_tags(item):
    """Return ([(slug, name)], [name]) of a post's categories and tags, each once."""
    categories, tags = [], []
    for each in _children(item, "category"):
        domain, nicename = each.get("domain") or "", each.get("nicename") or ""
        name = line_of(_words(each))
        if domain in {"category", ""} and name:
            categories.append((nicename, name))
        elif name:
            tags.append(name)
    return list(dict.fromkeys(categories)), list(dict.fromkeys(tags))


def _post(item, authors, language, zone):
    number = _child(item, "post_id")
    categories, tags = _categories_and_tags(item)
    login = _child(item, "creator")
    meta = {
        _child(each, "meta_key"): _child(each, "meta_value") for each in _children(item, "postmeta")
    }
    at = _time(_child(item, "post_date_gmt"), _child(item, "post_date"), zone)
    return Post(
        number=number,
        guid=_child(item, "guid") or _child(item, "link") or number,
        title=line_of(_child(item, "title")),
        body=_encoded(item, "content"),
        excerpt=_encoded(item, "excerpt"),
        kind=_child(item, "post_type") or "post",
        status=_child(item, "status") or "publish",
        author=line_of(authors.get(login) or login),
        slug=_child(item, "post_name"),
        link=_child(item, "link"),
        published_at=at or moment(_child(item, "pubDate")),
        date=_child(item, "post_date_gmt") or _child(item, "post_date") or _child(item, "pubDate"),
        updated_at=_time(_child(item, "post_modified_gmt"), "", zone),
        has_password=bool(_child(item, "post_password")),
        takes_comments=_child(item, "comment_status") != "closed",
        categories=categories,
        tags=tags,
        comments=_threaded([_comment(each, zone) for each in _children(item, "comment")]),
        language=language,
        thumbnail=meta.get("_thumbnail_id", ""),
        file_url=_child(item, "attachment_url"),
        alt=meta.get("_wp_attachment_image_alt", ""),
    )


def _comment(element, zone):
    kind, approved = _child(element, "comment_type"), _child(element, "comment_approved")
    states = {"1": "published", "approved": "published", "0": "pending", "hold": "pending"}
    state = kind if kind not in {"", "comment"} else states.get(approved, approved or "pending")
    return OldComment(
        number=_child(element, "comment_id"),
        name=line_of(_child(element, "comment_author")),
        text=_child(element, "comment_content"),
        at=_time(_child(element, "comment_date_gmt"), _child(element, "comment_date"), zone),
        state=state,
        parent=_child(element, "comment_parent"),
        email=_child(element, "comment_author_email"),
    )


def _threaded(comments):
    """Return the comments, with as `parent` only the number of another comment of the post.

    WMaker writes the article's own number there, WordPress 0. A comment without a number gets one from its place.
    """
    for place, comment in enumerate(comments):
        comment.number = comment.number or f"#{place}"
    numbers = {comment.number for comment in comments}
    for comment in comments:
        if comment.parent not in numbers or comment.parent == comment.number:
            comment.parent = ""
    return comments


WITH_ZONE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s?([+-]\d\d)(?::?(\d\d))?$")


def _time(gmt, local, zone):
    """Return the instant; returns None if no time can be read.

    It is WordPress's own GMT, or WMaker's local «gmt» with its offset («…+02»), or the local time in `zone`: drafts,
    and comments of old versions, have zeros for their GMT.
    """
    if zoned := WITH_ZONE.match(gmt):
        hours, minutes = int(zoned[2]), int(zoned[3] or 0)
        offset = timedelta(hours=hours, minutes=minutes if zoned[2][0] == "+" else -minutes)
        try:
            return moment(datetime.fromisoformat(zoned[1]).replace(tzinfo=timezone(offset)))
        except (ValueError, OverflowError):
            return None
    if gmt and not gmt.startswith("0000"):
        return moment(gmt)
    try:
        found = datetime.fromisoformat(local)
    except ValueError:
        return None
    return moment(found if found.tzinfo else found.replace(tzinfo=zone))

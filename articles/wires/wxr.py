"""PURE: a site's export (WordPress's WXR 1.0 to 1.2, WMaker's backup) → posts, one by one.

Read as a stream: a file of any length takes the memory of its longest post. Names are matched without their
namespace, whose address changed with each version of the format.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .copy import moment
from .dispatch import Unreadable


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


class _Printable:
    """The file without the control bytes that WordPress writes and XML refuses (XML 1.0, §2.2)."""

    NEVER = bytes([*range(9), 11, 12, *range(14, 32)])

    def __init__(self, file):
        self.file, self.is_wide = file, None

    def read(self, size=-1):
        chunk = self.file.read(size)
        if self.is_wide is None:
            self.is_wide = chunk[:2] in (b"\xff\xfe", b"\xfe\xff")
        while chunk and not self.is_wide:
            if cleaned := chunk.translate(None, self.NEVER):
                return cleaned
            chunk = self.file.read(size)  # all bytes went: to return nothing would mean the end
        return chunk


def posts(file) -> Iterator[Post]:
    """Yield the posts of an open binary file; raise Unreadable if it is no export."""
    authors, language, root, channel = {}, "", None, None
    try:
        for event, element in iterparse(
            _Printable(file), ("start", "end"), forbid_dtd=False, forbid_entities=True
        ):
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
                yield _post(element, authors, language)
                element.clear()
                if channel is not None:
                    channel.clear()
    except DefusedXmlException as error:
        raise Unreadable("entities are refused") from error
    except (ParseError, ValueError) as error:
        raise Unreadable(f"broken from there on: {error}") from error


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
        domain, nicename, name = each.get("domain") or "", each.get("nicename") or "", _words(each)
        if domain in {"category", ""} and name:
            categories.append((nicename, name))
        elif name:
            tags.append(name)
    return list(dict.fromkeys(categories)), list(dict.fromkeys(tags))


def _post(item, authors, language):
    number = _child(item, "post_id")
    categories, tags = _categories_and_tags(item)
    login = _child(item, "creator")
    meta = {
        _child(each, "meta_key"): _child(each, "meta_value") for each in _children(item, "postmeta")
    }
    at = _time(_child(item, "post_date_gmt"), _child(item, "post_date")) or moment(
        _child(item, "pubDate")
    )
    status = _child(item, "status") or "publish"
    if status == "future" and at is None:
        status = "draft"  # never on line at once because its day could not be read
    return Post(
        number=number,
        guid=_child(item, "guid") or _child(item, "link") or number,
        title=html.unescape(_child(item, "title")),
        body=_encoded(item, "content"),
        excerpt=_encoded(item, "excerpt"),
        kind=_child(item, "post_type") or "post",
        status=status,
        author=authors.get(login) or login,
        slug=_child(item, "post_name"),
        link=_child(item, "link"),
        published_at=at,
        updated_at=_time(_child(item, "post_modified_gmt"), ""),
        has_password=bool(_child(item, "post_password")),
        takes_comments=_child(item, "comment_status") != "closed",
        categories=categories,
        tags=tags,
        comments=_threaded([_comment(each) for each in _children(item, "comment")]),
        language=language,
        thumbnail=meta.get("_thumbnail_id", ""),
        file_url=_child(item, "attachment_url"),
        alt=meta.get("_wp_attachment_image_alt", ""),
    )


def _comment(element):
    kind, approved = _child(element, "comment_type"), _child(element, "comment_approved")
    states = {"1": "published", "approved": "published", "0": "pending", "hold": "pending"}
    state = kind if kind not in {"", "comment"} else states.get(approved, approved or "pending")
    return OldComment(
        number=_child(element, "comment_id"),
        name=html.unescape(_child(element, "comment_author")),
        text=_child(element, "comment_content"),
        at=_time(_child(element, "comment_date_gmt"), _child(element, "comment_date")),
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


def _time(gmt, local):
    """Return the instant: WordPress's own GMT, or WMaker's local «gmt» with its offset («…+02»)."""
    if zoned := WITH_ZONE.match(gmt):
        hours, minutes = int(zoned[2]), int(zoned[3] or 0)
        offset = timedelta(hours=hours, minutes=minutes if zoned[2][0] == "+" else -minutes)
        try:
            return moment(datetime.fromisoformat(zoned[1]).replace(tzinfo=timezone(offset)))
        except (ValueError, OverflowError):
            return None
    for written in (gmt, local):
        if written and not written.startswith("0000"):
            return moment(written)
    return None


SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|contact-form[\w-]*|vc_\w+)\b[^\]]*\]", re.I
)
BLOCK = re.compile(
    r"^\s*</?(?:p|h[1-6]|ul|ol|li|blockquote|div|table|figure|pre|hr|section|article)\b", re.I
)
TAG = re.compile(r"<([a-zA-Z][\w:-]*)")
PRINTED = {"p", "h2", "h3", "blockquote", "ul", "ol", "li", "em", "strong", "a", "br", "hr", "b", "i", "div", "h1", "h4", "h5", "h6"}  # fmt: skip


def _without_comments(markup):
    """Return the markup without `<!-- -->`, in linear time.

    A comment that never closes keeps its text and loses its opening sign.
    """
    kept, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        end = markup.find("-->", start + 4)
        if end < 0:
            break
        kept.append(markup[at:start])
        at = end + 3
    return "".join([*kept, markup[at:].replace("<!--", "")])


def body_of(markup: str) -> tuple[str, Counter]:
    """Return (HTML with its paragraphs, count of each tag in it that we do not print)."""
    markup = SHORTCODE.sub("", _without_comments(markup))
    dropped = Counter(name.lower() for name in TAG.findall(markup) if name.lower() not in PRINTED)
    parts = (part.strip() for part in re.split(r"\n\s*\n", markup.replace("\r\n", "\n")))
    # WordPress keeps paragraphs as blank lines and makes <p> of them when it shows them.
    whole = [
        part if BLOCK.match(part) else f"<p>{part.replace(chr(10), '<br>')}</p>"
        for part in parts
        if part
    ]
    return "\n".join(whole), dropped


def text_of(markup: str) -> str:
    """Return the text of a comment: its line breaks stay, its tags go."""
    text = re.sub(r"<br\s*/?>|</(?:p|div|li)>", "\n", markup, flags=re.I)
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()

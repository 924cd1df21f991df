"""PURE: RSS 0.9–2.0, Atom and JSON Feed → dispatches.

feedparser reads the XML, from bytes alone: it never fetches. The HTML that it returns is cleaned again by the intake.
"""

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from .bylines import names_of
from .dispatch import Dispatch, Picture, Unreadable, each_by_itself
from .documents import (
    SET_ELSEWHERE,
    refuse_too_many_marks,
    root_of,
    without_document_type,
    without_impossible,
)
from .elements import child, local, words
from .ninjs import data_of
from .times import moment

# Elements and attributes, those of HTML too: what feedparser reads within the deadline.
MARKS_MOST = 150_000
REFERENCES_MOST = 600_000  # «&amp;», «&#233;», a stray «&»: each is read by itself, a million of them for a second
AROUND_MOST = 20_000  # bytes
ENTRY, ENTRIES_APART_MOST = re.compile(rb"<(item|entry)\b(?:.*?</\1\s*>|.*)", re.DOTALL), 1000
# A declared encoding that is no name: feedparser breaks on it, and tells the encoding by itself without it.
ODD_ENCODING = re.compile(
    rb"(<\?xml)[^>]{0,100}?encoding\s*=\s*[\"'][^\"'>]*?[^\w.\"'>-][^\"'>]*[\"']"
)
LONG_NUMBER_AS_HTML = re.compile("&amp;#[0-9]{8,}+;?")  # feedparser breaks on it
OF_A_PICTURE = re.compile(rb"(</?media:)(?:description|text)\b")


def read(content: bytes) -> list:
    """Return the dispatches of a feed; an entry without identity or title is an Unreadable."""
    refuse_too_many_marks(content, MARKS_MOST)
    if content.count(b"&") > REFERENCES_MOST:
        raise Unreadable(f"more than {REFERENCES_MOST} references («&»)")
    content = _readable(content)
    gone, drafts = _gone_and_drafts(content)
    try:
        feeds = [_parsed(content)]
    except Unreadable:  # on some misplaced tags, of one entry as a rule
        feeds = each_by_itself(_parsed, _entries_apart(content))
        if not any(isinstance(feed, Mapping) for feed in feeds):
            raise
    found = feeds[0]
    if (
        len(feeds) == 1
        and not found.entries
        and not gone
        and (found.bozo or not found.get("version"))
    ):
        raise Unreadable(f"not a feed: {found.get('bozo_exception', 'no RSS and no Atom')}")
    entries = []
    for feed in feeds:
        is_broken = isinstance(feed, Unreadable)
        entries += [feed] if is_broken else each_by_itself(partial(_entry, feed.feed, drafts), feed.entries)  # fmt: skip
    return _once_each([*gone, *entries])


def _readable(content):
    """Return the bytes of a feed without what feedparser breaks on or misreads."""
    text = without_impossible(content.decode("latin-1"))
    text = LONG_NUMBER_AS_HTML.sub("&#65533;", text)
    if SET_ELSEWHERE.search(text):
        text = without_document_type(text)
    # feedparser takes a picture's caption for the entry's own text: under another tag name it keeps it apart.
    return OF_A_PICTURE.sub(
        rb"\1said", ODD_ENCODING.sub(rb"\1 version='1.0'", text.encode("latin-1"))
    )


def _parsed(content):
    """Return what feedparser makes of a feed; raise Unreadable if it breaks on it."""
    try:
        import feedparser  # large, and no page needs it

        return feedparser.parse(content, response_headers={"content-type": "application/xml"})
    except Exception as error:
        raise Unreadable(f"not a feed: {type(error).__name__}: {error}"[:200]) from error


def _entries_apart(content):
    """Return a feed of its own for each entry, with what stands around the entries."""
    found = list(ENTRY.finditer(content))[:ENTRIES_APART_MOST]
    if not found:
        return []
    head, end = content[: found[0].start()], content[found[-1].end() :]
    if len(head) + len(end) > AROUND_MOST:
        return []  # it would be copied for each entry
    return [head + each[0] + end for each in found]


def _gone_and_drafts(content):
    """Return (withdrawals of the deleted entries, RFC 6721; identities of the drafts, RFC 5023).

    feedparser reports neither.
    """
    if b"deleted-entry" not in content and b":draft" not in content:
        return [], set()
    try:
        root = root_of(content)
    except Unreadable:
        return [], set()
    gone = [
        Dispatch(origin_id=each.get("ref").strip(), status="withheld")
        for each in root.iter()
        if local(each) == "deleted-entry" and (each.get("ref") or "").strip()
    ]
    drafts = {
        words(child(entry, "id"))
        for entry in root.iter()
        if local(entry) == "entry" and words(child(entry, "control", "draft")).lower() == "yes"
    }
    return gone, drafts


def _once_each(items):
    """Refuse a second entry with the same identity: it would overwrite the first."""
    seen = set()
    for place, item in enumerate(items):
        if isinstance(item, Unreadable):
            continue
        if item.origin_id in seen:
            items[place] = Unreadable("the same identity twice in one feed", item.origin_id)
        seen.add(item.origin_id)
    return items


def _entry(feed, drafts, entry):
    origin_id = (_words(entry, "id") or _words(entry, "link")).strip()
    if not origin_id:
        return Unreadable("no guid and no link")
    if origin_id in drafts:
        return Unreadable("a draft of the agency's own", origin_id)
    headline = _words(entry, "title")
    if not headline.strip():
        return Unreadable("no title", origin_id)
    contents = [each.value for each in entry.get("content") or [] if each.get("value")]
    summary = _words(entry, "summary")
    body = max(contents, key=len) if contents else summary
    source = entry.get("source") or {}
    detail = entry.get("title_detail") or {}
    return Dispatch(
        origin_id=origin_id,
        language=_words(entry, "language")
        or _words(detail, "language")
        or _words(feed, "language"),
        headline=headline,
        standfirst=summary if contents and summary != body else "",
        body=body,
        byline=_unique(
            n for a in entry.get("authors") or [] for n in names_of(a.get("name") or "")
        ),
        source=_words(source, "title"),
        url=_words(entry, "link"),
        rights=_words(entry, "rights") or _words(feed, "rights"),
        topics=[tag.term for tag in entry.get("tags") or [] if tag.get("term")],
        published_at=_time(entry, "published") or _time(entry, "updated"),
        updated_at=_time(entry, "updated") or _time(entry, "published"),
        pictures=_pictures(entry),
    )


def _pictures(entry):
    """Return the pictures of Media RSS, else of the enclosures; one caption serves them all."""
    addresses = [
        each["url"]
        for each in entry.get("media_content") or []
        if each.get("url")
        and (each.get("medium") or each.get("type") or "image").startswith("image")
    ] or [
        each["href"]
        for each in entry.get("enclosures") or []
        if each.get("href") and each.get("type", "").startswith("image/")
    ]
    credit = (entry.get("media_credit") or [{}])[0].get("content") or ""
    caption = _words(entry, "media_said")
    return [Picture(address, caption=caption, credit=credit) for address in addresses]


def _unique(names):
    return list(dict.fromkeys(names))


def _words(part, name):
    """Return the text of an element, "" if there is none: of one that has attributes feedparser may keep these instead."""
    found = part.get(name)
    return found if isinstance(found, str) else ""


def _time(entry, name):
    """Return a time of an entry: feedparser's reading only for months in other languages."""
    said = dict.get(entry, name)  # its own get() takes one date for the other
    said = said if isinstance(said, str) else ""
    if (found := moment(said)) or not re.search(r"[^\W\d_]{3}", said):
        return found  # feedparser makes the year 1607 of a Unix time
    parsed = dict.get(entry, f"{name}_parsed")
    try:
        return moment(datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def read_json(content: bytes) -> list:
    """Return the dispatches of a JSON Feed 1.x."""
    feed = data_of(content)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Unreadable("a JSON Feed without items")
    return _once_each(each_by_itself(lambda item: _json_item(item, feed), items))


def _json_item(item, feed):
    if not isinstance(item, dict) or item.get("id") in (None, ""):
        return Unreadable("no id")  # such an item must be dropped (JSON Feed 1.1)
    origin_id = str(item["id"])
    body = str(item.get("content_html") or item.get("content_text") or "")
    headline = str(item.get("title") or "")
    if not headline.strip():
        return Unreadable("no title", origin_id)
    authors = item.get("authors") or (
        [item["author"]] if item.get("author") else feed.get("authors") or [feed.get("author")]
    )
    published = moment(item.get("date_published"))
    return Dispatch(
        origin_id=origin_id,
        language=str(item.get("language") or feed.get("language") or ""),
        headline=headline,
        standfirst=str(item.get("summary") or ""),
        body=body,
        byline=[
            n for a in authors if isinstance(a, dict) for n in names_of(str(a.get("name") or ""))
        ],
        url=str(item.get("url") or ""),
        topics=[str(tag) for tag in item.get("tags") or []],
        published_at=published,
        updated_at=moment(item.get("date_modified")) or published,
        pictures=[Picture(str(item["image"]))] if item.get("image") else [],
    )

"""PURE: NewsML-G2 (IPTC, 2.x) → dispatches; hands NewsML 1.2 and bare NITF to their readers.

No DTD, catalogue or entity is ever fetched (documents.py).
"""

from . import newsml1, nitf
from .bylines import names_of
from .dispatch import Dispatch, Unreadable, each_by_itself
from .documents import root_of
from .elements import (
    STATES,
    child,
    children,
    embargo,
    html,
    lang,
    lang_of_text,
    local,
    markup_of,
    notes_in,
    number,
    words,
)
from .places import place_of
from .times import moment

WORK_MOST = 2_000_000  # elements looked at: items may stand inside items


def read(content: bytes) -> list:
    """Return the dispatches of a document; an item that cannot be read is an Unreadable."""
    root = root_of(content)
    for name, read_one in (
        ("NewsItem", newsml1.read_item),
        ("newsItem", _item),
        ("nitf", nitf.read),
    ):
        if items := _each(root, name):
            return each_by_itself(lambda each, read_one=read_one: read_one(each, lang(root)), items)
    if local(root) == "NewsML":
        return [Unreadable("no NewsItem")]
    return [Unreadable(f"<{local(root)}> is no news item")]


def _each(root, name):
    """Return the elements of that name; raise Unreadable for items inside items without end."""
    found, work = [each for each in root.iter() if local(each) == name], 0
    if name == "nitf" and local(root) != "nitf":
        found = [each for each in root if local(each) == name]
    for each in found:
        work += sum(1 for _each in each.iter())
        if work > WORK_MOST:
            raise Unreadable("items inside items without end")
    return found


def _code(element):
    """Return the code of a qcode, uri or literal: «usable» of stat:usable."""
    if element is None:
        return ""
    code = element.get("qcode") or element.get("uri") or element.get("literal") or words(element)
    return code.rpartition(":")[2].rpartition("/")[2].strip().lower()


def _name(element):
    """Return the name of a party or concept: its <name>, else the last part of its code."""
    if element is None:
        return ""
    return words(child(element, "name")) or (element.get("qcode") or "").rpartition(":")[2]


def _item(item, language=""):
    origin_id = (item.get("guid") or "").strip()
    if not origin_id:
        return Unreadable("no guid")
    version = number(item.get("version"))
    meta = child(item, "itemMeta")
    meta = meta if meta is not None else item
    status = _code(child(meta, "pubStatus")) or "usable"
    if status not in STATES:
        return Unreadable(f"pubStatus {status!r} is unknown", origin_id)
    if STATES[status] != "usable":
        return Dispatch(origin_id=origin_id, version=version, status=STATES[status])
    kind = _code(child(meta, "itemClass")) or "text"
    if kind not in {"text", "composite"}:
        return Unreadable(f"a {kind}: only text is taken in", origin_id)
    if child(meta, "embargoed") is None and status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    found = _usable(item, meta, origin_id, version)
    if isinstance(found, Dispatch):
        found.language = found.language or lang(item) or language
    return found


def _usable(item, meta, origin_id, version):
    """Return the dispatch of a usable item; returns Unreadable if it has no headline."""
    about = child(item, "contentMeta")
    about = about if about is not None else item
    body, head = _content(item)
    headline = _headline(about) or head["headline"]
    if not headline:
        return Unreadable("no headline", origin_id)
    language, rights = child(about, "language"), child(item, "rightsInfo")
    created = moment(words(child(meta, "firstCreated"))) or moment(words(child(about, "contentCreated")))  # fmt: skip
    changed = moment(words(child(meta, "versionCreated")))
    until = child(meta, "embargoed")
    rights = rights if rights is not None else item
    written = [name for each in children(about, "by") for name in names_of(words(each))]
    creators = [name for each in children(about, "creator") for name in names_of(words(child(each, "name")))]  # fmt: skip
    source = _name(child(about, "infoSource")) or _name(child(meta, "provider"))
    located = child(about, "located")
    place = _name(located) if child(about, "located", "name") is not None else ""
    return Dispatch(
        origin_id=origin_id,
        version=version,
        language=(language.get("tag") if language is not None else "") or head["language"],
        headline=headline,
        kicker=words(child(about, "slugline")),
        standfirst=_description(about),
        body=body,
        byline=written or head["byline"] or creators,
        dateline_place=place_of(words(child(about, "dateline"))) or head["place"],
        located=place,
        source=source or _name(child(rights, "copyrightHolder")),
        rights=words(child(rights, "copyrightNotice")),
        usage_terms=words(child(rights, "usageTerms")),
        editor_note=words(child(meta, "edNote")) or notes_in(item),
        topics=[name for name in (words(child(each, "name")) for each in children(about, "subject")) if name],
        published_at=created or changed,
        updated_at=moment(words(child(about, "contentModified"))) or changed,
        embargo_until=embargo(words(until), origin_id) if until is not None else None,
        is_correction="correction" in {_code(signal) for signal in children(meta, "signal")},
        urgency=number(words(child(about, "urgency")), default=None),
        machine_made=_code(child(about, "digitalSourceType")),
    )  # fmt: skip


def _headline(about):
    """Return the main headline: one without a role or with «main» first, never a subheading."""
    found = [each for each in children(about, "headline") if "sub" not in (each.get("role") or "")]
    found.sort(key=lambda each: bool(each.get("role")) and "main" not in each.get("role"))
    return words(found[0]) if found else ""


def _description(about):
    summaries = [
        each for each in children(about, "description") if "caption" not in (each.get("role") or "")
    ]
    return words(summaries[0]) if summaries else ""


def _content(item):
    """Return (HTML of the body, what its text declares: headline, byline, place, language)."""
    told = {"headline": "", "byline": [], "place": "", "language": ""}
    content = child(item, "contentSet")
    if content is None:
        return "", told
    for part in content:
        if local(part) == "inlineXML" and len(part):
            told["language"] = lang_of_text(part)
            if len(part) == 1:
                return markup_of(part[0]), {**told, **nitf.head_fields(part[0])}
            return "\n".join(filter(None, (html(each).strip() for each in part))), told
    for part in content:
        if local(part) == "inlineData":
            told["language"] = lang(part)
            return markup_of(part), told  # ANSA sends HTML labelled as text
    return "", told

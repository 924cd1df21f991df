"""PURE: NewsML-G2 (IPTC, 2.x) → dispatches; hands NewsML 1.2 and bare NITF to their readers.

No DTD, catalogue or entity is ever fetched; a document that declares an entity is refused before it is parsed.
"""

import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from . import newsml1, nitf
from .copy import each_by_itself, names_of, place_of
from .dispatch import Dispatch, Unreadable
from .elements import STATES, child, children, embargo, html, lang, local, markup_of, number, words
from .times import moment

# Wrong names of UTF-8; and Latin-1, which in fact holds Windows' letters (œ, ’, €), as browsers read it.
MISNAMED = [
    (re.compile(rb"^(\s*<\?xml[^>]*encoding\s*=\s*[\"'])utf[-_]?8(?=[\"'])", re.I), rb"\1utf-8"),
    (re.compile(rb"^(\s*<\?xml[^>]*encoding\s*=\s*[\"'])iso-?8859-1(?=[\"'])", re.I), rb"\1windows-1252"),
]  # fmt: skip


def read(content: bytes) -> list:
    """Return the dispatches of a document; an item that cannot be read is an Unreadable."""
    for name, right in MISNAMED:
        content = name.sub(right, content, count=1)
    try:
        root = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise Unreadable(f"entities are refused: {type(error).__name__}") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"not XML: {error}") from error
    name = local(root)
    if name == "NewsML":
        items = [each for each in root.iter() if local(each) == "NewsItem"]
        return each_by_itself(newsml1.read_item, items) or [Unreadable("no NewsItem")]
    if name == "nitf":
        (found,) = each_by_itself(nitf.read, [root])
        return found if isinstance(found, list) else [found]
    items = [each for each in root.iter() if local(each) == "newsItem"]
    if not items:
        return [Unreadable(f"<{name}> is no news item")]
    return each_by_itself(_item, items)


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


def _item(item):
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
    return _usable(item, meta, origin_id, version)


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
    creators = [_name(each) for each in children(about, "creator") if child(each, "name") is not None]  # fmt: skip
    source = _name(child(about, "infoSource")) or _name(child(meta, "provider"))
    located = child(about, "located")
    place = _name(located) if child(about, "located", "name") is not None else ""
    return Dispatch(
        origin_id=origin_id,
        version=version,
        language=(language.get("tag") if language is not None else "") or lang(item),
        headline=headline,
        kicker=words(child(about, "slugline")),
        standfirst=_description(about),
        body=body,
        byline=written or head["byline"] or creators,
        dateline_place=place or place_of(words(child(about, "dateline"))) or head["place"],
        source=source or _name(child(rights, "copyrightHolder")),
        rights=words(child(rights, "copyrightNotice")),
        usage_terms=words(child(rights, "usageTerms")),
        editor_note=words(child(meta, "edNote")),
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
    """Return (HTML of the body, the head fields of NITF) of a contentSet."""
    nothing = {"headline": "", "byline": [], "place": ""}
    content = child(item, "contentSet")
    if content is None:
        return "", nothing
    for part in content:
        if local(part) == "inlineXML" and len(part):
            if len(part) == 1:
                return markup_of(part[0]), nitf.head_fields(part[0])
            return "\n".join(filter(None, (html(each).strip() for each in part))), nothing
    for part in content:
        if local(part) == "inlineData":
            return markup_of(part), nothing  # ANSA sends HTML labelled as text
    return "", nothing

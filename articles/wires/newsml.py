"""PURE: NewsML-G2 (2.x), NewsML 1.2 and bare NITF (IPTC) → dispatches.

Read by local names, so that a fragment without its namespace is understood too. No DTD, catalogue or entity is
ever fetched; a document that declares an entity is refused before it is parsed.
"""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .copy import each_by_itself, embargo_of, moment, names_of
from .dispatch import Dispatch, Unreadable

STATES = {"usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled",
          "embargoed": "usable"}  # fmt: skip
PRINTED = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "b",
    "i",
    "a",
    "blockquote",
    "br",
}
NITF = {"hl2": "h2", "bq": "blockquote", "q": "em", "block": "div"}


def read(content: bytes) -> list:
    """Return the dispatches of a document, Unreadable ones among them."""
    try:
        root = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise Unreadable(f"entities are refused: {type(error).__name__}") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"not XML: {error}") from error
    name = _local(root)
    if name == "NewsML":
        items = [each for each in root.iter() if _local(each) == "NewsItem"]
        return each_by_itself(_first, items) or [Unreadable("no NewsItem")]
    if name == "nitf":
        return each_by_itself(_bare_nitf, [root])
    items = [each for each in root.iter() if _local(each) == "newsItem"]
    if not items:
        return [Unreadable(f"<{name}> is no news item")]
    return each_by_itself(_second, items)


def _local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element, *path):
    """The descendants by a path of local names, each a child of the one before."""
    found = [element]
    for name in path:
        found = [child for each in found for child in each if _local(child) == name]
    return found


def _one(element, *path):
    found = _all(element, *path)
    return found[0] if found else None


def _words(element):
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _deep(element, *names):
    """The first descendant of any of these local names, however deep."""
    return next((each for each in element.iter() if _local(each) in names), None)


def _code(element):
    """The code of a qcode, uri or literal: «usable» of stat:usable."""
    if element is None:
        return ""
    said = element.get("qcode") or element.get("uri") or element.get("literal") or _words(element)
    return said.rpartition(":")[2].rpartition("/")[2].strip().lower()


def _name(element):
    """The name of a party or concept: its <name>, else the last part of its code."""
    if element is None:
        return ""
    said = _words(_one(element, "name"))
    return said or (element.get("qcode") or "").rpartition(":")[2]


# NewsML-G2


def _second(item):
    origin_id = (item.get("guid") or "").strip()
    if not origin_id:
        return Unreadable("no guid")
    meta, about = _one(item, "itemMeta"), _one(item, "contentMeta")
    meta = meta if meta is not None else item
    about = about if about is not None else item
    kind = _code(_one(meta, "itemClass")) or "text"
    if kind not in {"text", "composite"}:
        return Unreadable(f"a {kind}: only text is taken in", origin_id)
    status = _code(_one(meta, "pubStatus")) or "usable"
    if status not in STATES:
        return Unreadable(f"pubStatus {status!r} is unknown", origin_id)
    body, told = _content(item)
    headlines = _all(about, "headline")
    headline = next((h for h in headlines if "sub" not in (h.get("role") or "")), None)
    words = _words(headline) or told["headline"]
    if not words and STATES[status] == "usable":
        return Unreadable("no headline", origin_id)
    language = _one(about, "language")
    created = moment(_words(_one(meta, "firstCreated"))) or moment(
        _words(_one(about, "contentCreated"))
    )
    version = moment(_words(_one(meta, "versionCreated")))
    rights = _one(item, "rightsInfo")
    rights = rights if rights is not None else item
    signals = {_code(signal) for signal in _all(meta, "signal")}
    written = _words(_one(about, "by")) or told["byline"]
    creators = [_name(each) for each in _all(about, "creator") if _one(each, "name") is not None]
    source = _name(_one(about, "infoSource")) or _name(_one(meta, "provider"))
    return Dispatch(
        origin_id=origin_id,
        version=_number(item.get("version")),
        language=(language.get("tag") if language is not None else "") or _lang(item),
        headline=words,
        kicker=_words(_one(about, "slugline")),
        standfirst=_description(about),
        body=body,
        byline=creators or names_of(written),
        dateline_place=_name(_one(about, "located")) if _one(about, "located", "name") is not None else told["place"],
        source=source or _name(_one(rights, "copyrightHolder")),
        rights=_words(_one(rights, "copyrightNotice")),
        usage_terms=_words(_one(rights, "usageTerms")),
        editor_note=_words(_one(meta, "edNote")),
        topics=[name for name in (_words(_one(each, "name")) for each in _all(about, "subject")) if name],
        published_at=created or version,
        updated_at=moment(_words(_one(about, "contentModified"))) or version,
        embargo_until=_embargo(_one(meta, "embargoed"), origin_id),
        status=STATES[status],
        is_correction="correction" in signals,
        urgency=_number(_words(_one(about, "urgency")), default=None),
        machine_made=_code(_one(about, "digitalSourceType")),
    )  # fmt: skip


def _embargo(element, origin_id, said=None):
    """When an embargo ends; an element that names none, or one that cannot be read, is no leave to publish."""
    if element is None:
        return None
    said = _words(element) if said is None else said
    if not said:
        raise Unreadable("an embargo without an end", origin_id)
    try:
        return embargo_of(said)
    except Unreadable as error:
        raise Unreadable(error.reason, origin_id) from error


def _lang(element):
    return element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _number(said, default=1):
    try:
        return int(said)
    except (TypeError, ValueError):
        return default


def _description(about):
    summaries = [
        each for each in _all(about, "description") if "caption" not in (each.get("role") or "")
    ]
    return _words(summaries[0]) if summaries else ""


def _content(item):
    """Return (HTML of the body, what NITF says beside it) of a contentSet."""
    nothing = {"headline": "", "byline": "", "place": ""}
    content = _one(item, "contentSet")
    if content is None:
        return "", nothing
    for part in content:
        if _local(part) == "inlineXML" and len(part):
            return _markup_of(part[0]), _told_by_nitf(part[0])
    for part in content:
        if _local(part) == "inlineData":
            return "".join(part.itertext()).strip(), nothing  # ANSA: HTML labelled as text
    return "", nothing


def _markup_of(root):
    """Return the printable HTML of XHTML or NITF."""
    body = (
        _deep(root, "body.content")
        if _deep(root, "body.content") is not None
        else _deep(root, "body")
    )
    body = body if body is not None else root
    return "\n".join(filter(None, (_html(child) for child in body if _local(child) not in {"body.head", "body.end"}))) or (
        _escape(_words(body))
    )  # fmt: skip


def _html(element):
    """Return an element in HTML: NITF's names become ours, what is not printed gives its text alone."""
    name = _local(element)
    if name in {"media", "script", "style", "object", "figure"}:
        return _escape(element.tail or "").strip()
    inner = _escape(element.text or "") + "".join(_html(child) for child in element)
    name = NITF.get(name, name)
    if name in PRINTED and (inner.strip() or name == "br"):
        link = element.get("href") or ""
        mark = f' href="{_escape(link, quote=True)}"' if name == "a" and link else ""
        inner = "<br>" if name == "br" else f"<{name}{mark}>{inner.strip()}</{name}>"
    return inner + _escape(element.tail or "")


def _escape(text, quote=False):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text


def _told_by_nitf(root):
    place = _deep(root, "dateline")
    location = _deep(place, "location", "city") if place is not None else None
    return {
        "headline": _words(_deep(root, "hl1", "title")),
        "byline": _words(_deep(root, "byline")),
        "place": _words(location),
    }


# NewsML 1.2, which AFP, Belga, ATS, Kyodo and EFE still send


def _first(item):
    said = _deep(item, "NewsIdentifier")
    if said is None:
        return Unreadable("no NewsIdentifier")
    parts = {_local(each): _words(each) for each in said}
    origin_id = (
        parts.get("PublicIdentifier", "").rpartition(":")[0]
        if parts.get("PublicIdentifier")
        else ""
    )
    origin_id = origin_id or ":".join(
        filter(None, (parts.get("ProviderId"), parts.get("DateId"), parts.get("NewsItemId")))
    )
    if not origin_id:
        return Unreadable("no identity")
    management, lines = _deep(item, "NewsManagement"), _deep(item, "NewsLines")
    lines = lines if lines is not None else item
    about = _deep(item, "DescriptiveMetadata")
    status = _formal(management, "Status").lower() or "usable"
    if status not in STATES:
        return Unreadable(f"status {status!r} is unknown", origin_id)
    data = _deep(item, "DataContent")
    body = _markup_of(data) if data is not None else ""
    headline = _words(_deep(lines, "HeadLine"))
    if not headline and STATES[status] == "usable":
        return Unreadable("no headline", origin_id)
    instructions = [each for each in item.iter() if _local(each) == "Instruction"]
    change = _deep(item, "StatusWillChange")
    will_be = (_formal(change, "FutureStatus").lower() or "usable") if change is not None else ""
    embargo = change if will_be == "usable" else None
    if embargo is None and status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    return Dispatch(
        origin_id=origin_id,
        version=_number(parts.get("RevisionId")),
        language=_formal(about, "Language") or _lang(item),
        headline=headline,
        kicker=_words(_deep(lines, "SlugLine")),
        standfirst=_words(_deep(lines, "SubHeadLine")),
        body=body,
        byline=names_of(_words(_deep(lines, "ByLine"))),
        dateline_place=_place_of(_words(_deep(lines, "DateLine"))),
        source=_words(_deep(lines, "CreditLine")) or _formal(item, "Provider") or parts.get("ProviderId", ""),
        rights=_words(_deep(lines, "CopyrightLine")),
        editor_note="; ".join(filter(None, (each.get("FormalName") for each in instructions))),
        topics=[name for name in (each.get("Value") for each in item.iter() if _local(each) == "Property" and each.get("FormalName") == "Keyword") if name],
        published_at=moment(_words(_deep(item, "FirstCreated"))),
        updated_at=moment(_words(_deep(item, "ThisRevisionCreated"))),
        embargo_until=_embargo(embargo, origin_id, _words(_deep(embargo, "DateAndTime")) if embargo is not None else ""),
        status=STATES[status],
        urgency=_number(_formal(management, "Urgency"), default=None),
    )  # fmt: skip


def _formal(element, name):
    """The FormalName of a descendant, or of the party it names."""
    found = _deep(element, name) if element is not None else None
    if found is None:
        return ""
    party = _deep(found, "Party")
    return found.get("FormalName") or (party.get("FormalName") if party is not None else "") or ""


def _place_of(dateline):
    """«PARIS, 10 juil 2024 (AFP)» → «Paris»."""
    place = dateline.partition(",")[0].partition("(")[0].strip()
    return place.title() if place.isupper() else place


def _bare_nitf(root):
    told = _told_by_nitf(root)
    identity = _deep(root, "doc-id")
    origin_id = (identity.get("id-string") or "") if identity is not None else ""
    if not origin_id:
        return Unreadable("no doc-id")
    issued = _deep(root, "date.issue")
    embargo = _deep(root, "date.release")
    data = _deep(root, "docdata")
    status = ((data.get("management-status") if data is not None else "") or "usable").lower()
    if status not in STATES:
        return Unreadable(f"management-status {status!r} is unknown", origin_id)
    if embargo is None and status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    if not told["headline"] and STATES[status] == "usable":
        return Unreadable("no headline", origin_id)
    when = moment(issued.get("norm")) if issued is not None else None
    return Dispatch(
        origin_id=origin_id,
        language=_lang(root),
        headline=told["headline"],
        body=_markup_of(root),
        byline=names_of(told["byline"]),
        dateline_place=told["place"],
        published_at=when,
        updated_at=when,
        embargo_until=_embargo(embargo, origin_id, embargo.get("norm") or "")
        if embargo is not None
        else None,
        status=STATES[status],
        source=(identity.get("regsrc") or "") if identity is not None else "",
    )

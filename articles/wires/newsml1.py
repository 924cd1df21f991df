"""PURE: NewsML 1.2 (IPTC), which AFP, Belga, ATS, Kyodo and EFE still send → dispatches."""

from .bylines import names_of
from .dispatch import Dispatch, Unreadable
from .elements import (
    STATES,
    child,
    children,
    deep,
    embargo,
    lang,
    lang_of_text,
    local,
    markup_of,
    number,
    words,
)
from .languages import PRINTED_LANGUAGES
from .nitf import head_fields
from .places import place_of
from .times import moment

# Parts of a story that are not its text (Belga, AFP): by the role of their component.
TEXT = {"main", "body", "text", "maintext"}
BESIDE = {"caption", "title", "headline", "subtitle", "subheadline", "lead", "summary", "photo", "picture", "keyword",
          "byline", "dateline", "note", "ednote", "editornote", "editorialnote"}  # fmt: skip
NOT_TEXT = {"photo", "picture", "graphic", "video", "audio", "animation"}


def read_item(item, language=""):
    """Return the dispatch of a NewsItem; returns Unreadable if it cannot be used.

    `language` is the one that the whole document declares.
    """
    identifier = deep(item, "NewsIdentifier")
    if identifier is None:
        return Unreadable("no NewsIdentifier")
    identity = {local(each): words(each) for each in identifier}
    origin_id = _identity(identity)
    if not origin_id:
        return Unreadable("no identity")
    version = number(identity.get("RevisionId"))
    status = _formal(deep(item, "NewsManagement"), "Status").lower() or "usable"
    if status not in STATES:
        return Unreadable(f"status {status!r} is unknown", origin_id)
    if STATES[status] != "usable":
        return Dispatch(origin_id=origin_id, version=version, status=STATES[status])
    until = _embargo_end(item, origin_id)
    if until is None and status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    revision = deep(identifier, "RevisionId")
    if revision is not None and revision.get("Update") == "A" and deep(item, "DataContent") is None:
        return Dispatch(
            origin_id=origin_id, version=version, embargo_until=until, is_status_alone=True
        )
    found = _usable(item, identity, origin_id, version, until)
    if isinstance(found, Dispatch):
        found.language = found.language or language
    return found


def _embargo_end(item, origin_id):
    """Return the time when the item becomes usable; returns None if no such change is told."""
    change = deep(item, "StatusWillChange")
    if change is None or (_formal(change, "FutureStatus").lower() or "usable") != "usable":
        return None
    return embargo(words(deep(change, "DateAndTime")), origin_id)


def _usable(item, identity, origin_id, version, until):
    """Return the dispatch of a usable item; returns Unreadable if it has no headline."""
    path, lead = _text(item)
    line = _lines(item, path)
    data = path[-1]
    written = head_fields(data)  # if the text is NITF
    headline = line("HeadLine") or written["headline"] or _beside(item, "headline", "title")
    if not headline:
        return Unreadable("no headline", origin_id)
    instructions = [each for each in item.iter() if local(each) == "Instruction"]
    notes = [each.get("FormalName") or words(each) for each in instructions]
    return Dispatch(
        origin_id=origin_id,
        version=version,
        language=_language(path),
        headline=headline,
        kicker=line("SlugLine"),
        standfirst=line("SubHeadLine") or lead or _beside(item, "subtitle", "subheadline"),
        body=markup_of(data) if local(data) == "DataContent" else "",
        byline=names_of(line("ByLine", every=True)) or written["byline"],
        dateline_place=place_of(line("DateLine")) or written["place"],
        located=_origin(item),
        source=line("CreditLine") or _formal(item, "Provider") or identity.get("ProviderId", ""),
        rights=line("CopyrightLine"),
        editor_note="; ".join(filter(None, [*notes, _beside(item, *(role for role in BESIDE if "note" in role))])),
        topics=[name for name in (each.get("Value") for each in item.iter() if local(each) == "Property" and each.get("FormalName") == "Keyword") if name],
        published_at=moment(words(deep(item, "FirstCreated"))),
        updated_at=moment(words(deep(item, "ThisRevisionCreated"))),
        embargo_until=until,
        urgency=number(_formal(deep(item, "NewsManagement"), "Urgency"), default=None),
    )  # fmt: skip


def _lines(item, path):
    """Return a function from the name of a line to its text: the one nearest to the item's text.

    Lines may stand once in the item, or in each of its components (ATS, Kyodo).
    """
    near = [lines for element in reversed(path) for lines in children(element, "NewsLines")]
    near += [each for each in item.iter() if local(each) == "NewsLines"]

    def line(name, every=False):
        for lines in near or [item]:
            found = [words(each) for each in lines.iter() if local(each) == name]
            if any(found):
                return "; ".join(filter(None, found)) if every else next(filter(None, found))
        return ""

    return line


def _language(path):
    """Return the language declared nearest to the text: by it, its component, those around it."""
    if local(path[-1]) == "DataContent" and (declared := lang_of_text(path[-1])):
        return declared
    for element in reversed(path):
        about = child(element, "DescriptiveMetadata")
        if declared := _formal(about, "Language") or lang(element):
            return declared
    return _formal(path[0], "Language")


def _origin(item):
    """Return the city that an item declares as its origin."""
    for place in (each for each in item.iter() if local(each) == "Location"):
        if (place.get("HowPresent") or "").lower() in {"origin", "dateline"}:
            named = {
                each.get("FormalName"): each.get("Value") for each in children(place, "Property")
            }
            return named.get("City") or ""
    return ""


def _identity(identity):
    """Return the identity from its three parts; else the public identifier without revision."""
    named = [identity.get(name) for name in ("ProviderId", "DateId", "NewsItemId")]
    if all(named):
        return ":".join(["urn:newsml", *named])
    public = identity.get("PublicIdentifier", "")
    return public.rpartition(":")[0] or ":".join(filter(None, named)) or public


def _text(item):
    """Return (the elements from the item down to its text, the lead).

    Captions and titles beside the text are passed over; of several languages ours comes first.
    """
    found, lead = [], ""
    for path in _components(item, (item,)):
        for content in children(path[-1], "ContentItem"):
            role, kind = _role(path[-1]), _formal(content, "MediaType").lower()
            for data in children(content, "DataContent"):
                if role in {"lead", "summary"}:
                    lead = lead or words(data)
                if role not in BESIDE and kind not in NOT_TEXT:
                    whole = (*path, content, data)
                    is_foreign = (_language(whole) or "fr")[:2].lower() not in PRINTED_LANGUAGES
                    found.append((is_foreign, role not in TEXT, len(found), whole))
    if found:
        return min(found, key=lambda each: each[:3])[3], lead
    data = deep(item, "DataContent") if deep(item, "NewsComponent") is None else None
    return (item, data) if data is not None else (item,), lead


def _components(element, path):
    """Yield the path of each NewsComponent, those inside others too, in the document's order."""
    for each in element:
        here = (*path, each)
        if local(each) == "NewsComponent":
            yield here
        yield from _components(each, here)


def _role(component):
    role = next((each.get("FormalName") or "" for each in children(component, "Role")), "")
    return role.lower().replace(" ", "")


def _beside(item, *roles):
    """Return the text of the first component in one of these roles."""
    for path in _components(item, (item,)):
        if _role(path[-1]) in roles and (text := words(deep(path[-1], "DataContent"))):
            return text
    return ""


def _formal(element, name):
    """Return the FormalName of a descendant, or of the party in it."""
    found = deep(element, name) if element is not None else None
    if found is None:
        return ""
    party = deep(found, "Party")
    return found.get("FormalName") or (party.get("FormalName") if party is not None else "") or ""

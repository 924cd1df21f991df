"""PURE: NewsML 1.2 (IPTC), which AFP, Belga, ATS, Kyodo and EFE still send → dispatches."""

from .copy import names_of, place_of
from .dispatch import Dispatch, Unreadable
from .elements import STATES, children, deep, embargo, lang, local, markup_of, number, words
from .times import moment

# Parts of a story that are not its text (Belga, AFP): by the role of their component.
TEXT, BESIDE = {"main", "body", "text", "maintext"}, {"caption", "title", "headline", "lead", "summary", "photo", "picture", "keyword"}  # fmt: skip


def read_item(item):
    """Return the dispatch of a NewsItem; returns Unreadable if it cannot be used."""
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
    return _usable(item, identity, origin_id, version, until)


def _embargo_end(item, origin_id):
    """Return the time when the item becomes usable; returns None if no such change is told."""
    change = deep(item, "StatusWillChange")
    if change is None or (_formal(change, "FutureStatus").lower() or "usable") != "usable":
        return None
    return embargo(words(deep(change, "DateAndTime")), origin_id)


def _usable(item, identity, origin_id, version, until):
    """Return the dispatch of a usable item; returns Unreadable if it has no headline."""
    lines = deep(item, "NewsLines")
    lines = lines if lines is not None else item
    about = deep(item, "DescriptiveMetadata")
    headline = words(deep(lines, "HeadLine"))
    if not headline:
        return Unreadable("no headline", origin_id)
    body, lead = _texts(item)
    instructions = [each for each in item.iter() if local(each) == "Instruction"]
    return Dispatch(
        origin_id=origin_id,
        version=version,
        language=_formal(about, "Language") or lang(item),
        headline=headline,
        kicker=words(deep(lines, "SlugLine")),
        standfirst=words(deep(lines, "SubHeadLine")) or lead,
        body=body,
        byline=[n for each in lines.iter() if local(each) == "ByLine" for n in names_of(words(each))],
        dateline_place=place_of(words(deep(lines, "DateLine"))),
        source=words(deep(lines, "CreditLine")) or _formal(item, "Provider") or identity.get("ProviderId", ""),
        rights=words(deep(lines, "CopyrightLine")),
        editor_note="; ".join(filter(None, (each.get("FormalName") for each in instructions))),
        topics=[name for name in (each.get("Value") for each in item.iter() if local(each) == "Property" and each.get("FormalName") == "Keyword") if name],
        published_at=moment(words(deep(item, "FirstCreated"))),
        updated_at=moment(words(deep(item, "ThisRevisionCreated"))),
        embargo_until=until,
        urgency=number(_formal(deep(item, "NewsManagement"), "Urgency"), default=None),
    )  # fmt: skip


def _identity(identity):
    """Return the identity from its three parts; else the public identifier without revision."""
    named = [identity.get(name) for name in ("ProviderId", "DateId", "NewsItemId")]
    if all(named):
        return ":".join(["urn:newsml", *named])
    public = identity.get("PublicIdentifier", "")
    return public.rpartition(":")[0] or ":".join(filter(None, named)) or public


def _texts(item):
    """Return (the text, the lead) of an item; captions and titles beside the text are left out."""
    found, lead = [], ""
    for component in [each for each in item.iter() if local(each) == "NewsComponent"]:
        role = next((each.get("FormalName") or "" for each in children(component, "Role")), "")
        role = role.lower().replace(" ", "")
        for data in children(component, "ContentItem", "DataContent"):
            if role in {"lead", "summary"}:
                lead = lead or words(data)
            if role not in BESIDE:
                found.append((role not in TEXT, len(found), data))
    if found:
        return markup_of(min(found, key=lambda each: each[:2])[2]), lead
    if deep(item, "NewsComponent") is None and (data := deep(item, "DataContent")) is not None:
        return markup_of(data), lead
    return "", lead


def _formal(element, name):
    """Return the FormalName of a descendant, or of the party in it."""
    found = deep(element, name) if element is not None else None
    if found is None:
        return ""
    party = deep(found, "Party")
    return found.get("FormalName") or (party.get("FormalName") if party is not None else "") or ""

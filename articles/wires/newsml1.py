"""PURE: NewsML 1.2 (IPTC), which AFP, Belga, ATS, Kyodo and EFE still send → dispatches."""

from .copy import moment, names_of, place_of
from .dispatch import Dispatch, Unreadable
from .elements import STATES, children, deep, embargo, lang, local, markup_of, number, words

# Parts of a story that are not its text (Belga, AFP): by the role of their component.
TEXT, BESIDE = {"main", "body", "text", "maintext"}, {"caption", "title", "headline", "lead", "summary", "photo", "picture", "keyword"}  # fmt: skip


def read_item(item):
    said = deep(item, "NewsIdentifier")
    if said is None:
        return Unreadable("no NewsIdentifier")
    told = {local(each): words(each) for each in said}
    origin_id = _identity(told)
    if not origin_id:
        return Unreadable("no identity")
    version = number(told.get("RevisionId"))
    management, lines = deep(item, "NewsManagement"), deep(item, "NewsLines")
    status = _formal(management, "Status").lower() or "usable"
    if status not in STATES:
        return Unreadable(f"status {status!r} is unknown", origin_id)
    if STATES[status] != "usable":
        return Dispatch(origin_id=origin_id, version=version, status=STATES[status])
    change = deep(item, "StatusWillChange")
    will_be = (_formal(change, "FutureStatus").lower() or "usable") if change is not None else ""
    until = None
    if will_be == "usable":
        until = embargo(words(deep(change, "DateAndTime")), origin_id)
    elif status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    revision = deep(said, "RevisionId")
    if revision is not None and revision.get("Update") == "A" and deep(item, "DataContent") is None:
        return Dispatch(
            origin_id=origin_id, version=version, embargo_until=until, is_status_alone=True
        )
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
        source=words(deep(lines, "CreditLine")) or _formal(item, "Provider") or told.get("ProviderId", ""),
        rights=words(deep(lines, "CopyrightLine")),
        editor_note="; ".join(filter(None, (each.get("FormalName") for each in instructions))),
        topics=[name for name in (each.get("Value") for each in item.iter() if local(each) == "Property" and each.get("FormalName") == "Keyword") if name],
        published_at=moment(words(deep(item, "FirstCreated"))),
        updated_at=moment(words(deep(item, "ThisRevisionCreated"))),
        embargo_until=until,
        urgency=number(_formal(management, "Urgency"), default=None),
    )  # fmt: skip


def _identity(told):
    """The public identifier without its revision; from its parts where they are all there."""
    named = [told.get(name) for name in ("ProviderId", "DateId", "NewsItemId")]
    if all(named):
        return ":".join(["urn:newsml", *named])
    public = told.get("PublicIdentifier", "")
    return public.rpartition(":")[0] or ":".join(filter(None, named)) or public


def _texts(item):
    """(the text, the lead) of an item: of the component that is the text, not of a caption's beside it."""
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
    """The FormalName of a descendant, or of the party it names."""
    found = deep(element, name) if element is not None else None
    if found is None:
        return ""
    party = deep(found, "Party")
    return found.get("FormalName") or (party.get("FormalName") if party is not None else "") or ""

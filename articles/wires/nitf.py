"""PURE: NITF 3.x (IPTC), alone or as the text of a NewsML item → dispatches."""

from .bylines import names_of
from .dispatch import Dispatch, Unreadable
from .elements import (
    STATES,
    child,
    deep,
    embargo,
    lang_of_text,
    local,
    markup_of,
    notes_in,
    number,
    parts,
    text_of,
    words,
)
from .places import place_of
from .times import moment


def head_fields(root):
    """Return {headline, byline, place} from the head of NITF."""
    dateline = deep(root, "dateline")
    location = deep(dateline, "location", "city") if dateline is not None else None
    place = parts(location, ", ") or (words(dateline) if dateline is not None else "")
    return {
        "headline": words(deep(root, "hl1")) or words(deep(root, "title")),
        "byline": [n for each in root.iter() if local(each) == "byline" for n in names_of(parts(each, without=("byttl",)))],
        "place": place_of(place),
    }  # fmt: skip


def read(root, language="") -> Dispatch | Unreadable:
    """Return the dispatch of a document; or, if it withdraws another, the withdrawal of that one.

    `language` is the one that what surrounds it declares.
    """
    data = deep(root, "docdata")
    data = data if data is not None else root
    gone = (data.get("management-doc-idref") or "").strip()
    fate = STATES.get((data.get("management-idref-status") or "").strip().lower())
    if gone and fate in {"withheld", "canceled"}:
        return Dispatch(origin_id=gone, status=fate)
    return _dispatch(root, data, language)


def _dispatch(root, data, language):
    identity = deep(data, "doc-id")
    origin_id = (identity.get("id-string") or "").strip() if identity is not None else ""
    if not origin_id:
        return Unreadable("no doc-id")
    key = deep(data, "du-key")
    version = number(key.get("version") if key is not None else None)
    status = (data.get("management-status") or "usable").strip().lower()
    if status not in STATES:
        return Unreadable(f"management-status {status!r} is unknown", origin_id)
    if STATES[status] != "usable":
        return Dispatch(origin_id=origin_id, version=version, status=STATES[status])
    if deep(data, "date.release") is None and status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    found = _usable(root, data, origin_id, version, source=identity.get("regsrc") or "")
    if isinstance(found, Dispatch):
        found.language = lang_of_text(root) or language
    return found


def _usable(root, data, origin_id, version, source):
    """Return a usable dispatch; returns Unreadable if it has no headline."""
    head = head_fields(root)
    if not head["headline"]:
        return Unreadable("no headline", origin_id)
    body, release = text_of(root), deep(data, "date.release")
    issued = deep(data, "date.issue")
    when = moment(issued.get("norm")) if issued is not None else None
    holder, urgency, note = deep(data, "doc.copyright"), deep(data, "urgency"), deep(data, "ed-msg")
    keys = deep(data, "key-list")
    urgency = urgency if urgency is not None else deep(data, "ed-urg")
    return Dispatch(
        origin_id=origin_id,
        version=version,
        headline=head["headline"],
        standfirst=words(deep(root, "abstract")),
        body=markup_of(body) if body is not None else "",
        byline=head["byline"],
        dateline_place=head["place"],
        rights=(holder.get("holder") or words(holder)) if holder is not None else "",
        editor_note=(note.get("info") or words(note)) if note is not None else notes_in(root),
        topics=[each.get("key") for each in keys if each.get("key")] if keys is not None else [],
        published_at=when,
        updated_at=when,
        embargo_until=embargo(release.get("norm"), origin_id) if release is not None else None,
        is_correction=child(data, "correction") is not None,
        urgency=number(urgency.get("ed-urg") or urgency.get("urgency"), None) if urgency is not None else None,
        source=source,
    )  # fmt: skip

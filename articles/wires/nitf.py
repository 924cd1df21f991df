"""PURE: NITF 3.x (IPTC), alone or as the text of a NewsML item → dispatches."""

from .copy import moment, names_of, place_of
from .dispatch import Dispatch, Unreadable
from .elements import STATES, child, deep, embargo, lang, local, markup_of, number, parts, words


def told_by(root):
    """What NITF says beside its text: {headline, byline, place}."""
    dateline = deep(root, "dateline")
    location = deep(dateline, "location", "city") if dateline is not None else None
    place = parts(location, ", ") or (words(dateline) if dateline is not None else "")
    return {
        "headline": words(deep(root, "hl1")) or words(deep(root, "title")),
        "byline": [n for each in root.iter() if local(each) == "byline" for n in names_of(parts(each, without=("byttl",)))],
        "place": place_of(place),
    }  # fmt: skip


def read(root) -> list:
    """Return the dispatch of a document, and before it the one it withdraws, if any."""
    data = deep(root, "docdata")
    data = data if data is not None else root
    gone = (data.get("management-doc-idref") or "").strip()
    fate = STATES.get((data.get("management-idref-status") or "").strip().lower())
    if gone and fate in {"withheld", "canceled"}:
        return [Dispatch(origin_id=gone, status=fate)]
    return [_dispatch(root, data)]


def _dispatch(root, data):
    identity = deep(data, "doc-id")
    origin_id = (identity.get("id-string") or "").strip() if identity is not None else ""
    if not origin_id:
        return Unreadable("no doc-id")
    key = deep(data, "du-key")
    version = number(key.get("version") if key is not None else None)
    said = (data.get("management-status") or "usable").strip().lower()
    if said not in STATES:
        return Unreadable(f"management-status {said!r} is unknown", origin_id)
    if STATES[said] != "usable":
        return Dispatch(origin_id=origin_id, version=version, status=STATES[said])
    release = deep(data, "date.release")
    if release is None and said == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    told = told_by(root)
    if not told["headline"]:
        return Unreadable("no headline", origin_id)
    body = deep(root, "body.content")
    issued = deep(data, "date.issue")
    when = moment(issued.get("norm")) if issued is not None else None
    holder, urgency, note = deep(data, "doc.copyright"), deep(data, "urgency"), deep(data, "ed-msg")
    keys = deep(data, "key-list")
    urgency = urgency if urgency is not None else deep(data, "ed-urg")
    return Dispatch(
        origin_id=origin_id,
        version=version,
        language=lang(root),
        headline=told["headline"],
        standfirst=words(deep(root, "abstract")),
        body=markup_of(body) if body is not None else "",
        byline=told["byline"],
        dateline_place=told["place"],
        rights=(holder.get("holder") or words(holder)) if holder is not None else "",
        editor_note=(note.get("info") or words(note)) if note is not None else "",
        topics=[each.get("key") for each in keys if each.get("key")] if keys is not None else [],
        published_at=when,
        updated_at=when,
        embargo_until=embargo(release.get("norm"), origin_id) if release is not None else None,
        is_correction=child(data, "correction") is not None,
        urgency=number(urgency.get("ed-urg") or urgency.get("urgency"), None) if urgency is not None else None,
        source=identity.get("regsrc") or "",
    )  # fmt: skip

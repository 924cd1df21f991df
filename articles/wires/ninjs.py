"""PURE: ninjs 1.x, 2.x and 3.x (IPTC), and Superdesk's own dialect of 1.x → dispatches.

The three versions spell the same members in different ways (`versioncreated`, `versionCreated`, `body_html`,
`bodies[].contentType`): they are read without case and underscores. Lenient: unknown members are ignored.
"""

import json

from .bylines import names_of
from .dispatch import Dispatch, Picture, Unreadable, each_by_itself
from .places import place_of
from .times import embargo_of, moment

TEXT_KINDS = {"", "text", "composite"}
# Members that hold the items of a package; and what interfaces put around an item or a list.
LISTS = ("items", "_items", "newsitems", "newsItems")
ENVELOPES = (*LISTS, "item", "newsItem", "newsitem", "data", "results", "docs", "hits", "articles", "entries", "response", "feed", "package", "_source", "content")  # fmt: skip
OBJECTS_MOST, VALUES_MOST = (
    100_000,
    500_000,
)  # beyond, 10 MB take more memory than a small server has
ENVELOPES_MOST, IDENTITY = 6, {"uri", "guid", "headline"}
STATES = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "embargoed": "usable",
}


def read(content: bytes) -> list:
    """Return the dispatches of a file: one item, a list, or a package with `items`.

    An item that cannot be read is an Unreadable.
    """
    return each_by_itself(_item, _items_of(data_of(content)))


def data_of(content: bytes):
    """Return the data of JSON; raise Unreadable, also for more values than any wire sends."""
    if (
        content.count(b"{") + content.count(b"[") > OBJECTS_MOST
        or content.count(b",") > VALUES_MOST
    ):
        raise Unreadable(f"more than {OBJECTS_MOST} objects or {VALUES_MOST} values")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON: {error}") from error


def _items_of(data, depth=0):
    """Return the items in a file: without the envelopes that interfaces put around them."""
    if isinstance(data, list) and depth < ENVELOPES_MOST:
        return [item for each in data for item in _items_of(each, depth + 1)]
    if isinstance(data, dict) and depth < ENVELOPES_MOST and not IDENTITY & data.keys():
        for name in ENVELOPES:
            if isinstance(data.get(name), (dict, list)):
                return _items_of(data[name], depth + 1)
    if isinstance(data, dict):
        for name in LISTS:
            if isinstance(data.get(name), list):
                return _items_of(data[name], depth + 1)
    return [data]


def _item(raw):
    if not isinstance(raw, dict):
        return Unreadable("an item that is no object")
    item = _plain(raw)
    origin_id = _text(item.get("uri") or item.get("guid") or item.get("id"))
    if not origin_id:
        return Unreadable("no uri and no guid")
    declared = item.get("pubstatus") or "usable"
    declared = declared.strip().lower() if isinstance(declared, str) else str(declared)
    status = declared.rpartition(":")[2].rpartition("/")[2]
    if status not in STATES:
        return Unreadable(f"pubStatus {declared!r} is unknown", origin_id)
    version = _number(item.get("version"), default=1)
    if STATES[status] != "usable":
        return Dispatch(origin_id=origin_id, version=version, status=STATES[status])
    kind = _text(item.get("type")).lower()
    if kind not in TEXT_KINDS:
        return Unreadable(f"a {kind}: only text is taken in", origin_id)
    until = item.get("embargoeduntil") or item.get("embargoed") or item.get("embargo")
    if not until and status == "embargoed":
        return Unreadable("an embargo without an end", origin_id)
    return _usable(item, origin_id, version, until)


def _usable(item, origin_id, version, until):
    """Return the dispatch of a usable item; returns Unreadable if it has no headline."""
    headline = _main(item, "headline")
    if not headline:
        return Unreadable("no headline", origin_id)
    created = moment(item.get("firstcreated")) or moment(item.get("versioncreated"))
    return Dispatch(
        origin_id=origin_id,
        version=version,
        language=_text(item.get("language")),
        headline=headline,
        kicker=_text(item.get("slugline")),
        standfirst=_main(item, "description", of_markup=False),
        body=_main(item, "body", of_markup=True),
        byline=_byline(item),
        dateline_place=place_of(_text(item.get("dateline"))),
        located=_located(item),
        source=_source(item),
        url=_link(item),
        rights=_text(item.get("copyrightnotice")),
        usage_terms=_text(item.get("usageterms")),
        editor_note=_text(item.get("ednote")),
        topics=_names(item.get("subject") or item.get("subjects")),
        published_at=created,
        updated_at=moment(item.get("versioncreated")) or created,
        embargo_until=embargo_of(until),
        is_correction="correction" in _text(item.get("signal")).lower(),
        urgency=_number(item.get("urgency") or item.get("priority"), default=None),
        machine_made=_text(item.get("digitalsourcetype")),
        pictures=_pictures(item),
    )


def _plain(value):
    """Return the object with the names of its members in lower case, without underscores."""
    if isinstance(value, dict):
        return {name.lower().replace("_", ""): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _text(value):
    return " ".join(value.split()) if isinstance(value, str) else ""


def _number(value, default):
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return default


def _main(item, name, of_markup=None):
    """Return the main headline, description or body, in any version of ninjs.

    `of_markup` asks for HTML (True) or text (False) first; None takes either.
    """
    found = []  # (how good, text)
    for each in _list(item, f"{name}s" if name != "body" else "bodies"):
        if isinstance(each, dict) and isinstance(each.get("value"), str):
            kind = f"{each.get('contenttype') or ''} {each.get('role') or ''}".lower()
            if "note" not in kind:  # for editors
                found.append((kind, each["value"]))
    for member, value in item.items():
        if isinstance(value, str) and member.startswith(name):
            found.append((member[len(name) :], value))
    found = [(kind, value) for kind, value in found if value.strip()]

    def worth(each):
        kind, value = each
        is_markup = "html" in kind or "richtext" in kind or "<p" in value
        as_wanted = of_markup is None or is_markup == of_markup
        return (as_wanted, "main" in kind or not kind.strip(), "short" not in kind)

    return max(found, key=worth)[1].strip() if found else ""


def _list(item, name):
    value = item.get(name)
    return value if isinstance(value, list) else []


def _names(value):
    if not isinstance(value, list):
        return []
    return [
        _text(each["name"]) for each in value if isinstance(each, dict) and _text(each.get("name"))
    ]


def _first_name(item, name, rel):
    for each in [*_list(item, name), *_list(item, f"{name}s")]:
        if isinstance(each, dict) and rel in _text(each.get("rel")).lower():
            return _text(each.get("name"))
    return ""


def _located(item):
    """Return the place where an item was filed; AP tells its city apart."""
    place = item.get("datelinelocation")
    city = _text(place.get("city")) if isinstance(place, dict) else ""
    return _text(item.get("located")) or _first_name(item, "place", "located") or city


def _byline(item):
    bylines = [each for each in _list(item, "bylines") if isinstance(each, dict)]
    if bylines:  # AP: the title beside the name is an employer's or a trade's
        return [name for each in bylines for name in names_of(_text(each.get("by")))]
    if byline := _text(item.get("by") or item.get("byline")):
        return names_of(byline)
    people = [*_list(item, "person"), *_list(item, "people")]
    people = [
        p
        for p in people
        if isinstance(p, dict) and _text(p.get("rel")).lower() in {"author", "creator"}
    ]
    names = _names(people) or _names(item.get("authors"))
    return [name for each in names for name in names_of(each)]


def _source(item):
    sources = _names(item.get("infosource") or item.get("infosources"))
    return (sources or [""])[0] or _text(item.get("source")) or _text(item.get("copyrightholder"))


def _link(item):
    address = _text(item.get("url") or item.get("link"))
    return address if address.startswith(("http://", "https://")) else ""


def _pictures(item):
    """Return the largest rendition of each associated picture."""
    associated = item.get("associations") or {}
    associated = list(associated.values()) if isinstance(associated, dict) else associated
    associated = associated if isinstance(associated, list) else []
    found = []
    for each in associated:
        if not isinstance(each, dict) or _text(each.get("type")) not in {"picture", "graphic"}:
            continue
        made = each.get("renditions") or []
        made = list(made.values()) if isinstance(made, dict) else made
        made = made if isinstance(made, list) else []
        sized = [r for r in made if isinstance(r, dict) and _text(r.get("href"))]
        if sized:
            largest = max(sized, key=lambda r: _number(r.get("width"), 0))
            found.append(
                Picture(
                    _text(largest["href"]),
                    alt=_text(each.get("alttext")),
                    caption=_main(each, "description")
                    or _main(each, "body")
                    or _main(each, "headline"),
                    credit=_text(each.get("creditline"))
                    or _text(each.get("by") or each.get("byline"))
                    or ", ".join(_byline(each))
                    or _text(each.get("copyrightholder")),
                )
            )
    return found

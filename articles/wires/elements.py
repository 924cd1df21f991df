"""PURE: read XML elements by local name: their text, and the printable HTML in them.

Shared by the readers of XML. Local names also fit a fragment without its namespace.
"""

import re

from .dispatch import Unreadable
from .times import embargo_of

STATES = {"usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled", "embargoed": "usable"}  # fmt: skip
PRINTED = set("p h1 h2 h3 h4 ul ol li em strong b i a blockquote br div tr".split())
BLOCKS = set("p h1 h2 h3 h4 ul ol blockquote div table tr section article".split())
LEFT_OUT = {"media", "script", "style", "object", "figure", "body.head", "body.end", "note"}
NOTE_CLASS = re.compile(r"ed(?:itor(?:ial)?s?)?[-_ ]?note", re.I)  # for editors: never shown
NITF = {"hl2": "h2", "bq": "blockquote", "q": "em", "block": "div"}
CELLS = {"td", "th"}
WRAPPERS = {"nitf", "html", "body", "body.content", "DataContent", "article", "block", "div"}


def local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element, *path):
    """Return the descendants by a path of local names, each a child of the one before."""
    found = [element]
    for name in path:
        found = [child for each in found for child in each if local(child) == name]
    return found


def child(element, *path):
    found = children(element, *path)
    return found[0] if found else None


def deep(element, *names):
    """Return the first descendant with the first of these local names that is found, else None."""
    for name in names:
        found = next((each for each in element.iter() if local(each) == name), None)
        if found is not None:
            return found
    return None


def words(element):
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def parts(element, between=" ", without=()):
    """Return the text of each child, joined by `between`; without children, its own text."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for each in element:
        pieces += ["" if local(each) in without else words(each), each.tail or ""]
    return between.join(filter(None, (" ".join(part.split()).strip(" ,") for part in pieces)))


def lang(element):
    """Return the language that an element declares: xml:lang, HTML's lang or NITF's baselang."""
    xml_lang = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return xml_lang or element.get("lang") or element.get("baselang") or ""


def lang_of_text(element):
    """Return the language that a text declares, on itself or on what wraps its paragraphs."""
    declared = (lang(each) for each in element.iter() if each is element or local(each) in WRAPPERS)
    return next(filter(None, declared), "")


def number(value, default=1):
    try:
        return int(value)
    except (TypeError, ValueError):
        return default


def embargo(value, origin_id):
    """Return the end of a dispatch's embargo; raise Unreadable if it has no end."""
    if not value:
        raise Unreadable("an embargo without an end", origin_id)
    try:
        return embargo_of(value)
    except Unreadable as error:
        raise Unreadable(error.reason, origin_id) from error


def text_of(root):
    """Return the element of a text: NITF's own first, for a note has a body.content too."""
    own = child(root, "body", "body.content")
    return own if own is not None else deep(root, "body.content", "body")


def markup_of(root):
    """Return the printable HTML of XHTML or NITF; text without tags keeps its lines."""
    body = root if local(root) in {"body", "body.content"} else text_of(root)
    body = body if body is not None else root
    if len(body) == 0:
        return _own_lines("".join(body.itertext()))
    start, has_blocks = escape(body.text or "").strip(), any(local(each) in BLOCKS for each in body)
    pieces = [f"<p>{start}</p>" if start and has_blocks else start]
    for each in body:
        pieces += [html(each)] if not _is_left_out(each) else [escape(each.tail or "").strip()]
    return ("\n" if has_blocks else "").join(filter(None, pieces))


def _is_left_out(element):
    return local(element) in LEFT_OUT or bool(NOTE_CLASS.search(element.get("class") or ""))


def notes_in(root):
    """Return the notes to editors that are marked as such inside a text."""
    found = [
        each
        for each in root.iter()
        if local(each) == "note" or NOTE_CLASS.search(each.get("class") or "")
    ]
    return " ".join(dict.fromkeys(words(each) for each in found))


def _own_lines(text):
    """Return the text with a blank line before each new paragraph.

    A line that is indented after a full stop begins a paragraph, as ANSA writes them.
    """
    lines = text.strip().split("\n")
    kept = lines[:1]
    for line in lines[1:]:
        is_new = line[:2].isspace() and kept[-1].rstrip()[-1:] in '.!?»”"'
        kept += ["", line] if is_new and line.strip() else [line]
    return "\n".join(kept)


def html(element):
    """Return an element in HTML: NITF's names become ours; other elements give their text alone."""
    name = local(element)
    if _is_left_out(element):
        return escape(element.tail or "").strip()
    inner = escape(element.text or "") + "".join(html(each) for each in element)
    name = NITF.get(name, name)
    if name in CELLS:
        inner = f"{inner.strip()} "
    is_box = name in {"div", "tr"} and any(local(each) in BLOCKS for each in element)
    if name in PRINTED and not is_box and (inner.strip() or name == "br"):
        link = element.get("href") or ""
        mark = f' href="{escape(link, quote=True)}"' if name == "a" and link else ""
        name = "p" if name in {"div", "tr"} else name
        inner = "<br>" if name == "br" else f"<{name}{mark}>{inner.strip()}</{name}>"
    return inner + escape(element.tail or "")


def escape(text, quote=False):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text

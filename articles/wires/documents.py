"""PURE: bytes of XML → the root element, within a budget of elements, attributes and depth.

Nothing is fetched and no entity of the document's own is resolved: its document type is left out before it is parsed.
"""

import codecs
import re
import sys
from html.entities import name2codepoint
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .dispatch import Unreadable

# A hundred long dispatches have some 30,000; beyond, a tree of 10 MB takes more memory than a small server has.
MARKS_MOST, DEPTH_MOST = 200_000, 100  # elements and attributes; elements inside each other
LITERAL = r"""(?:"[^"]*"|'[^']*')"""
# A set of entities kept elsewhere, as ATS and Kyodo declare NITF's: never fetched, so it declares nothing.
SET_ELSEWHERE = re.compile(
    rf"<!ENTITY\s+%\s+[\w.:-]+\s+(?:SYSTEM\s+{LITERAL}|PUBLIC\s+{LITERAL}\s+{LITERAL})\s*>", re.I
)
ENTITY = re.compile(r"<!ENTITY", re.I)
DOCUMENT_TYPE = re.compile(
    r"(\A(?>\s+|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+)<!DOCTYPE\s"
    rf"(?>[^\[<>\"']+|{LITERAL})*+"
    rf"(?:\[(?>[^\]\"'<]+|{LITERAL}|<!--(?:(?!-->).)*+(?:-->|\Z)|<)*+\]\s*)?>",
    re.DOTALL,
)
ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']", re.I)
DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*>")
# Latin-1 in fact holds Windows' letters (œ, ’, €), as browsers read it.
MISNAMED = {"utf8": "utf-8", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}  # fmt: skip
KNOWN_ENCODING = re.compile(r"utf|iso|windows|cp\d|mac|koi8|gb|big5|euc|shift", re.I)
BYTE_ORDER = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip
NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,12})|([0-9]+));")
NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z]{2,8}\d{0,2});")
ATTRIBUTES_MOST = 500  # in an element: feedparser takes the square of their number
ANY_ATTRIBUTE = re.compile(rb"=\s*[\"'\w]")
ATTRIBUTE = re.compile(rb"=\s*[\"']")


def refuse_entities(content: bytes):
    """Raise Unreadable if a document declares an entity of its own (CWE-776, CWE-611)."""
    if b"<!" in content[:65536] or b"<\x00!" in content[:65536] or b"!\x00E" in content:
        text = content.replace(b"\x00", b"").decode("latin-1")
        if ENTITY.search(SET_ELSEWHERE.sub(" ", text)):
            raise Unreadable("entities are refused")


def without_document_type(text: str) -> str:
    return DOCUMENT_TYPE.sub(r"\1", text, count=1)


def without_impossible(text: str) -> str:
    """Return the text without references to what is no character of XML: «&#xD800;», «&#0;»."""
    return REFERENCE.sub(_possible, text)


def _possible(reference):
    # Python refuses to read thousands of digits; no character has more than seven.
    decimal = (reference[2] or "").lstrip("0")
    number = int(reference[1], 16) if reference[1] else int(decimal[:9] or 0)
    is_known = number <= sys.maxunicode and not NEVER.match(chr(number))
    return reference[0] if is_known else ""


def refuse_too_many_marks(content: bytes, most: int = MARKS_MOST):
    """Raise Unreadable for more elements and attributes than any wire sends."""
    number = content.count(b"<")
    if number <= most:
        number += sum(1 for _each in ATTRIBUTE.finditer(content))
    if number > most:
        raise Unreadable(f"more than {most} elements and attributes")
    for piece in content.split(b"<"):
        if len(piece) > 2 * ATTRIBUTES_MOST and len(ANY_ATTRIBUTE.findall(piece)) > ATTRIBUTES_MOST:
            raise Unreadable(f"more than {ATTRIBUTES_MOST} attributes in an element")


def root_of(content: bytes):
    """Return the root element of a document; raise Unreadable."""
    text = without_impossible(without_document_type(NEVER.sub("", _decoded(content))))
    text = NAMED.sub(_character, DECLARATION.sub("", text))
    content = text.encode("utf-8", "replace")
    refuse_too_many_marks(content)
    depth, root = 0, None
    try:
        for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            root = element if root is None else root
            if depth > DEPTH_MOST:
                raise Unreadable(f"more than {DEPTH_MOST} elements inside each other")
    except DefusedXmlException as error:
        raise Unreadable(f"entities are refused: {type(error).__name__}") from error
    except (ParseError, ValueError, LookupError) as error:
        reason = error.reason if isinstance(error, Unreadable) else f"not XML: {error}"
        raise Unreadable(reason) from error
    return root


def _decoded(content):
    """Return the text of a document, by its byte order mark, its declaration, or as UTF-8."""
    named = ENCODING.match(content)
    name = named[1].decode().lower() if named else "utf-8"
    name = next((to for mark, to in BYTE_ORDER.items() if content.startswith(mark)), name)
    name = MISNAMED.get(name.replace("_", "-"), name)
    if not KNOWN_ENCODING.match(name):
        raise Unreadable(f"not XML: unknown encoding {name!r}")
    try:
        return content.decode(name)
    except UnicodeDecodeError:  # it says UTF-8, and is not
        return content.decode("cp1252", "replace")
    except LookupError as error:
        raise Unreadable(f"not XML: {error}") from error


def _character(entity):
    """Return the character of an entity of HTML; another stays, and XML refuses it."""
    number = name2codepoint.get(entity[1])
    return chr(number) if number else entity[0]

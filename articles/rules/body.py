"""PURE: incoming HTML or glued text → the few tags that the portal prints.

The only module that imports bleach, in `sanitize()`, which readers' texts go through. Its last release is
out (6.4.0, June 2026): a successor takes its place in that one function. An article's body is written anew
by `body_writer.py`: a parser that builds a tree needs a minute and a gigabyte for what the bounds here allow
20 s and 200 MB (`python -m tests.bench.copy`). In the tests, bleach and a second parser judge its output.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from io import StringIO
from itertools import chain

import bleach

from .body_writer import BodyWriter
from .characters import normalized, unescape
from .printable import printable
from .tags import START, TEXT, WITHOUT_COPY, attribute, tokens

PRINTED_TAGS = ("p", "h2", "h3", "blockquote", "ul", "ol", "li", "em", "strong", "a", "br", "hr")
PRINTED_ATTRIBUTES = {"a": ("href",)}
PRINTED_SCHEMES = ("https", "http", "mailto")

# Tags that older copy and wires use for the same purpose.
LEAVES = dict.fromkeys(("p", "div", "tr"), "p") | {"h1": "h2", "h2": "h2"}
LEAVES |= dict.fromkeys(("h3", "h4", "h5", "h6"), "h3")
HOLDERS = {"ul", "ol", "blockquote"}
STRESS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
# Other blocks are not printed, but their words stand apart from those before.
BREAKS = set(
    "hgroup section dl nav main dt form address figcaption fieldset pre aside article header footer dd dialog"
    " table details".split()
)
# A video or a post from another site becomes a link to it, never a frame.
EMBEDDED = ("iframe", "embed")
FRAME_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>]{1,500}", re.IGNORECASE | re.ASCII)
DROPPED_WITH_CONTENT = re.compile(
    rf"<({'|'.join(WITHOUT_COPY)})\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.ASCII | re.DOTALL
)
TAG = re.compile(r"</?[a-zA-Z]")
ENTITY = re.compile(r"&#?\w{1,31};")
# The entities that stand for markup stay: the «&nbsp;» of a CMS is an ordinary character, «&lt;» is not.
MARKUP_ENTITY = r"(?:lt|gt|amp|quot|#0{0,9}(?:34|38|60|62)|#[xX]0{0,9}(?:22|26|3[cCeE]));"
CHARACTER = re.compile(rf"&(?!{MARKUP_ENTITY})#?\w{{1,31}};")
AMPERSAND = re.compile(rf"&(?!{MARKUP_ENTITY})")
RUN_OF_SPACES = re.compile(r"[ \t\u00a0]{2,}")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029]+")

# A wire's paragraphs come glued by blank lines or, in some feeds, by two spaces after a full stop.
GLUE = re.compile(r"\n\s*\n|(?<=[.!?»”\"])[ \u00a0]{2,}")
DATELINE = re.compile(
    r"""^\s*
    (?P<place>[^\W\d_][\w’'.\- ]{1,40}?      # Paris, Rabat, El Jadida, الرباط
      (?:,\s[^\W\d_][\w’'.\- ]{1,30}?)?)     # , France
    \s*(?:\(\w{2,12}\)\s*)?                  # (MAP)
    (?:\s[-–—]\s?|[–—])                      # a dash with a space before it, as in «Paris -Morocco»
    (?=\S)""",
    re.VERBOSE,
)
END_OF_BLOCK = re.compile(r"</(?:p|h2|h3|li|blockquote)>\s*+|<br>")
TAG_OF_OURS = re.compile(r"<[^<>]*+>")
MARKUP_SIGN = re.compile(r"[<>&]")


@cache
def _cleaner(tags: tuple, attributes: tuple, schemes: tuple, strip: bool) -> bleach.Cleaner:
    return bleach.Cleaner(
        tags=set(tags),
        attributes={tag: list(names) for tag, names in attributes},
        protocols=set(schemes),
        strip=strip,
    )


def sanitize(
    markup: str,
    *,
    tags: Iterable[str] = (),
    attributes: Mapping[str, Iterable[str]] | None = None,
    schemes: Iterable[str] = PRINTED_SCHEMES,
    strip: bool = False,
) -> str:
    """Return HTML with only `tags` and their `attributes`; escape or `strip` all other tags.

    Without `tags`, any text comes back as text: markup is shown with its signs, as its author typed them.
    """
    markup = printable(markup)
    if not MARKUP_SIGN.search(markup):
        return markup  # nothing to clean, nothing to escape: most comments
    attributes = attributes or {}
    cleaner = _cleaner(
        tuple(tags),
        tuple((tag, tuple(names)) for tag, names in attributes.items()),
        tuple(schemes),
        strip,
    )
    return cleaner.clean(markup)


KEPT_LENGTH = 200_000  # characters: longer copy is cleaned each time, rather than kept in memory


def clean_body(markup: str) -> str:
    """Return an article's body in our printed tags; make paragraphs of copy without tags."""
    markup = markup or ""
    return _clean(markup) if len(markup) > KEPT_LENGTH else _clean_and_keep(markup)


def _clean(markup):
    # A form sends its line ends as CR LF (HTML, section 4.10.22.4); one that was kept is no change.
    markup = printable(markup.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not TAG.search(markup):
        return text_to_body(printable(normalized(unescape(markup))))
    writer = BodyWriter(again=len(markup))
    for kind, word, attributes in tokens(markup):
        if kind == TEXT:
            writer.text(_escaped(word))
        elif kind == START:
            _start(writer, word, attributes)
        else:
            _end(writer, word)
    written = writer.written()
    return written if TAG.search(written) else text_to_body(unescape(written))


# A dispatch on its way in is asked for several times.
_clean_and_keep = lru_cache(maxsize=8)(_clean)


def _start(writer, name, attributes):
    """Write the start of a tag, of what we print instead of it, or nothing."""
    if name in LEAVES:
        writer.start_leaf(LEAVES[name])
    elif name in STRESS:
        writer.start_stress(STRESS[name])
    elif name == "a":
        writer.start_link(_printed_address(attribute(attributes, "href")))
    elif name == "li":
        writer.start_item()
    elif name in HOLDERS:
        writer.start_holder(name)
    elif name == "br":
        writer.line_break()
    elif name == "hr":
        writer.rule()
    elif name in EMBEDDED:
        _link_to_frame(writer, attributes)
    elif name in BREAKS:
        writer.text("\n")


def _end(writer, name):
    if name in LEAVES:
        writer.end_leaf(LEAVES[name])
    elif name in STRESS:
        writer.end_stress(STRESS[name])
    elif name == "a":
        writer.end_link()
    elif name == "li":
        writer.end_item()
    elif name in HOLDERS:
        writer.end_holder(name)
    elif name in {"td", "th"}:
        writer.text(" ")


def _link_to_frame(writer, attributes):
    found = FRAME_ADDRESS.fullmatch(_without_entities(attribute(attributes, "src") or ""))
    if not found:
        return
    address = html.escape(found[0] if found[0][0] != "/" else f"https:{found[0]}")
    writer.start_leaf("p")
    writer.start_link(address)
    writer.text(address)
    writer.end_link()
    writer.end_leaf("p")


def _escaped(words):
    """Return words as HTML: entities are the characters they stand for, but those of markup."""
    if words.isalnum() and words.isascii():
        return words
    if "&" in words:
        words = printable(CHARACTER.sub(_character, words))
        words = AMPERSAND.sub("&amp;", words)
    words = normalized(words)
    return RUN_OF_SPACES.sub(" ", words).replace("<", "&lt;").replace(">", "&gt;")


def _character(entity):
    return html.escape(html.unescape(entity[0]), quote=False)


def _printed_address(written):
    """Return the address of a link, escaped; None if it has none that we print."""
    if written is None:
        return None
    address = NOT_IN_ADDRESSES.sub("", _without_entities(written)).strip()
    before_path = re.split(r"[/?#]", address, maxsplit=1)[0]
    scheme = SCHEME.match(address)
    if ":" in before_path and not (scheme and scheme[1].lower() in PRINTED_SCHEMES):
        return None
    return html.escape(address)


def _without_entities(address):
    """Read the entities that end with «;»: in «?a=1&copy=2» there is none."""
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), address)


def text_to_body(text: str) -> str:
    """Return plain copy as paragraphs: split at blank lines and at «full stop, two spaces»."""
    body, start = StringIO(), 0  # one paragraph at a time: a list of millions takes hundreds of MB
    for glue in chain(GLUE.finditer(text), [None]):
        words = " ".join(text[start : glue.start() if glue else len(text)].split())
        if words:
            body.write(f"<p>{html.escape(words, quote=False)}</p>\n")
        start = glue.end() if glue else start
    return body.getvalue().rstrip("\n")


def plain_text(markup: str) -> str:
    """Return a clean body as text, a blank line between its paragraphs."""
    spaced = END_OF_BLOCK.sub("\n\n", markup)
    return unescape(TAG_OF_OURS.sub("", spaced)).strip()


def split_dateline(text: str) -> tuple[str, str]:
    """Return (place, copy after it): «Paris -Morocco, which…» → ("Paris", "Morocco, which…").

    The place is "" if the copy does not begin with one; then the copy comes back untouched.
    """
    found = DATELINE.match(text)
    if not found or (
        not found["place"][0].isupper() and found["place"][0].upper() != found["place"][0]
    ):
        return "", text
    return found["place"].strip(), text[found.end() :]

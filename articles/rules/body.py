"""PURE: incoming HTML or glued text → the few tags that the portal prints.

The only module that imports bleach. Its last release is out (6.4.0, June 2026), so every cleaning goes
through `sanitize()`: a successor takes its place in that one function. The tests judge it by a second parser.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import bleach

from .printable import printable

PRINTED_TAGS = ("p", "h2", "h3", "blockquote", "ul", "ol", "li", "em", "strong", "a", "br", "hr")
PRINTED_ATTRIBUTES = {"a": ("href",)}
PRINTED_SCHEMES = ("https", "http", "mailto")

# Tags that older copy and wires use for the same purpose.
SAME_THING = {
    "b": "strong",
    "i": "em",
    "div": "p",
    "tr": "p",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
}
RENAMED_TAG = re.compile(rf"(</?)({'|'.join(SAME_THING)})(?=[\s>/])", re.IGNORECASE)
# A video or a post from another site becomes a link to it, never a frame.
EMBEDDED = re.compile(
    r"<(iframe|embed)\b[^>]*?\bsrc\s*=\s*[\"']((?:https?:)?//[^\"'\s>]{1,500})[\"'][^>]*>(?:.{0,2000}?</iframe\s*>)?",
    re.IGNORECASE | re.DOTALL,
)
DROPPED_WITH_CONTENT = re.compile(
    r"<(script|style|template|iframe|object|noscript|figure)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# Any entity except those that stand for markup: the «&nbsp;» of a CMS is an ordinary character.
ENTITY = re.compile(
    r"&(?!(?:lt|gt|amp|quot|#0*(?:34|38|60|62)|#x0*(?:22|26|3c|3e));)#?\w{1,31};", re.IGNORECASE
)
CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
RUN_OF_SPACES = re.compile(r"[ \t\u00a0]{2,}")
# Word sends a list as paragraphs that begin with a bullet sign.
BULLETED = re.compile(r"(?:<p>\s*[·•▪◦‣][\s\u00a0]+(?:(?!</?p>).)*</p>\s*){2,}", re.DOTALL)
BULLET = re.compile(r"<p>\s*[·•▪◦‣][\s\u00a0]+((?:(?!</?p>).)*)</p>\s*", re.DOTALL)
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")

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


@lru_cache(maxsize=8)  # a dispatch on its way in is asked for several times
def clean_body(markup: str) -> str:
    """Return an article's body in our printed tags; make paragraphs of copy without tags."""
    markup = printable(unicodedata.normalize("NFC", markup or "")).strip()
    if not markup:
        return ""
    if not re.search(r"</?[a-zA-Z]", markup):
        return text_to_body(html.unescape(markup))
    markup = EMBEDDED.sub(_link_to, markup)
    markup = DROPPED_WITH_CONTENT.sub("", markup)
    markup = RUN_OF_SPACES.sub(" ", ENTITY.sub(lambda entity: html.unescape(entity[0]), markup))
    markup = CELL.sub(" ", markup)
    markup = RENAMED_TAG.sub(lambda tag: tag[1] + SAME_THING[tag[2].lower()], markup)
    cleaned = sanitize(markup, tags=PRINTED_TAGS, attributes=PRINTED_ATTRIBUTES, strip=True)
    return BULLETED.sub(_listed, EMPTY_PARAGRAPH.sub("", cleaned)).strip()


def _link_to(frame):
    address = frame[2] if frame[2].startswith("http") else f"https:{frame[2]}"
    return f'<p><a href="{address}">{address}</a></p>'


def _listed(run):
    return "<ul>" + BULLET.sub(r"<li>\1</li>", run[0]) + "</ul>\n"


def text_to_body(text: str) -> str:
    """Return plain copy as paragraphs: split at blank lines and at «full stop, two spaces»."""
    paragraphs = (" ".join(part.split()) for part in GLUE.split(text))
    return "\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs if p)


def plain_text(markup: str) -> str:
    """Return a clean body as text, a blank line between its paragraphs."""
    spaced = re.sub(r"</(?:p|h2|h3|li|blockquote)>\s*|<br>", "\n\n", markup)
    return html.unescape(re.sub(r"<[^>]*>", "", spaced)).strip()


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

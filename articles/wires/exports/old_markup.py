"""PURE: the markup of an old site's post → a body of ours, and what of it was lost."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ...rules.body import clean_body
from ...rules.characters import unescape
from .shortcodes import without_shortcodes

# A frame with an address: a video, a post of another site.
EMBEDDED = re.compile(
    r"<(iframe|embed)\b[^<>]{0,1000}?\bsrc\s?=\s?[\"']((?:https?:)?//[^\"'\s>]{1,500})[\"'][^<>]{0,1000}>"
    r"(?:[^<]{0,2000}</iframe\s?>)?",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
NO_TAG = re.compile(r"<(?!/?[a-zA-Z][\w:-]*(?:[\s/][^<>]*)?>)")  # «si a<b alors»
PRINTED = {"p", "h2", "h3", "blockquote", "ul", "ol", "li", "em", "strong", "a", "br", "hr", "b", "i", "div", "h1", "h4", "h5", "h6"}  # fmt: skip
# Their text stands in paragraphs of its own; they leave no tag.
AROUND_PARAGRAPHS = {"div", "section", "article", "main", "header", "footer", "aside", "center", "details", "form", "fieldset", "address", "dl"}  # fmt: skip
AS_PARAGRAPH = {"p", "pre", "dt", "dd", "summary", "tr", "caption", "figcaption"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
AS_THEY_ARE = {"ul", "ol", "li", "blockquote", *HEADINGS}
TABLE = {"table", "thead", "tbody", "tfoot", "td", "th", "colgroup", "col"}
BLOCKS = AROUND_PARAGRAPHS | AS_PARAGRAPH | AS_THEY_ARE | TABLE | {"figure", "hr"}
HOLD_PARAGRAPHS = {"", "blockquote", "figure", "table"} | AROUND_PARAGRAPHS
CAPTIONS = {"caption", "figcaption"}
PICTURES = {"img", "picture", "svg", "video", "audio", "source", "object"}
# Counted for their whole: their parts say nothing more.
PARTS = (TABLE - {"table"}) | {"tr", "figure", *CAPTIONS, "source"} | AROUND_PARAGRAPHS
DEEPEST = 50  # elements within each other: more is a fault of the old site, and slow
CELL_SIGN = " | "  # between two cells of one row
NO_WORDS = re.compile(r"<(script|style|template|noscript|object)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
SPACES = re.compile(r"[ \t]+")
BREAK = re.compile(r"(<br\s*/?>)? ?\n")
EMPTY_STRESS = re.compile(r"<(strong|em)>(\s*)</\1>")
EMPTY_LINK = re.compile(r"<a\b[^<>]*>\s*</a>", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,500}")
HREF = re.compile(r"\b(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")
WORD = re.compile(r"[^\W_]+")


@dataclass
class Converted:
    """A body of ours; counts of each tag and shortcode, the words and the links that it lost."""

    body: str
    tags: Counter = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def body_of(markup: str) -> Converted:
    """Return the body of a post: its paragraphs as tags, its figures as far as our tags allow."""
    markup = _without_comments((markup or "").replace("\r\n", "\n"))
    shown, shortcodes = without_shortcodes(NO_TAG.sub("&lt;", markup))
    names = [tag[2].lower() for tag in TAG.finditer(shown) if not tag[1]]
    tags = Counter(f"<{name}>" for name in names if name not in PRINTED | PARTS)
    tags.update(f"[{code}]" for code, _attributes in shortcodes)
    links = [each for _code, attributes in shortcodes for each in ADDRESS.findall(attributes)]
    links += [found[1] for tag in TAG.finditer(shown) if (found := _link_in(tag))]
    shown = NO_WORDS.sub("", shown)
    body = clean_body(_Paragraphs().of(EMBEDDED.sub(_as_link, shown)))
    body = EMPTY_STRESS.sub(r"\2", body)
    return Converted(body, tags, _lost_words(shown, body), _lost_links(links, body))


def _without_comments(markup):
    """Return the markup without `<!-- -->`, in linear time.

    A comment that never closes keeps its text and loses its opening sign.
    """
    kept, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        end = markup.find("-->", start + 4)
        if end < 0:
            break
        kept.append(markup[at:start])
        at = end + 3
    return "".join([*kept, markup[at:].replace("<!--", "")])


def _as_link(frame):
    address = frame[2] if frame[2].startswith("http") else f"https:{frame[2]}"
    return f'<p><a href="{address}">{address}</a></p>'


def _link_in(tag):
    return HREF.search(tag[3]) if tag[2].lower() in {"a", "iframe", "embed"} else None


def _words_of(markup):
    return WORD.findall(unescape(TAG.sub(" ", markup)))


def _lost_words(markup, body):
    """Return the words that the body no longer has, as they follow each other in the markup."""
    left = Counter(_words_of(TAG.sub(" ", body)))
    lost = []
    for word in reversed(_words_of(markup)):
        if left[word]:
            left[word] -= 1
        else:
            lost.append(word)
    return lost[::-1]


def _lost_links(links, body):
    kept = {unescape(each) for each in HREF.findall(body)}
    found = dict.fromkeys(unescape(each) for each in links)
    return [each for each in found if each not in kept and f"https:{each}" not in kept]


@dataclass
class _Figure:
    """An open figure: where its blocks begin, and what stands in it beside its captions."""

    start: int
    has_picture: bool = False
    has_words: bool = False


class _Paragraphs:
    """Writes each text of a markup into a paragraph, a heading or a line of a list of its own.

    WordPress keeps paragraphs as blank lines, and makes tags of them when it shows them.
    """

    def __init__(self):
        self.blocks, self.flow, self.open, self.figures = [], [], [], []
        self.is_over = False

    def of(self, markup):
        at = 0
        for tag in TAG.finditer(markup):
            self.flow.append(markup[at : tag.start()])
            at = tag.end()
            self._take(tag[1] == "/", tag[2].lower(), tag[0])
        self.flow.append(markup[at:])
        self.is_over = True
        while self.open:
            self._close(self.open[-1])
        self._write_flow()
        return "".join(self.blocks)

    def _take(self, is_end, name, tag):
        if name in PICTURES:
            if self.figures:
                self.figures[-1].has_picture = True
        elif name not in BLOCKS:
            self.flow.append(tag)
        elif self._is_one_line and name not in TABLE | CAPTIONS | {"tr", "figure"}:
            self.flow.append(" ")  # a block in a cell or a caption, which stay one paragraph
        elif is_end:
            if name in self.open:
                self._close(name)
        else:
            self._open(name, tag)

    @property
    def _is_one_line(self):
        return not CAPTIONS.isdisjoint(self.open) or "tr" in self.open

    @property
    def _top(self):
        return self.open[-1] if self.open else ""

    def _open(self, name, tag):
        if name in {"td", "th"}:
            self.flow.append(CELL_SIGN if self._top == "tr" else " ")
        if name in TABLE - {"table"} or len(self.open) > DEEPEST:
            return
        while self._top in AS_PARAGRAPH | HEADINGS and self._top not in CAPTIONS:
            self._close(self._top)  # as HTML does: a paragraph ends where a block begins
        self._write_flow()
        if name == "hr":
            self.blocks.append(tag)
            return
        self.open.append(name)
        if name == "figure":
            self.figures.append(_Figure(len(self.blocks)))
        if name in AS_THEY_ARE:
            self.blocks.append(tag)

    def _close(self, name):
        """Close the innermost element of this name, and what stands open in it."""
        while self.open:
            self._write_flow()
            closed = self.open.pop()
            if closed in AS_THEY_ARE:
                self.blocks.append(f"</{closed}>")
            if closed == "figure":
                self._end_figure(self.figures.pop())
            if closed == name:
                return

    def _end_figure(self, figure):
        """Drop the captions of a figure that showed a picture alone: they speak of nothing there."""
        if figure.has_picture and not figure.has_words and not self.is_over:
            del self.blocks[figure.start :]  # one that is never closed would take all that follows
        if self.figures:
            outer = self.figures[-1]
            outer.has_picture |= figure.has_picture
            outer.has_words |= figure.has_words

    def _write_flow(self):
        text, self.flow = SPACES.sub(" ", EMPTY_LINK.sub("", "".join(self.flow))), []
        if not text.strip(" |\n"):
            self.blocks.append("\n" if "\n" in text else "")
            return
        if self.figures and self._top not in CAPTIONS:
            self.figures[-1].has_words = True
        if self._top in CAPTIONS:
            self.blocks.append(f"<p><em>{text.strip()}</em></p>")
        elif self._top == "tr":
            self.blocks.append(f"<p>{text.strip().removeprefix(CELL_SIGN.strip()).strip()}</p>")
        elif self._top == "pre":
            self.blocks.append(f"<p>{BREAK.sub(_one_break, text.strip())}</p>")
        elif self._top in AS_PARAGRAPH:
            parts = re.split(r"\n\s*\n", text.strip())
            self.blocks.append("\n".join(f"<p>{part}</p>" for part in parts))
        elif self._top in HOLD_PARAGRAPHS:
            self.blocks.append("\n".join(_paragraphs(text)))
        else:
            self.blocks.append(text)


def _paragraphs(text):
    for part in re.split(r"\n\s*\n", text):
        part = part.strip()
        if BARE_ADDRESS.fullmatch(part):
            part = f'<a href="{part}">{part}</a>'  # WordPress shows the page behind it
        if part:
            yield f"<p>{BREAK.sub(_one_break, part)}</p>"


def _one_break(end):
    return end[1] or "<br>"

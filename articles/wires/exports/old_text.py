"""PURE: the titles, names and comments of an old site, which it kept as HTML → plain text."""

import re

from ...rules.characters import unescape

# The elements of HTML: all else between two signs is words, as in «x <y et y> z».
HTML_TAGS = set(
    "a abbr acronym address article aside audio b big blockquote body br button caption center cite code dd del details"
    " dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr html i iframe img input ins"
    " kbd label li main mark marquee object ol option p param picture pre q s samp script section select small source"
    " span strike strong style sub summary sup svg table tbody td textarea tfoot th thead tr tt u ul var video wbr".split()
)
# With attributes or without: «a <b et c> d» holds no tag.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(\s[^<>=]*=[^<>]*|\s*/?)>")
NO_WORDS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
PARTS_PARAGRAPHS = {"p", "div", "ul", "ol", "pre", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}  # fmt: skip
SIGNS = {"q": ("« ", " »"), "del": ("~~", "~~"), "s": ("~~", "~~"), "strike": ("~~", "~~")}
QUOTE_SIGN = "> "  # at the head of each line of a quotation, as in mails
ITEM_SIGN = "– "


def line_of(markup: str) -> str:
    """Return a title or a name as text on one line: its tags go, its entities are characters."""
    text = TAG.sub(lambda tag: "" if tag[2].lower() in HTML_TAGS else tag[0], markup)
    return " ".join(unescape(text).split())


def text_of(markup: str) -> str:
    """Return the text of a comment: its paragraphs, lists, struck words and addresses stay.

    The lines of a quotation bear «>»: they are not the commenter's own words.
    """
    writer = _Lines()
    markup, at = NO_WORDS.sub("", markup.replace("\r\n", "\n")), 0
    for tag in TAG.finditer(markup):
        if tag[2].lower() not in HTML_TAGS:
            continue
        writer.write(unescape(markup[at : tag.start()]))
        writer.take(tag[1] == "/", tag[2].lower(), tag[3])
        at = tag.end()
    writer.write(unescape(markup[at:]))
    return writer.text()


class _Lines:
    """Writes text line by line; each line knows in how many quotations it stands."""

    def __init__(self):
        self.lines, self.depth, self.links = [(0, "")], 0, []

    def write(self, text):
        first, *more = text.split("\n")
        depth, line = self.lines[-1]
        self.lines[-1] = (self.depth if not line.strip() else depth, line + first)
        self.lines += [(self.depth, line) for line in more]

    def take(self, is_end, name, attributes):
        if name == "br":
            self.write("\n")
        elif name in PARTS_PARAGRAPHS:
            self._part(is_end, name)
        elif name == "li" and not is_end:
            self._end_line()
            self.write(ITEM_SIGN)
        elif name in {"li", "tr", "dt", "dd"}:
            self._end_line()
        elif name in SIGNS:
            self.write(SIGNS[name][is_end])
        elif name == "a":
            self._link(is_end, attributes)

    def _part(self, is_end, name):
        """Begin a new paragraph; if a quotation begins or ends, one level deeper or higher."""
        self._end_line()
        if self.lines[-2:-1] and self.lines[-2][1].strip():
            self.lines.append((self.depth, ""))
        if name == "blockquote":
            self.depth = max(0, self.depth + (-1 if is_end else 1))
            self.lines[-1] = (self.depth, "")

    def _end_line(self):
        if self.lines[-1][1].strip():
            self.lines.append((self.depth, ""))

    def _link(self, is_end, attributes):
        """Write the address of a link after its words, unless they say it."""
        found = HREF.search(attributes)
        if not is_end:
            self.links.append((unescape(found[1]) if found else "", len(self.lines) - 1))
        elif self.links:
            address, start = self.links.pop()
            words = "\n".join(line for _depth, line in self.lines[start:])
            if address and address not in words:
                self.write(f" ({address})")

    def text(self):
        return "\n".join(QUOTE_SIGN * depth + line if line.strip() else "" for depth, line in self.lines).strip()  # fmt: skip

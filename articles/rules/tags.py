"""PURE: cut markup into text and tags, in time linear in its length whatever it holds.

A browser's reading, but for two things: a tag that never ends is text, and so is a «<» before a space.
"""

import re
from collections.abc import Iterator
from math import inf

TEXT, START, END = "text", "start", "end"

SIGN = re.compile(r"<(?:(/?)([a-zA-Z][^\s/<>]*+)(>)?|!--|[!?/])")
COMMENT_END = re.compile(r"--!?>|(?<=<!--)-?>")
# A quotation mark counts after «=» alone: title=l'eau is no open quotation.
ATTRIBUTES = re.compile(r"(?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+")
TO_THE_NEXT_SIGN = re.compile(r"[^<>]*+")
ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]++)\s*+(?:=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]*+)))?+"
)
# What these elements hold is no copy.
WITHOUT_COPY = ("script", "style", "template", "object", "noscript", "figure", "iframe")
CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.I | re.A) for name in WITHOUT_COPY}
FRAME_LONGEST = 2000  # characters inside an iframe; more is copy, after a frame that nobody closed


def attribute(attributes: str, wanted: str) -> str | None:
    """Return the value of the first attribute of that name, as it was written; None if there is none."""
    for found in ATTRIBUTE.finditer(attributes):
        name, *values = found.groups()
        if name.lower() == wanted:
            return next((value for value in values if value is not None), "")
    return None


def tokens(markup: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, text or name of a tag in lower case, attributes) in reading order.

    Comments are left out, and so is what stands in elements WITHOUT_COPY. An embedded frame that is not
    closed soon holds nothing; any other such element holds all that follows.
    """
    return _Cutter(markup).tokens()


class _Cutter:
    def __init__(self, markup):
        self.markup = markup
        self.quotes_from = 0  # before this place, quotation marks were tried in vain
        self.next_closing = {}  # name: the place of the next closing tag that was looked for

    def tokens(self):
        markup, at, since = self.markup, 0, 0  # since: the start of text that was not given yet
        while found := SIGN.search(markup, at):
            start, stop = found.span()
            slash, name, is_closed = found.groups()
            attributes = ""
            if name and not is_closed:
                first, at = stop, self._end_of_tag(start, stop)
                if not markup.startswith(">", at):
                    continue  # a tag that never ends is text
                attributes, stop = markup[first:at], at + 1
            if start > since:
                yield TEXT, markup[since:start], ""
            if name:
                name = name.lower()
                yield END if slash else START, name, attributes
                at = self._after_content(name, stop) if not slash and name in CLOSING else stop
            else:
                at = self._after_comment(start, stop)
            since = at
        if since < len(markup):
            yield TEXT, markup[since:], ""

    def _end_of_tag(self, start, first):
        """Return the place of the «>» that ends a tag, or that of the sign which is none."""
        if start >= self.quotes_from:
            stop = ATTRIBUTES.match(self.markup, first).end()
            if self.markup.startswith(">", stop):
                return stop
            self.quotes_from = stop  # tried once: tags within are read without quotation marks
        return TO_THE_NEXT_SIGN.match(self.markup, first).end()

    def _after_comment(self, start, stop):
        if self.markup.startswith("<!--", start):
            end = COMMENT_END.search(self.markup, stop)
            return end.end() if end else len(self.markup)
        end = self.markup.find(">", start)
        return end + 1 if end >= 0 else len(self.markup)

    def _after_content(self, name, at):
        """Return the place after the closing tag of an element that holds no copy."""
        if self.next_closing.get(name, -1) < at:
            found = CLOSING[name].search(self.markup, at)
            self.next_closing[name] = found.start() if found else inf
        closing = self.next_closing[name]
        if name == "iframe" and closing - at > FRAME_LONGEST:
            return at
        if closing == inf:
            return len(self.markup)
        end = self.markup.find(">", closing)
        return end + 1 if end >= 0 else len(self.markup)

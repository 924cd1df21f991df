"""PURE: write the few tags that the portal prints, well nested, in time and room linear in what comes in.

Nothing is copied from incoming markup but text and addresses, both escaped: no tag or attribute can come
through that is not written here.
"""

import re
from io import StringIO

HOLDERS = {"ul", "ol", "blockquote"}  # they hold other blocks
LEAVES = {"p", "h2", "h3"}  # they hold words
DEEPEST = 12  # holders and items within one another; deeper ones are not printed, their copy is
# Word sends a list as paragraphs that begin with a bullet sign.
BULLET = re.compile(r"\s*+[·•▪◦‣]\s++")


class BodyWriter:
    """Takes text and tags in reading order; `written()` returns clean HTML.

    Stress and links stand inside one block each. If they go on in the next block they are opened again
    there, but not without end: `again` is how many characters may be spent on that.
    """

    def __init__(self, again: int):
        self._out, self._leaf = StringIO(), None
        self._blocks = []  # open holders, items and, last, the leaf
        self._too_deep = 0  # open holders that are not printed
        self._depth = {"em": 0, "strong": 0}  # how many of them the copy has opened
        self._begun = {}  # {name: opening tag} of what the copy has opened: a, em, strong
        self._open = []  # the names of those that are written and not closed
        self._fresh = set()  # names that no block has shown yet
        self._again = again
        self._bullet, self._is_in_bullets = None, False

    def written(self) -> str:
        self._close_blocks(0)
        self._end_bullets()
        return self._out.getvalue().strip()

    # Words

    def text(self, escaped: str):
        """Write words, with their `&`, `<` and `>` escaped already."""
        if escaped.isspace():
            self._white(escaped)
            return
        if len(self._open) < len(self._begun):
            self._open_inline()
        if self._leaf:
            self._leaf_is_empty = False
            self._leaf.write(escaped)
        else:
            self._end_bullets()
            self._out.write(escaped)

    def _white(self, spaces):
        if self._leaf:
            self._leaf.write(spaces)
        elif self._bullet is None and not self._is_in_bullets:
            self._out.write(spaces)  # between two bullets it is nothing

    def line_break(self):
        if self._leaf:
            self._leaf.write("<br>")
        else:
            self._end_bullets()
            self._out.write("<br>")

    # Stress and links

    def start_stress(self, name: str):
        self._depth[name] += 1
        if self._depth[name] == 1:
            self._begin(name, f"<{name}>")

    def end_stress(self, name: str):
        if self._depth[name] == 1:
            self._end(name)
        self._depth[name] = max(0, self._depth[name] - 1)

    def start_link(self, address: str | None):
        """Begin a link, after the end of the one before; `address` is escaped, None if it has none."""
        self.end_link()
        self._begin("a", "<a>" if address is None else f'<a href="{address}">')

    def end_link(self):
        self._end("a")

    def _begin(self, name, tag):
        self._begun[name] = tag
        self._fresh.add(name)

    def _end(self, name):
        if name in self._open:
            self._close_inline(name)
        self._begun.pop(name, None)

    def _open_inline(self):
        """Open what the copy has begun and this block does not show yet."""
        for name, tag in list(self._begun.items()):
            if name in self._open:
                continue
            if name in self._fresh:
                self._fresh.discard(name)
            elif len(tag) > self._again:
                del self._begun[name]
                continue
            else:
                self._again -= len(tag)
            if not self._leaf:
                self._end_bullets()
            (self._leaf or self._out).write(tag)
            self._open.append(name)

    def _close_inline(self, until=None):
        """Close the open inline tags, or those from the one named `until` on."""
        while self._open:
            name = self._open.pop()
            (self._leaf or self._out).write(f"</{name}>")
            if name == until:
                return
            if until:
                self._fresh.add(name)  # it goes on at once

    # Blocks

    def start_leaf(self, name: str):
        """Begin a paragraph or a heading, after the end of the one before."""
        if self._leaf and name == "p" and self._blocks[-1] != "p" and self._leaf_is_empty:
            return  # a paragraph that a heading is made of
        self._close_leaf()
        self._close_inline()
        self._leaf, self._leaf_is_empty = StringIO(), True
        self._blocks.append(name)

    def end_leaf(self, name: str):
        if self._leaf and (self._blocks[-1] == "p") == (name == "p"):
            self._close_leaf()
        else:
            self._white("\n")

    def start_holder(self, name: str):
        self._close_leaf()
        self._close_inline()
        if len(self._blocks) >= DEEPEST:
            self._too_deep += 1
            return
        self._write_block_tag(f"<{name}>")
        self._blocks.append(name)

    def end_holder(self, name: str):
        self._close_leaf()
        self._close_inline()
        if self._too_deep:
            self._too_deep -= 1
        elif name in self._blocks:
            self._close_blocks(_last(self._blocks, {name}))

    def start_item(self):
        self._close_leaf()
        self._close_inline()
        if self._too_deep:
            self._white("\n")
            return
        self.end_item()
        self._write_block_tag("<li>")
        self._blocks.append("li")

    def end_item(self):
        """End the item of the list at hand, not one of a list around it."""
        place = _last(self._blocks, {"li", "ul", "ol"})
        if place is not None and self._blocks[place] == "li" and not self._too_deep:
            self._close_blocks(place)

    def rule(self):
        self._close_leaf()
        self._close_inline()
        self._write_block_tag("<hr>")

    def _write_block_tag(self, tag):
        self._end_bullets()
        self._out.write(tag)

    def _close_blocks(self, place):
        """Close all open blocks from that place on."""
        self._close_leaf()
        self._close_inline()
        while len(self._blocks) > place:
            self._write_block_tag(f"</{self._blocks.pop()}>")

    def _close_leaf(self):
        """End the paragraph or heading; one without words is not printed."""
        if not self._leaf:
            return
        self._close_inline()
        name, words, is_empty = self._blocks.pop(), self._leaf.getvalue(), self._leaf_is_empty
        self._leaf = None
        if is_empty:
            return
        if name == "p" and BULLET.match(words):
            self._write_bullet(words)
        else:
            self._write_block_tag(f"<{name}>{words}</{name}>")

    # Drawn bullets: two or more in a row are a list

    def _write_bullet(self, words):
        if self._bullet is None and not self._is_in_bullets:
            self._bullet = words
            return
        if not self._is_in_bullets:
            self._out.write("<ul>" + _item(self._bullet))
            self._bullet, self._is_in_bullets = None, True
        self._out.write(_item(words))

    def _end_bullets(self):
        if self._is_in_bullets:
            self._out.write("</ul>\n")
            self._is_in_bullets = False
        elif self._bullet is not None:
            self._out.write(f"<p>{self._bullet}</p>")
            self._bullet = None


def _item(words):
    return f"<li>{words[BULLET.match(words).end() :]}</li>"


def _last(blocks, names):
    """Return the place of the last block of one of these names; None if there is none."""
    return next((at for at in range(len(blocks) - 1, -1, -1) if blocks[at] in names), None)

"""Change an item a little: letters, words of the target, pieces doubled, moved, taken out or put in from another."""

import re

from .target import LONGEST, PART, Target

ODD = [
    text.encode("utf-8", "surrogatepass")
    for text in (
        "\0", "\x0b", "\x85", "\u00a0", "\u00ad", "\u0301", "\u0338", "\u0640", "\u200b", "\u200d", "\u2028", "\u202e", "\u3164",
        "\ud800", "\udfff", "\ufdd0", "\ufdfa", "\ufeff", "\uffff", "\U000e0067", "\U0001f3f4", "İ", "ı", "ſ", "ß", "ﬃ", "½", "㏂", "①",
        "٠", "²", "𝐚", "é", "ا", "لا", "🔗", " ", "\t", "\n", "\r\n", "\n\n", "<", ">", "&", '"', "'", "«", "»", "-", "—", ".", "..", ",",
        ":", ";", "/", "\\", "%", "&amp;", "&#0;", "&#x110000;", "&#9999999999;", "<!--", "-->", "<![CDATA[", "]]>", "</p>", "<p>",
        "0", "-1", "1e999", "NaN", "99999999999999999999", "0001", "9999-12-31T23:59:59-23:59", "0001-01-01", "null", "[]", "{}", PART,
    )
]  # fmt: skip
WORD = re.compile(rb"\w+|\s+|[^\w\s]")
MOST_WORDS = 4000


def words_of(target: Target) -> list[bytes]:
    """Return what may be put into items of a target: its words, those of its first items, and odd signs."""
    found = dict.fromkeys(word for item in target.starts for word in WORD.findall(item))
    tags = dict.fromkeys(
        tag for item in target.starts for tag in re.findall(rb"<[^<>]{1,60}>", item)
    )
    return [*ODD, *target.words, *list(tags)[:MOST_WORDS], *list(found)[:MOST_WORDS]]


class Mutator:
    """Makes new items of those at hand, by chance."""

    def __init__(self, chance, target: Target):
        self.chance, self.words = chance, words_of(target)
        self.own = target.words

    def new_from(self, items: list[bytes]) -> bytes:
        """Return an item made of one, or of two, of these."""
        # Short items are tried faster: of two, the shorter one.
        item = min(self.chance.choice(items), self.chance.choice(items), key=len)
        for _time in range(self.chance.choice((1, 1, 2, 3, 5, 8))):
            item = self.chance.choice(self.ways)(self, item, items)
        return item[:LONGEST]

    def _stretch(self, item, most=64):
        start = self.chance.randint(0, len(item))
        return start, min(len(item), start + self.chance.randint(0, most))

    def _word(self):
        return self.chance.choice(
            self.own if self.own and self.chance.random() < 0.3 else self.words
        )

    def _put_in(self, item, _items):
        at = self.chance.randint(0, len(item))
        return item[:at] + self._word() + item[at:]

    def _instead(self, item, _items):
        start, end = self._stretch(item, 12)
        return item[:start] + self._word() + item[end:]

    def _take_out(self, item, _items):
        start, end = self._stretch(item)
        return item[:start] + item[end:]

    def _change_byte(self, item, _items):
        at = self.chance.randint(0, len(item))
        return item[:at] + bytes([self.chance.randrange(256)]) + item[at + 1 :]

    def _again(self, item, _items):
        start, end = self._stretch(item, 200)
        times = self.chance.choice((1, 1, 2, 3, 10, 100, 2000))
        return (item[:end] + item[start:end] * times)[:LONGEST] + item[end:]

    def _swap(self, item, _items):
        start, end = self._stretch(item)
        after = min(len(item), end + self.chance.randint(0, 64))
        return item[:start] + item[end:after] + item[start:end] + item[after:]

    def _from_another(self, item, items):
        other = self.chance.choice(items)
        start, end = self._stretch(other, 2000)
        first, last = self._stretch(item, 200)
        return item[:first] + other[start:end] + item[last:]

    def _words_alone(self, _item, _items):
        return b"".join(self._word() for _time in range(self.chance.randint(1, 40)))

    ways = (
        _put_in, _put_in, _put_in, _instead, _instead, _take_out, _take_out, _change_byte, _again, _swap, _from_another,
        _from_another, _words_alone,
    )  # fmt: skip

"""PURE: the bytes of a site's export → UTF-8 that an XML parser reads to its end.

Exports hold what their database held: text in two encodings, halves of emoji, control bytes, entities of HTML. One of
them would end the reading there. Each is replaced, and told with its line.
"""

import codecs
import html
import re
from collections.abc import Callable

from ...rules.printable import UNPRINTABLE, printable

DECLARED = re.compile(
    r"""^\ufeff?\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})["'][^>]{0,60}\?>"""
)
LATIN = {"iso8859-1", "ascii"}  # most that call themselves so are Windows'
# UTF-8 of the two halves of one character, as databases of before 2010 wrote emoji (CESU-8, UTR 26); of one half.
TWO_HALVES = re.compile(rb"\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])")
ONE_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# No character, entity or bound of a CDATA section goes on after one of these: a chunk is cut there.
ENDS = (b" ", b"\n", b">")
HEAD = 300  # bytes that surely hold the declaration of the encoding
CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#\d{1,9};|#[xX][0-9a-fA-F]{1,8};|\w{1,31};)?")
REPLACEMENT = "\ufffd"
PART = 256  # bytes that are decoded at once after a fault


class ReadableExport:
    """A file for an XML parser. `tell` is called with (line, what was replaced)."""

    def __init__(self, file, tell: Callable[[int, str], None]):
        self.file, self.tell = file, tell
        self.line, self.is_cdata, self.rest, self.decoder, self.is_over = 1, False, [], None, False

    def read(self, size=-1):
        """Return some bytes; b"" at the end alone."""
        while not self.is_over:
            chunk = self.file.read(size)
            self.is_over = not chunk or size < 0
            if mended := self._mended(chunk):
                return mended
        return b""

    def _mended(self, chunk):
        """Return the chunk in UTF-8; the first one without the declaration of another encoding."""
        is_first = self.decoder is None
        if is_first:
            chunk += self.file.read(HEAD) if len(chunk) < HEAD else b""
            self.decoder = _decoder_of(chunk)
        if self.decoder:
            text = self.decoder.decode(chunk, final=self.is_over)
        else:
            text = self._from_utf8(chunk)
        if is_first:
            text = DECLARED.sub(lambda head: "\n" * head[0].count("\n"), text)
        return self._readable(text).encode()

    def _from_utf8(self, chunk):
        """Decode all but what may go on in the next chunk."""
        at = len(chunk) if self.is_over else max(chunk.rfind(end) for end in ENDS) + 1
        if not at and not self.is_over:
            self.rest.append(chunk)
            return ""
        whole = b"".join([*self.rest, chunk[:at]])
        self.rest = [chunk[at:]]
        try:
            return whole.decode()
        except UnicodeDecodeError:
            return self._decoded_with_faults(whole)

    def _decoded_with_faults(self, whole):
        lines = Lines(whole, self.line)
        for halves in TWO_HALVES.finditer(whole):
            what = f"a character in two halves → {_joined(halves).decode()}"
            self.tell(lines.of(halves.start()), what)
        whole = TWO_HALVES.sub(_joined, whole)
        whole = ONE_HALF.sub(b"\xff\xff", whole)  # two bytes that are never text
        pieces, at, lines = [], 0, Lines(whole, self.line)
        while at < len(whole):
            part = whole[
                at : at + PART
            ]  # not all of it again for each fault: some files hold little else
            try:
                text, length = codecs.utf_8_decode(part, "strict", at + PART >= len(whole))
                pieces.append(text)
                at += length
            except UnicodeDecodeError as error:
                pieces.append(part[: error.start].decode())
                bad = part[error.start : error.end]
                at += error.end
                if bad == b"\xff" and whole[at : at + 1] == b"\xff":
                    bad, at = b"\xff\xff", at + 1
                pieces.append(self._replaced(bad, lines.of(at)))
        return "".join(pieces)

    def _replaced(self, bad, line):
        """Return what stands for bytes that are no UTF-8: a letter of Windows', or «�»."""
        is_letter = len(bad) == 1 and bad not in {b"\xff", b"\xf0"}  # F0 begins an emoji
        letter = bad.decode("cp1252", "replace") if is_letter else REPLACEMENT
        what = "half a character" if bad == b"\xff\xff" else f"the bytes {bad.hex(' ').upper()}"
        self.tell(line, f"{what} → {letter}")
        return letter

    def _readable(self, text):
        """Return the text without characters and entities that XML does not know; count its lines."""
        pieces, at = [], 0
        for bound in CDATA.finditer(text):
            pieces += [self._piece(text[at : bound.start()]), bound[0]]
            self.is_cdata, at = bound[0] != "]]>", bound.end()
        pieces.append(self._piece(text[at:]))
        return "".join(pieces)

    def _piece(self, text):
        if UNPRINTABLE.search(text):
            lines = Lines(text, self.line)
            for bad in UNPRINTABLE.finditer(text):
                self.tell(lines.of(bad.start()), f"U+{ord(bad[0]):04X}")
            text = printable(text)
        if not self.is_cdata and "&" in text:
            lines = Lines(text, self.line)
            text = ENTITY.sub(lambda found: self._entity(found, lines), text)
        self.line += text.count("\n")
        return text

    def _entity(self, found, lines):
        """Return the character of an entity that XML does not know; the sign «&» if it is none."""
        character = html.unescape(found[0]) if found[1] else ""
        if found[0].startswith("&#") and printable(character) == character != "":
            return found[0]
        if not found[1] or character == found[0]:
            self.tell(lines.of(found.start()), f"{found[0]} → &")
            return f"&amp;{found[1] or ''}"
        character = printable(character)
        self.tell(lines.of(found.start()), f"{found[0]} → {character!r}")
        return html.escape(character)


class Lines:
    """Counts lines up to places in a text or in bytes, each after the one before: none is counted twice."""

    def __init__(self, whole, first: int):
        self.whole, self.sign, self.line, self.at = (
            whole,
            "\n" if isinstance(whole, str) else b"\n",
            first,
            0,
        )

    def of(self, place: int) -> int:
        """Return the number of the line in which a place stands."""
        self.line += self.whole.count(self.sign, self.at, place)
        self.at = place
        return self.line


def _decoder_of(head):
    """Return the decoder that the first bytes of a file ask for; returns False for UTF-8."""
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        name = "utf-16"
    else:
        declared = DECLARED.match(head[:HEAD].decode("utf-8", "replace"))
        name = codecs.lookup(declared[1] if declared else "utf-8").name
    if name in {"utf-8", "utf-8-sig"}:
        return False
    return codecs.getincrementaldecoder("cp1252" if name in LATIN else name)("replace")


def _joined(halves):
    high, low = ((byte[0] & 0x3F) << 6 | other[0] & 0x3F for byte, other in (halves.group(1, 2), halves.group(3, 4)))  # fmt: skip
    return chr(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF)).encode()

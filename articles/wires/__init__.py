"""PURE: bytes of a wire → dispatches, in any format; no address fetched, no entity resolved."""

import logging
import re

from . import feeds, newsml, ninjs
from .copy import finished
from .dispatch import Dispatch, Failed, Picture, Unreadable, each_by_itself
from .documents import refuse_entities

__all__ = ["FORMATS", "Dispatch", "Failed", "Picture", "Unreadable", "read"]

logger = logging.getLogger(__name__)
BYTES_MOST = 10 * 1024 * 1024
READERS = {"ninjs": ninjs.read, "newsml": newsml.read, "rss": feeds.read, "atom": feeds.read, "jsonfeed": feeds.read_json}  # fmt: skip
FORMATS = ["auto", *READERS]
COMMENT = re.compile(rb"<!--(?:.*?-->|.*)", re.DOTALL)
ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


def read(content: bytes, format: str = "auto", language: str = "") -> list[Dispatch | Unreadable]:
    """Return the dispatches of a file, in its order; an unreadable item is an Unreadable.

    `language` is the one of an item that declares none and is too short to be told. Raise Unreadable for a file in no known format, too long, or that declares entities (CWE-776, CWE-611).
    """
    if len(content) > BYTES_MOST:
        raise Unreadable(f"longer than {BYTES_MOST} bytes")
    try:
        reader = READERS[guess(content) if format == "auto" else format]
        if reader in (newsml.read, feeds.read):
            refuse_entities(content)
        items = reader(content)
    except Unreadable:
        raise
    except Exception as error:
        logger.exception("a file of a wire could not be read")
        raise Failed(f"not understood: {type(error).__name__}: {error}"[:200]) from error

    def settle(item):
        return finished(item, language) if isinstance(item, Dispatch) else item

    return each_by_itself(settle, items)


def guess(content: bytes) -> str:
    """Return the format that a file looks like; raise Unreadable if it looks like none."""
    start = _ascii(content[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        data = ninjs.data_of(content)
        is_feed = isinstance(data, dict) and "jsonfeed.org" in str(data.get("version"))
        return "jsonfeed" if is_feed else "ninjs"
    root = ROOT.search(COMMENT.sub(b"", _ascii(content[:65536])))
    if not root:
        raise Unreadable("neither XML nor JSON")
    name = root[1].decode()
    if name in {"rss", "feed", "RDF", "channel"}:
        if b"wordpress.org/export" in content[:65536]:
            raise Unreadable("a site's export: take it in with import_site")
        return "rss"
    return "newsml"


def _ascii(content):
    """Return the bytes without the zeros of UTF-16, so that a declaration cannot hide in them."""
    return (
        content.replace(b"\x00", b"")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:4]
        else content
    )

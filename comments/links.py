"""Pure: the link rule. Text → the links a reader would see in it, in reading order."""

from dataclasses import dataclass
from functools import cache

from linkify_it import LinkifyIt
from publicsuffixlist import PublicSuffixList


@dataclass(frozen=True, slots=True)
class Link:
    """A link and where it stands: `text == typed[start:end]`, offsets in code points."""

    start: int
    end: int
    text: str
    kind: str  # "address", "email" or "domain"


def find_links(text: str) -> list[Link]:
    """Return the links of `text`: addresses, e-mail addresses and bare domains of every real TLD."""
    matches = _linkifier().match(text) or []
    return [Link(m.index, m.last_index, m.raw, _kind(m.schema)) for m in matches]


def _kind(schema: str) -> str:
    if schema == "mailto:":
        return "email"
    return "address" if schema else "domain"


@cache
def _linkifier() -> LinkifyIt:
    """A linkifier that knows every top-level domain of the public suffix list, renewed each month."""
    linkifier = LinkifyIt(options={"fuzzy_ip": True, "fuzzy_link": True, "fuzzy_email": True})
    suffixes = PublicSuffixList(accept_unknown=False, only_icann=True)
    return linkifier.tlds(sorted(s for s in suffixes._publicsuffix if "." not in s))

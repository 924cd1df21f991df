"""PURE: find the links of a text, and the place of each.

The text is read folded (folding.py): as the eye sees it, disguised letters included. Each shape of address
has a module that finds it; the tables of doubtful_links.py decide if it is sure, doubtful or prose.

Every scan is linear in the length of the text: patterns begin at a word's edge, are possessive or bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .folding import Folded, fold
from .link_rule.closed_up import closed_up
from .link_rule.contacts import contacts
from .link_rule.disguises import disguises, glued_words
from .link_rule.dotless import dotless
from .link_rule.doubtful_links import BARE_SCHEME, MARKUP, SCHEME
from .link_rule.emails import emails
from .link_rule.host_facts import end_of_address
from .link_rule.hosts import hosts
from .link_rule.ip_addresses import ip_addresses
from .link_rule.link_signs import BARE_SCHEMES, LINK_MARKUP, SCHEMES
from .link_rule.riddles import riddles
from .link_rule.verdicts import JudgedSpan, Verdict

SHORTEST_CLOSED_UP = 5  # characters as typed, spaces included: fewer are no address


@dataclass(frozen=True, slots=True)
class Link:
    """A link and its place: `text == typed[start:end]`, offsets in code points."""

    start: int
    end: int
    text: str
    kind: str  # address, domain, email, ip, scheme, markup, spelled, spaced or invite


@dataclass(frozen=True, slots=True)
class Findings:
    """The links of a text in reading order, by their verdict; no span overlaps another."""

    sure: list[Link]
    doubtful: list[Link]


def find_links(text: str) -> list[Link]:
    """Return the sure links of `text`: those a form refuses."""
    return judge(text).sure


def judge(text: str) -> Findings:
    """Return the sure and the doubtful links of `text`."""
    folded = fold(text)
    spans = [span for span in judged_spans(folded) if span.is_link]
    for closed in closed_up(folded):
        spans += (
            span._replace(kind="spaced")
            for span in judged_spans(closed, is_unspaced=True)
            if span.rule.verdict is Verdict.SURE and span.end - span.start >= SHORTEST_CLOSED_UP
        )
    return _settle(text, spans)


def judged_spans(folded: Folded, is_unspaced=False) -> Iterator[JudgedSpan]:
    """Yield each stretch that looks like an address, prose too, in offsets of the typed text.

    Spans may overlap. `is_unspaced` says that letters or tags were taken out of the text.
    """
    for span in _spans(folded, is_unspaced):
        if is_unspaced and folded.is_whole(span.start, span.end):
            continue  # nothing was taken out of it: the text as it stands has its verdict
        start, end = folded.span(span.start, span.end)
        yield JudgedSpan(start, end, span.kind, span.rule)


def _spans(folded, is_unspaced):
    plain = folded.plain
    yield from _marked(plain)
    yield from hosts(folded, is_unspaced)
    yield from emails(plain)
    yield from disguises(folded, is_unspaced)
    yield from glued_words(folded)
    yield from ip_addresses(plain)
    yield from contacts(plain)
    yield from dotless(folded)
    yield from riddles(plain)


def _marked(plain):
    """Yield the addresses that a scheme or markup gives away."""
    # Each pattern is tried only if the one sign it cannot do without is there.
    for pattern, kind, rule, is_possible in (
        (SCHEMES, "scheme", SCHEME, ":" in plain),
        (BARE_SCHEMES, "scheme", BARE_SCHEME, ":" in plain or "//" in plain or "slash" in plain),
        (
            LINK_MARKUP,
            "markup",
            MARKUP,
            "<" in plain or "[" in plain or "=" in plain or "](" in plain,
        ),
    ):
        if not is_possible:
            continue
        done = 0  # within an address that was found, no other is looked for
        for found in pattern.finditer(plain):
            if found.start() >= done:
                done = end_of_address(plain, found.end())
                yield JudgedSpan(found.start(), done, kind, rule)


def _settle(text, spans) -> Findings:
    """Merge the spans that overlap: one address has one span, sure if any reading of it is."""
    merged: list[list] = []
    for start, end, kind, rule in sorted(spans, key=lambda span: (span.start, -span.end)):
        sure = rule.verdict is Verdict.SURE
        if merged and start < merged[-1][1]:
            last = merged[-1]
            if sure and not last[3]:
                last[2] = kind
            last[1], last[3] = max(last[1], end), last[3] or sure
        else:
            merged.append([start, end, kind, sure])
    findings = Findings([], [])
    for start, end, kind, sure in merged:
        link = Link(start, end, text[start:end], kind)
        (findings.sure if sure else findings.doubtful).append(link)
    return findings

"""Pure: the link rule. Text → what a reader would take for an address, surely or perhaps, and where.

The text is read folded (folding.py): as the eye sees it, whatever it was typed with. Sure means that no
reader would doubt it is an address; doubtful, that it could be prose, most often a missing space after a
full stop before a word that is also a top-level domain. Context decides: the word before, the path after,
capital letters, numbers, the words of the language (lexicon.py).

Every scan is linear in the length of the text: patterns begin at a word's edge, are possessive or bounded.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

from .folding import Folded, fold
from .hosts import end_of_address, hosts
from .lexicon import ALWAYS_ADDRESS, function_tlds, is_word, tlds
from .link_signs import (
    ARABIC_TLDS,
    BARE_SCHEME,
    BEFORE_TLD,
    BRACKETED_LETTERS,
    DISGUISED_IP,
    GLUED,
    INVITE,
    INVITE_SIGN,
    IP_SIGN,
    IPV4,
    IPV6,
    LEFT,
    LETTERS_SPACED,
    LOCATORS,
    MARKUP,
    MESSENGER_PARTS,
    NEVER_BEFORE_POINT,
    PATH,
    RIGHT,
    SCHEME,
    SEPARATOR,
    SHORTENERS,
    TAG,
    TAG_SIGN,
    TLD_SPACED,
    VERSION_WORDS,
    WORD_AFTER,
    WORD_BEFORE,
    WORDS_BEFORE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link and where it stands: `text == typed[start:end]`, offsets in code points."""

    start: int
    end: int
    text: str
    kind: str  # address, domain, email, ip, scheme, markup, spelled, spaced or invite


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rule says of a text, in reading order; no span overlaps another."""

    sure: list[Link]
    doubtful: list[Link]


def find_links(text: str) -> list[Link]:
    """Return the sure links of `text`: those a form refuses."""
    return judge(text).sure


def judge(text: str) -> Findings:
    """Return the sure and the doubtful links of `text`."""
    folded = fold(text)
    spans = list(_read(folded))
    for closed in (_without_letter_spaces(folded), _without_tags(folded)):
        if closed is not None:
            spans += (
                (start, end, "spaced", sure)
                for start, end, kind, sure in _read(closed, is_unspaced=True)
                if sure and end - start > 4
            )
    return _settle(text, spans)


def _read(folded: Folded, is_unspaced=False):
    """Yield (start, end, kind, is it sure) in offsets of what was typed; spans may overlap."""
    plain = folded.plain
    for start, end, kind, sure in _spans(plain, folded, is_unspaced):
        yield (*folded.span(start, end), kind, sure)


def _spans(plain, folded, is_unspaced):
    yield from _marked(plain)
    yield from hosts(plain, folded, is_unspaced)
    yield from _disguised(plain)
    yield from _glued(plain, folded)
    yield from _numbers(plain)
    may_invite = any(part in plain for part in MESSENGER_PARTS) and INVITE_SIGN.search(plain)
    for invite in INVITE.finditer(plain) if may_invite else ():
        yield invite.start(), invite.end(), "invite", False


def _marked(plain):
    """Addresses that say so: a scheme, markup, an e-mail."""
    # Each pattern is tried only where the one sign it cannot do without is there.
    for pattern, kind, is_possible in (
        (SCHEME, "scheme", ":" in plain),
        (BARE_SCHEME, "scheme", ":" in plain or "//" in plain or "slash" in plain),
        (MARKUP, "markup", "<" in plain or "[" in plain or "=" in plain or "](" in plain),
    ):
        if not is_possible:
            continue
        done = 0  # what lies within an address already told is not read again
        for found in pattern.finditer(plain):
            if found.start() >= done:
                done = end_of_address(plain, found.end())
                yield found.start(), done, kind, True


def _disguised(plain):
    """Dots in brackets, in words, or with spaces around them."""
    known = tlds()
    for found in SEPARATOR.finditer(plain):
        right = RIGHT.match(plain, found.end())
        if right is None:
            continue
        labels = right.group().split(".")
        tld = next((label for label in labels if label in known or label in ARABIC_TLDS), None)
        left = LEFT.search(plain, max(0, found.start() - 64), found.start())
        if left is None:
            continue
        name = left.group()
        is_www = re.fullmatch(r"www\d?", name) is not None
        if not is_www and (tld is None or labels.index(tld) > 1):
            continue
        end = found.end() + len(right.group().split(tld)[0]) + len(tld) if tld else right.end()
        verdict = True if is_www else _disguise_is_sure(plain, found, name, tld, end, left.start())
        if verdict is not None:
            yield left.start(), end, "spelled", verdict


def _disguise_is_sure(plain, found, name, tld, end, start):
    """Return True for a sure one, False for a doubtful one, None for prose."""
    kind = found.lastgroup
    is_strong = (
        tld in ALWAYS_ADDRESS
        or tld in ARABIC_TLDS
        or (not is_word(tld) and tld not in function_tlds())
    )
    has_path = re.match(r"\s?/\s?\w|\s(?:slash|barre)\s\w", plain[end : end + 12]) is not None
    before = WORDS_BEFORE.search(plain, max(0, start - 40), start)
    is_located = before is not None and any(word in LOCATORS for word in before.groups())
    if kind == "opened":
        return not is_word(name) or name == "site"
    if kind == "signed":
        return not is_word(name)
    if kind == "bracketed":
        if "," in found.group() and not is_strong:
            return None
        if (
            re.fullmatch(r"[-\s_'\"*~|]+\.?[-\s_'\"*~|]*", found.group().replace(",", ""))
            and not is_strong
        ):
            return None if is_word(name) else False
        return is_strong or not is_word(name) or has_path or any(c in found.group() for c in "[({")
    if name.isdigit():
        return None
    if kind == "spelled":
        word = found.group().strip(" \t.[](){}<>\"'*_~|-")
        if name in NEVER_BEFORE_POINT or name.split(".")[-1] in NEVER_BEFORE_POINT:
            return None
        if word in {"pt", "points", "dots"} and not is_strong:
            return None
        if is_strong:
            if (
                tld in {"net", "info", "top", "co", "me"}
                and word.startswith("point")
                and is_word(name)
            ):
                return False
            return True
        return None if is_word(name) and not has_path and not is_located else False
    if kind == "before":
        if name in NEVER_BEFORE_POINT:
            return None  # «le .com», «la vie en .fr»: the ending itself is spoken of
        if is_word(name) and tld not in {"com", "fr"}:
            return False if is_strong else None
        if has_path:
            return True
        if is_strong and tld in ALWAYS_ADDRESS:
            return True
        return False if is_strong or not is_word(name) else None
    if kind == "after":
        is_plain = tld in {"com", "org", "net", "fr", "info", "biz"}
        if has_path and is_strong:
            return True
        is_last = WORD_AFTER.match(plain, end) is None
        if is_plain and (is_last or not is_word(name)):
            return False
        return False if tld in ALWAYS_ADDRESS and not is_word(name) else None
    if found.group() == "," and has_path and f"{name}.{tld}" in SHORTENERS | {"wa.me"}:
        return True
    is_plain = tld in {"com", "org", "net", "fr", "info", "ru"} and len(name) > 1
    return False if is_plain and (found.group() == "," or not is_word(name)) else None


def _numbers(plain):
    """Addresses in numbers."""
    for found in IPV4.finditer(plain):
        parts = [int(part) for part in found.group().split(".")]
        if max(parts) > 255:
            continue
        before = WORD_BEFORE.search(plain, max(0, found.start() - 20), found.start())
        rest = PATH.match(plain, found.end())
        has_path = rest.end() > found.end() and rest.group() not in {"/", "?", "#"}
        if has_path:
            yield found.start(), end_of_address(plain, found.end()), "ip", True
        elif before is None or before[1] not in VERSION_WORDS:
            yield found.start(), found.end(), "ip", max(parts) > 31
    for found in DISGUISED_IP.finditer(plain) if IP_SIGN.search(plain) else ():
        parts = re.findall(r"\d+", found.group())
        if "." in parts or re.fullmatch(r"[\d.]+", found.group()) or max(map(int, parts)) > 255:
            continue
        yield found.start(), found.end(), "ip", max(map(int, parts)) > 31
    for found in IPV6.finditer(plain) if plain.count(":") > 1 else ():
        candidate = found.group().rpartition("]")[0].strip("[") or found.group().strip("[]")
        if "::" not in candidate and candidate.count(":") < 7:
            continue
        try:
            IPv6Address(candidate)
        except (AddressValueError, ValueError):
            continue
        if len(candidate) > 4 or "[" in found.group():
            yield found.start(), found.end(), "ip", True


def _without_letter_spaces(folded: Folded) -> Folded | None:
    """Return the text with its s p a c e d letters closed up; None where it has none."""
    runs = [run.span() for run in LETTERS_SPACED.finditer(folded.plain)]
    runs += [run.span() for run in BRACKETED_LETTERS.finditer(folded.plain)]
    for ending in TLD_SPACED.finditer(folded.plain):
        start, end = ending.span()
        is_tld = folded.plain[start:end:2] in ALWAYS_ADDRESS or folded.plain[start:end:2] in {
            "ma",
            "dz",
            "tn",
        }
        if is_tld and BEFORE_TLD.search(folded.plain, max(0, start - 8), start):
            runs.append((start, end))
    if not runs:
        return None
    kept, position = [], 0
    for start, end in sorted(runs):
        if start >= position:
            kept += (*range(position, start), *range(start, end, 2))
            position = end
    kept += range(position, len(folded.plain))
    return _keep(folded, kept)


def _without_tags(folded: Folded) -> Folded | None:
    """Return the text as a page would show it, its tags gone; None where it has none."""
    kept, position = [], 0
    for tag in TAG.finditer(folded.plain) if TAG_SIGN.search(folded.plain) else ():
        kept += range(position, tag.start())
        position = tag.end()
    return _keep(folded, [*kept, *range(position, len(folded.plain))]) if position else None


def _keep(folded: Folded, kept: list[int]) -> Folded:
    return Folded(
        "".join([folded.plain[index] for index in kept]),
        [folded.starts[index] for index in kept],
        [folded.ends[index] for index in kept],
        folded.typed,
    )


def _glued(plain, folded):
    """«bibliozarPOINTcom»: sure where the word stands out in capitals, doubtful else."""
    for found in GLUED.finditer(plain) if "point" in plain or "dot" in plain else ():
        begin = found.start()
        while begin > 0 and found.start() - begin < 40 and plain[begin - 1].isalnum():
            begin -= 1
        if found.start() - begin >= 3:
            typed = folded.typed[slice(*folded.span(found.start(), found.start() + 3))]
            yield begin, found.end(), "spelled", typed.isupper()


def _settle(text, spans) -> Findings:
    """Merge what overlaps: one span for one address, sure if any reading of it is."""
    merged: list[list] = []
    for start, end, kind, sure in sorted(spans, key=lambda span: (span[0], -span[1])):
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

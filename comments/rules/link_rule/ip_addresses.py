"""PURE: find addresses in numbers, «192.168.1.1», «192 point 168 point 1 point 1», «[::1]»."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address

from .doubtful_links import FOUR_NUMBERS, IPV6, JudgedSpan, rule_for
from .hosts import end_of_address
from .link_signs import (
    DISGUISED_IP,
    FOUR_NUMBERS_WITH_DOTS,
    HEXADECIMAL_GROUPS,
    IP_SIGN,
    PATH,
    VERSION_WORDS,
    WORD_BEFORE,
)


@dataclass(frozen=True, slots=True)
class FourNumbers:
    """Four numbers in a row, and the facts that the rules ask for."""

    parts: list[int]
    has_path: bool = False
    is_version: bool = False  # a word such as «version» or «article» stands before


def ip_addresses(plain):
    """Yield the IP addresses of a folded text, each with its rule."""
    yield from _with_dots(plain)
    yield from _disguised(plain)
    yield from _ipv6(plain)


def _with_dots(plain):
    for found in FOUR_NUMBERS_WITH_DOTS.finditer(plain):
        parts = [int(part) for part in found.group().split(".")]
        if max(parts) > 255:
            continue
        before = WORD_BEFORE.search(plain, max(0, found.start() - 20), found.start())
        path = PATH.match(plain, found.end())[0]
        has_path = path not in {"", "/", "?", "#"}
        is_version = before is not None and before[1] in VERSION_WORDS
        end = end_of_address(plain, found.end()) if has_path else found.end()
        rule = rule_for(FourNumbers(parts, has_path, is_version), FOUR_NUMBERS)
        yield JudgedSpan(found.start(), end, "ip", rule)


def _disguised(plain):
    for found in DISGUISED_IP.finditer(plain) if IP_SIGN.search(plain) else ():
        parts = [int(part) for part in re.findall(r"\d+", found.group())]
        has_plain_dots = re.fullmatch(r"[\d.]+", found.group()) is not None
        if not has_plain_dots and max(parts) <= 255:
            rule = rule_for(FourNumbers(parts), FOUR_NUMBERS)
            yield JudgedSpan(found.start(), found.end(), "ip", rule)


def _ipv6(plain):
    for found in HEXADECIMAL_GROUPS.finditer(plain) if plain.count(":") > 1 else ():
        candidate = found.group().rpartition("]")[0].strip("[") or found.group().strip("[]")
        if "::" not in candidate and candidate.count(":") < 7:
            continue
        try:
            IPv6Address(candidate)
        except ValueError:
            continue
        if len(candidate) > 4 or "[" in found.group():
            yield JudgedSpan(found.start(), found.end(), "ip", IPV6)

"""PURE: find addresses in numbers, «192.168.1.1», «192 point 168 point 1 point 1», «[::1]»."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address

from .doubtful_links import FOUR_NUMBERS, HEXADECIMAL_IP, IP_IN_WORDS, IP_WITH_COMMAS, IPV6
from .host_facts import Addresses
from .link_signs import (
    ARTICLE_WORDS,
    DISGUISED_IP,
    FOUR_NUMBERS_WITH_DOTS,
    HEXADECIMAL_GROUPS,
    HEXADECIMAL_IPV4,
    IP_SIGN,
    MACHINE,
    NUMBERS_IN_WORDS,
    NUMBERS_WITH_COMMAS,
    PATH_GOES_ON,
    VERSION_WORDS,
)
from .looking_back import word_before
from .verdicts import JudgedSpan, rule_for


@dataclass(frozen=True, slots=True)
class FourNumbers:
    """Four numbers in a row, and the facts that the rules ask for."""

    parts: list[int]
    has_path: bool = False
    is_version: bool = False  # a word such as «version» or «article» stands before
    has_padding: bool = False  # a part such as «000»
    separators: tuple[str, ...] = ()  # if its dots are disguised

    @property
    def crosses_a_stop(self):
        """Return whether some of its dots are glued and others not: a sentence ends between them."""
        return "." in self.separators and any(each != "." for each in self.separators)

    @property
    def is_list(self):
        return bool(self.separators) and all(each.strip() == "." for each in self.separators)


def ip_addresses(plain):
    """Yield the IP addresses of a folded text, each with its rule."""
    yield from _with_dots(plain)
    yield from _disguised(plain)
    yield from _ipv6(plain)
    for pattern, is_possible, rule in (
        (HEXADECIMAL_IPV4, "0x" in plain, HEXADECIMAL_IP),
        (NUMBERS_IN_WORDS, "point" in plain or "dot" in plain, IP_IN_WORDS),
        (NUMBERS_WITH_COMMAS, "," in plain and MACHINE.search(plain), IP_WITH_COMMAS),
    ):
        for found in pattern.finditer(plain) if is_possible else ():
            yield JudgedSpan(*found.span(), "ip", rule)


def _with_dots(plain):
    addresses = Addresses(plain)
    for found in FOUR_NUMBERS_WITH_DOTS.finditer(plain):
        parts = [int(part) for part in found.group().split(".")]
        if max(parts) > 255:
            continue
        word = word_before(plain, found.start(), near=20)
        has_path = PATH_GOES_ON.match(plain, found.end()) is not None
        # No law has an article 192: four numbers after «article» may be an address all the same.
        is_version = word in VERSION_WORDS or (word in ARTICLE_WORDS and max(parts) < 100)
        end = addresses.end(found.end()) if has_path else found.end()
        padded = any(len(part) > 1 and part[0] == "0" for part in found.group().split("."))
        rule = rule_for(FourNumbers(parts, has_path, is_version, padded), FOUR_NUMBERS)
        yield JudgedSpan(found.start(), end, "ip", rule)


def _disguised(plain):
    for found in DISGUISED_IP.finditer(plain) if IP_SIGN.search(plain) else ():
        parts = [int(part) for part in re.findall(r"\d+", found.group())]
        has_plain_dots = re.fullmatch(r"[\d.]+", found.group()) is not None
        if not has_plain_dots and max(parts) <= 255:
            separators = tuple(re.findall(r"(?<=\d)\D+(?=\d)", found.group()))
            rule = rule_for(FourNumbers(parts, separators=separators), FOUR_NUMBERS)
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

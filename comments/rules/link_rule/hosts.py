"""PURE: find names with a dot in them, as «exemple.com», and the facts about each.

The facts are the label before the ending, the path after it, the word before, capitals, figures and
acronyms. The tables of doubtful_links.py tell by them an address from a full stop without its space.
"""

from ..lexicon import ALWAYS_ADDRESS, tlds
from .doubtful_links import EMAIL, rules_of
from .host_facts import Addresses, Host
from .link_signs import GLUED_TO_ARABIC, HOST, LEET_TLDS, PATH_BEGINS
from .verdicts import JudgedSpan, rule_for


def hosts(folded, is_unspaced):
    """Yield the names with a dot of a folded text, each with its rule."""
    done, addresses = 0, Addresses(folded.plain)
    # A letter typed as one and read as three («ﬃ») may make up for two that were taken out: then nothing is skipped.
    is_one_by_one = is_unspaced and len(set(folded.starts)) == len(folded.starts)
    for found in HOST.finditer(folded.plain):
        if is_one_by_one and _is_untouched(found, folded, addresses):
            continue
        host = None if found.start() < done else _host_in(found, folded, is_unspaced, addresses)
        if host is None:
            continue
        # emails.py finds no local part of dots alone, as in «..@exemple.org».
        local_part = _local_part(folded.plain, host.start)
        if local_part is not None:
            yield JudgedSpan(local_part, host.name_end, "email", EMAIL)
            continue
        span = JudgedSpan(host.start, host.end, host.kind, rule_for(host, rules_of(host)))
        if span.is_link:
            done = span.end
        yield span


def _is_untouched(found, folded, addresses):
    """Return whether nothing was taken out of it, nor of its path: links.judged_spans knows its verdict already."""
    plain, start, end = folded.plain, *found.span()
    if start and plain[start - 1] == "@":
        return False  # of an e-mail address: its local part may have been touched
    return folded.is_whole(start, addresses.end(end) if PATH_BEGINS.match(plain, end) else end)


def _host_in(found, folded, is_unspaced, addresses):
    """Return the host that a match of HOST holds; None if no label of it is a top-level domain."""
    labels = found.group().split(".")
    last = last_tld(labels)
    if last is None:
        return None
    beyond = _beyond(labels, last, folded, found.start())
    return Host(folded, found.start(), up_to_ending(labels, last), beyond, is_unspaced, addresses)


def last_tld(labels):
    """Return the index of the last label that is a top-level domain; None if none is."""
    known = tlds()
    for index in range(len(labels) - 1, 0, -1):
        if labels[index] in known or labels[index] in LEET_TLDS:
            return index
        glued = GLUED_TO_ARABIC.match(labels[index])
        if glued and glued[1] in ALWAYS_ADDRESS | {"ma", "dz", "tn"}:
            return index
    return None


def _beyond(labels, last, folded, start):
    """Return the labels after the ending; none if a capital says that a sentence begins there."""
    rest, at = labels[last + 1 :], start + len(".".join(labels[: last + 1])) + 1
    return rest if rest and not folded.has_capital(at, at + 1) else []


def up_to_ending(labels, last):
    """Return the labels up to the ending, without the Arabic word that is glued to it."""
    ending = labels[last]
    if ending not in tlds() and (glued := GLUED_TO_ARABIC.match(ending)):
        ending = glued[1]
    return [*labels[:last], ending]


def _local_part(plain, start):
    """Return the start of the e-mail address whose host is at `start`; None if there is none."""
    if start == 0 or plain[start - 1] != "@":
        return None
    begin = start - 1
    while (
        begin > 0
        and start - begin < 66
        and (plain[begin - 1].isalnum() or plain[begin - 1] in "._+-")
    ):
        begin -= 1
    return begin if begin < start - 1 else None

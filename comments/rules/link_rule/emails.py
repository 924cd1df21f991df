"""PURE: find e-mail addresses: «moi@exemple.org», «moi (at) exemple.org»."""

from ..lexicon import tlds
from .doubtful_links import EMAIL, MAIL_PROVIDER
from .hosts import last_tld, up_to_ending
from .link_signs import (
    AT_SIGN,
    EMAIL_SIGN,
    NEVER_BEFORE_POINT,
    PROVIDER,
    PROVIDER_SIGN,
    RIGHT,
    SEPARATOR,
)
from .verdicts import JudgedSpan

BEFORE_SIGN = 43  # characters: a name of 40, two spaces, a bracket


def emails(plain):
    """Yield the e-mail addresses of a folded text, each with its rule."""
    if not EMAIL_SIGN.search(plain):
        return
    for found in AT_SIGN.finditer(plain):
        end = _end_of_domain(plain, found.end())
        if end is not None:
            yield JudgedSpan(found.start(), end, "email", EMAIL)
    for start, end in at_providers(plain):
        yield JudgedSpan(start, end, "email", MAIL_PROVIDER)


def at_providers(plain):
    """Yield the spans of PROVIDER, tried before its sign alone: it is slow in a long word."""
    tried = 0  # no other match begins before this place
    for sign in PROVIDER_SIGN.finditer(plain):
        for start in range(max(tried, sign.start() - BEFORE_SIGN), sign.start()):
            if found := PROVIDER.match(plain, start):
                yield found.span()
                tried = found.end()
                break
        else:
            tried = max(tried, sign.start())


def _end_of_domain(plain, start):
    """Return the end of the domain at `start`, its dot disguised or not; None if it is none."""
    domain = RIGHT.match(plain, start)
    if domain is None:
        return None
    labels = domain.group().split(".")
    last = last_tld(labels)
    if last is not None:
        return start + len(".".join(up_to_ending(labels, last)))
    if labels[-1] in NEVER_BEFORE_POINT:  # «at this point»
        return None
    dot = SEPARATOR.match(plain, domain.end())
    after = RIGHT.match(plain, dot.end()) if dot else None
    return after.end() if after and after.group().split(".")[0] in tlds() else None

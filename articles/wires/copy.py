"""PURE: what every dispatch goes through, whatever its format: its letters, opening and language."""

import re
import unicodedata

from ..rules.characters import unescape
from ..rules.printable import printable
from .bylines import NAMES_MOST
from .dateline import split_lead
from .dispatch import Dispatch, Unreadable
from .languages import language_of
from .opening import open_copy
from .places import place_of
from .times import moment

__all__ = ["finished", "language_of", "moment"]  # site imports read by these too

TEXT_MOST = 300_000  # characters: a dispatch has 3,000, a speech word for word 60,000
TAGS_MOST, DEPTH_MOST = (
    20_000,
    100,
)  # html5lib takes minutes for tags that are opened and never closed
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
ATTRIBUTE, ATTRIBUTES_MOST = re.compile(r"=\s*[\"'\w]"), 500
CLOSED_BY_ITSELF = set(
    "p li td th tr dt dd br img hr input meta link wbr source col option".split()
)
# To sort the accents of one letter takes the square of their number (Unicode's «stream-safe» text has 30).
SIGNS = re.compile(r"[^\w\s\x00-\u02ff\u2000-\u2bff]{31,}")
ACCENTS_MOST = 30

# Text declared as Latin-1 that holds Windows' letters.
WINDOWS_LETTER = re.compile("[\x80-\x9f]")
WINDOWS = {n: bytes([n]).decode("cp1252", "ignore") or None for n in range(0x80, 0xA0)}


def finished(dispatch: Dispatch, language: str = "") -> Dispatch | Unreadable:
    """Return the dispatch with its dateline split off the copy and its language settled.

    The agency's own dateline comes first. Characters that no feed may carry (controls, lone surrogates) go from every
    field. `language` is for an item that declares none. Returns Unreadable for one that is not printed here.
    """
    for name, value in vars(dispatch).items():
        if isinstance(value, str):
            setattr(dispatch, name, _printable(value))
        elif name == "pictures":
            for picture in value:
                vars(picture).update({k: _printable(v) for k, v in vars(picture).items()})
        elif isinstance(value, list):
            setattr(dispatch, name, [_printable(each) for each in value])
    if dispatch.status != "usable" or dispatch.is_status_alone:
        return dispatch
    for text in (dispatch.body, dispatch.standfirst, dispatch.headline):
        _refuse_hostile(text, dispatch.origin_id)
    headline = re.sub(r"</?[a-zA-Z][^<>]*>", "", dispatch.headline)
    dispatch.headline = " ".join(unescape(headline).split())
    open_copy(dispatch)
    place, agency, standfirst, _is_sure = split_lead(dispatch.standfirst, sure_only=True)
    if place or agency:
        dispatch.standfirst = standfirst
    if not dispatch.dateline_place:
        dispatch.dateline_place = place or place_of(dispatch.located)
    names = [name for name in dispatch.byline if name.casefold() != dispatch.source.casefold()]
    dispatch.byline = names[:NAMES_MOST]
    text = f"{dispatch.headline[:500]} {re.sub(r'<[^<>]*>', ' ', dispatch.body[:6000])}"
    if not (found := language_of(dispatch.language, text, language)):
        declared = f"declared as {dispatch.language[:20]!r}" if dispatch.language else "undeclared"
        reason = f"in no language of ours ({declared}): French, Arabic and English are printed here"
        return Unreadable(reason, dispatch.origin_id)
    dispatch.language = found
    return dispatch


def _refuse_hostile(text, origin_id):
    """Raise Unreadable for a text that no agency sends and that takes minutes to clean."""
    if len(text) > TEXT_MOST:
        raise Unreadable(f"a text of more than {TEXT_MOST} characters", origin_id)
    depth = 0
    for number, tag in enumerate(TAG.finditer(text), start=1):
        if tag[2].lower() not in CLOSED_BY_ITSELF:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if number > TAGS_MOST or depth > DEPTH_MOST:
            raise Unreadable("more tags than a text can need", origin_id)
    for piece in text.split("<"):
        if len(piece) > 2 * ATTRIBUTES_MOST and len(ATTRIBUTE.findall(piece)) > ATTRIBUTES_MOST:
            raise Unreadable("more attributes than an element can need", origin_id)
    for run in SIGNS.finditer(text):
        if sum(1 for sign in run[0] if unicodedata.combining(sign)) > ACCENTS_MOST:
            raise Unreadable("more accents on a letter than a text can need", origin_id)


def _printable(text):
    if WINDOWS_LETTER.search(text):  # seldom, and translating is slow
        text = text.translate(WINDOWS)
    return printable(text)

"""PURE: what every dispatch goes through, whatever its format: its letters, opening and language."""

import html
import re

from ..rules.body import UNPRINTABLE
from .dateline import split_lead
from .dispatch import Dispatch, Unreadable
from .languages import language_of
from .opening import open_copy
from .places import place_of
from .times import moment

__all__ = ["finished", "language_of", "moment"]  # site imports read by these too

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
    headline = re.sub(r"</?[a-zA-Z][^<>]*>", "", dispatch.headline)
    dispatch.headline = " ".join(html.unescape(headline).split())
    open_copy(dispatch)
    place, agency, standfirst, _is_sure = split_lead(dispatch.standfirst, sure_only=True)
    if place or agency:
        dispatch.standfirst = standfirst
    if not dispatch.dateline_place:
        dispatch.dateline_place = place or place_of(dispatch.located)
    dispatch.byline = [
        name for name in dispatch.byline if name.casefold() != dispatch.source.casefold()
    ]
    text = f"{dispatch.headline} {re.sub(r'<[^>]*>', ' ', dispatch.body)[:3000]}"
    if not (found := language_of(dispatch.language, text, language)):
        declared = f"declared as {dispatch.language[:20]!r}" if dispatch.language else "undeclared"
        reason = f"in no language of ours ({declared}): French, Arabic and English are printed here"
        return Unreadable(reason, dispatch.origin_id)
    dispatch.language = found
    return dispatch


def _printable(text):
    if WINDOWS_LETTER.search(text):  # seldom, and translating is slow
        text = text.translate(WINDOWS)
    return UNPRINTABLE.sub("", text)

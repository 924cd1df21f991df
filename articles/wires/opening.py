"""PURE: what stands around the text of a copy: its headline again, names, notes to editors, the dateline.

A dateline is sought in the first three paragraphs. What repeats the headline or the sub-headline goes from the text,
names go to the byline, notes go to the note that nobody but editors sees.
"""

import re
from dataclasses import dataclass

from ..rules.characters import unescape
from .bylines import BY_LINE, names_of
from .dateline import lead_of, split_lead

LOOKED_AT, PARAGRAPHS = 8000, 3  # characters of the copy; its paragraphs
BREAK = re.compile(
    r"</?(?:p|h[1-6]|div|section|article|header|li|ul|ol|blockquote|table|tr|td|body|html)\b[^<>]*>|<br\s*/?>",
    re.I,
)
LINE = re.compile(r"\n")
TAG = re.compile(r"<[^<>]*>")
EMPTIED = re.compile(r"<(p|h[1-6]|div|section|li)\b[^<>]*>(?:\s|&nbsp;|<br\s*/?>)*</\1\s*>", re.I)
NOTE = re.compile(
    r"^[\W_]*(?:eds?\.?\s*:|editors?['’]?s?['’]?\s+notes?\b|notes?\s+(?:to|for)\s+(?:the\s+|our\s+)?(?:news\s?)?(?:editors?|desks?|subscribers|clients)\b"
    r"|(?:attention|memo)\s+(?:to\s+)?(?:editors|news\s?desks|subscribers|rédact\w*)|attention\s*[-–—:]\s.*///"
    r"|(?:notes?|avis|message)\s+(?:aux?|à\s+l['’](?:attention|intention)\s+d\w+|pour\s+les|à\s+la)\s+(?:chef\w*\s+d\w+\s+)?(?:rédac\w*|abonnés|clients|éditeurs|desks?)"
    r"|à\s+l['’](?:attention|intention)\s+des\s+(?:rédac\w*|abonnés|clients)|not\s+for\s+publication|ne\s+pas\s+publier"
    r"|(?:ملاحظة|تنويه|تنبيه)\s+(?:إلى\s+|الى\s+)?(?:السادة\s+)?(?:ال|لل)محرر\w*|=?\(?(?:photos?|fotos?|vid[eé]os?|infographies?|graphic)\)?=?$)",
    re.I,
)  # fmt: skip
HINT = re.compile(r"\beds?\b|editor|desk|subscribers|clients|rédac|abonnés|publi|محرر|photo|foto|vid[eé]o|grap|///", re.I)  # fmt: skip
BARE_WORDS = 6  # a note of no more words is the title of what follows


@dataclass
class Paragraph:
    start: int
    end: int
    text: str


def paragraphs(copy: str, most: int | None = None) -> list[Paragraph]:
    """Return the paragraphs of text or HTML that hold a word; text without tags breaks at each line."""
    sign = BREAK if BREAK.search(copy[:LOOKED_AT]) else LINE
    found, start = [], 0
    for each in [*_breaks(sign, copy, most), None]:
        end = each.start() if each else len(copy)
        text = " ".join(unescape(TAG.sub("", copy[start:end])).split())
        if text:
            found.append(Paragraph(start, end, text))
        if each is None or len(found) == most:
            break
        start = each.end()
    return found


def _breaks(sign, copy, most):
    return list(sign.finditer(copy, 0, LOOKED_AT) if most else sign.finditer(copy))


def open_copy(dispatch):
    """Take the notes, the repeated headline, the names and the dateline off a dispatch's copy."""
    if HINT.search(dispatch.body):
        _take_notes(dispatch)
    gone, subs, number = [], [], 0
    found = paragraphs(dispatch.body, 2 * PARAGRAPHS)
    for part in found:
        if number == PARAGRAPHS:
            break
        if repeats(part.text, dispatch.headline):
            gone.append(part)
        elif BY_LINE.match(part.text) and len(part.text) < 120:
            dispatch.byline = dispatch.byline or names_of(part.text)
            gone.append(part)
        elif (part is not found[-1] and _is_dateline(dispatch, part, gone)) or _has_lead(
            dispatch, part, is_first=number == len(subs)
        ):
            subs = [each for each in subs if _is_standfirst(dispatch, each)]
            _cut(dispatch, [*gone, *subs])
            return
        else:
            subs += [part] * _is_heading(dispatch, part)
            number += 1
    if len(gone) < len(found):
        _cut(dispatch, gone)


def repeats(text, line):
    """Return whether a paragraph says the same as a line, but for its signs and a word at its end."""
    text, line = (" ".join(re.findall(r"\w+", each)).casefold() for each in (text, line))
    if not text or not line:
        return False
    short, long = sorted((text, line), key=len)
    return text == line or (len(short) > 20 and long.startswith(short) and len(short) > 0.8 * len(long))  # fmt: skip


def _is_dateline(dispatch, part, gone):
    """Write the dateline that a whole paragraph is; returns whether it is one."""
    if not (found := lead_of(part.text, alone=True)):
        return False
    place, agency, _end, is_sure = found
    gone.append(part)
    _write_lead(dispatch, place, agency, is_sure)
    return True


def _has_lead(dispatch, part, is_first):
    """Write the dateline that a paragraph begins with; returns whether it has one."""
    copy = dispatch.body[part.start :]
    place, agency, rest, is_sure = split_lead(copy, sure_only=not is_first)
    if place or agency:
        dispatch.body = dispatch.body[: part.start] + rest
        _write_lead(dispatch, place, agency, is_sure)
    return bool(place or agency)


def _write_lead(dispatch, place, agency, is_sure):
    """Write the copy's own place: it comes before where the copy was edited.

    An uncertain one gives way to the agency's own field.
    """
    dispatch.source = dispatch.source or agency
    if place and (is_sure or not dispatch.dateline_place):
        is_told = place.casefold() == dispatch.located.partition(",")[0].casefold()
        dispatch.dateline_place, dispatch.is_lead_sure = place, is_sure or is_told


def _is_heading(dispatch, part):
    """Return whether a paragraph before the text is a sub-headline: known, or short without an end."""
    is_short = len(part.text) < 160 and part.text[-1] not in '.!?…:»"”'
    return repeats(part.text, dispatch.standfirst) or is_short


def _is_standfirst(dispatch, part):
    """Return whether a sub-headline may go: it repeats the standfirst, or now becomes it."""
    dispatch.standfirst = dispatch.standfirst or part.text
    return repeats(part.text, dispatch.standfirst)


def _cut(dispatch, gone):
    """Take paragraphs out of the body, and the elements that they leave empty."""
    if not gone:
        return
    body = dispatch.body
    for part in sorted(gone, key=lambda each: -each.start):
        body = body[: part.start] + body[part.end :]
    head, rest = body[:LOOKED_AT], body[LOOKED_AT:]
    while (shorter := EMPTIED.sub("", head)) != head:
        head = shorter
    dispatch.body = re.sub(r"\A(?:\s|<br\s*/?>)+", "", head) + rest


def _take_notes(dispatch):
    """Move the notes to editors out of the body; a title of notes after the text takes all that follows."""
    found = paragraphs(dispatch.body)
    notes, is_title = [], False
    for number, part in enumerate(found):
        is_note = bool(NOTE.match(part.text))
        if is_note or is_title:
            notes.append(part)
        is_title = is_note and len(part.text.split()) <= BARE_WORDS and part.text.endswith(":")
        if is_note and number >= PARAGRAPHS and len(part.text.split()) <= BARE_WORDS:
            notes = list({id(each): each for each in [*notes, *found[number:]]}.values())
            break
    if notes and len(notes) < len(found):
        said = " ".join(part.text for part in notes)
        dispatch.editor_note = " ".join(filter(None, [dispatch.editor_note, said]))
        _cut(dispatch, notes)

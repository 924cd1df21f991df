"""PURE: mark names and dated days in an article's body, when it is displayed.

Each name is marked once, outside links and headings; the body in the database does not change.
"""

import re
from datetime import date, timedelta
from html import escape

TAG = re.compile(r"(<[^<>]*+>)")
CLOSED_TO_NAMES = {"a", "h2", "h3", "abbr"}
LONGEST = 200  # characters of a name; what is longer is no name, and would be sought too long

WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
}
# Wires date their lead by a weekday alone, right after the verb of saying. A weekday elsewhere may be a future one.
SAID = {
    "en": r"(?:said|announced|reported|declared|stated|confirmed|revealed|told (?:reporters|journalists|AFP|AP|Reuters|MAP)) on",
    "fr": "(?:a|ont) (?:déclaré|annoncé|indiqué|affirmé|assuré|estimé|confirmé|précisé|expliqué|souligné|rapporté|révélé|fait savoir)",
}
LEAD_DAY = {
    language: re.compile(
        rf"(?<![\w-])(?P<said>{SAID[language]} )(?P<day>(?a:{'|'.join(days)}))\b(?! \d| next| last| prochain| dernier)", re.I
    )
    for language, days in WEEKDAYS.items()
}  # fmt: skip


def mark_names(markup: str, names) -> str:
    """Return HTML with a mark on the first mention of each name.

    `names` are (written forms, address or "", full form of an acronym or ""). A name with an address becomes a
    link, a name with a full form becomes an <abbr>, a name with both becomes both.
    """
    waiting = [
        (_mention_of(written), address, expansion)
        for forms, address, expansion in names
        if (written := [form for form in forms if form and len(form) <= LONGEST])
    ]
    if not waiting:
        return markup
    pieces = TAG.split(markup)
    depth = 0  # of elements that take no mark
    for place, piece in enumerate(pieces):
        if place % 2:
            tag = piece.strip("</> ").split()[0].lower() if piece.strip("</> ") else ""
            if tag in CLOSED_TO_NAMES:
                depth += -1 if piece.startswith("</") else 1
        elif piece and not depth:
            pieces[place], waiting = _marked(piece, waiting)
    return "".join(pieces)


def _mention_of(forms):
    """Return a pattern of any of the written forms, as whole words, in escaped text."""
    any_of_them = "|".join(re.escape(escape(form, quote=False)) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{any_of_them})(?![\w-])")


def _marked(text, waiting):
    """Return (the text with the first mention of each name marked, the names not found yet)."""
    found = []
    for name in waiting:
        if first := name[0].search(text):
            found.append((first.start(), first.end(), name))
    taken, end = [], 0
    for start, stop, name in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= end:
            taken.append((start, stop, name))
            end = stop
    done, at = [], 0
    for start, stop, (_pattern, address, expansion) in taken:
        mention = text[start:stop]
        if expansion:
            mention = f'<abbr title="{escape(expansion)}">{mention}</abbr>'
        if address:
            mention = f'<a href="{escape(address)}">{mention}</a>'
        done += [text[at:start], mention]
        at = stop
    marked = [name for _start, _stop, name in taken]
    return "".join([*done, text[at:]]), [name for name in waiting if name not in marked]


def date_the_lead(markup: str, language: str, published: date, in_words) -> str:
    """Return a dispatch's HTML with its date on the weekday of the lead: «said on Thursday».

    The lead is the first paragraph. The day is within the week that ends with the dispatch (the usage of AP,
    Reuters and AFP); no other day in the text is certain enough.
    """
    pattern = LEAD_DAY.get(language)
    if not pattern:
        return markup
    head, end, rest = markup.partition("</p>")

    def dated(found):
        weekday = WEEKDAYS[language].index(found["day"].lower())
        day = published - timedelta(days=(published.weekday() - weekday) % 7)
        mark = f'<time datetime="{day}" title="{escape(in_words(day))}">{found["day"]}</time>'
        return found["said"] + mark

    pieces = TAG.split(head)
    for place in range(0, len(pieces), 2):
        pieces[place], count = pattern.subn(dated, pieces[place], count=1)
        if count:
            break
    return "".join(pieces) + end + rest

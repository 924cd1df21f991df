"""PURE: what stands at the head of an agency's copy besides the news: place, date, agency's mark, names."""

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..body import UNPRINTABLE
from .dispatch import Dispatch, Unreadable

MONTH = (
    r"(?i:jan|f[eé]v|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]t|aug|sep|oct|nov|d[eé]c)\w*\.?"
    r"|يناير|فبراير|مارس|أبريل|ماي|مايو|يونيو|يوليوز|يوليو|غشت|أغسطس|شتنبر|سبتمبر|أكتوبر|نونبر|نوفمبر|دجنبر|ديسمبر"
)
WEEKDAY = (
    r"(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur?|sun)(?:day)?\.?)|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
)
DAY = rf"(?:(?:{WEEKDAY})\s*)?(?:\d{{1,2}}(?:er)?\s+(?:{MONTH})|(?:{MONTH})\s+\d{{1,2}}|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?)(?:,?\s+\d{{4}})?|(?:{WEEKDAY})"
# One word of a place, capital first where its alphabet has capitals; up to four of them, then perhaps a country.
WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.\-]*"
PLACE = rf"{WORD}(?:[ /](?:(?:de|du|des|la|le|les|el|al|of|the|sur|en)\s)*{WORD}){{0,3}}"
COUNTRY = rf"(?:,\s*(?!(?:{MONTH}|{WEEKDAY})\b){PLACE})?"
AGENCY = r"\((?P<agency>[^\W\d_][\w .\-/]{1,24})\)"
# Agencies that are known for what they are without a dash after them.
KNOWN = "AFP|AP|MAP|APS|TAP|ATS|ANSA|EFE|DPA|dpa|Belga|BELGA|Reuters|REUTERS|Xinhua|TASS|AIP|APA|PANA|ADN|QNA|WAM|SPA|KUNA|MENA|ومع|واج|وات|وأج|أ ف ب|رويترز|د ب أ|قنا|وام|واس"
DASH = r"(?:\s*[–—]\s*|\s*-{1,2}\s+|\s+-{1,2}\s*|\s*--\s*|\s+:\s+)"
LEADS = [
    re.compile(rf"^\s*(?P<place>{PLACE}{COUNTRY})(?:,?\s*(?:{DAY}))?\s*{AGENCY}\s*(?:[–—:]|-{{1,2}}|[.]\s)\s*(?=\S)"),
    re.compile(rf"^\s*(?P<place>{PLACE}{COUNTRY})(?:,?\s*(?:{DAY}))?\s*\((?P<agency>{KNOWN})\)\s*(?=\S)"),
    re.compile(rf"^\s*\((?P<place>{PLACE}{COUNTRY})(?:{DASH}|,\s*)(?:{DAY})\)\s*(?=\S)"),
    re.compile(rf"^\s*(?P<place>{PLACE}{COUNTRY}),?\s*(?:{DAY}){DASH}(?=\S)"),
    re.compile(rf"^\s*(?P<place>{PLACE}{COUNTRY})(?:\s*[–—]\s*|\s*-{{1,2}}\s+|\s+-{{1,2}}\s*)(?=\S)"),
]  # fmt: skip
PLACE_MOST, LEAD_MOST = 60, 200  # characters
# First words of copy that a dash follows too.
NO_PLACE = {
    "bref",
    "oui",
    "non",
    "analyse",
    "portrait",
    "reportage",
    "enquête",
    "interview",
    "direct",
    "live",
    "update",
}
# A place in bold is a place.
STRESSED = re.compile(r"^(\s*<p[^>]*>\s*)<(b|strong|i|em|span)\b[^>]*>([^<]{2,60})</\2>")
FIRST_TEXT = re.compile(r"^((?:\s|<(?!/)[^>]*>)*)([^<]+)")

BY = re.compile(r"^\s*(?:by|par|de|from|por|von|بقلم|من إعداد|إعداد)\s*:?\s+", re.I)
AND = re.compile(
    r"\s*(?:,\s*(?:and|et)\s+|\s+(?:and|et|y|und|&|avec|with)\s+|\s+و(?=\S)|,|;|،|/|\|)\s*"
)


def split_lead(copy: str) -> tuple[str, str, str, bool]:
    """Return (place, agency, the copy after them, whether it is sure) of copy as text or as HTML.

    «Paris -Morocco, which…» → ("Paris", "", "Morocco, which…", False); with «(AFP)» it is sure. Copy that
    begins with no dateline comes back untouched.
    """
    found = FIRST_TEXT.match(copy := STRESSED.sub(r"\1\3", copy, count=1))
    if not found:
        return "", "", copy, False
    text = html.unescape(found[2][:LEAD_MOST])
    for number, lead in enumerate(LEADS):
        head = lead.match(text)
        if not head or len(head["place"]) > PLACE_MOST or not _is_name(head["place"]):
            continue
        if head["place"].lower() in NO_PLACE:
            continue
        agency = head.groupdict().get("agency") or ""
        rest = text[head.end() :] + html.unescape(found[2][LEAD_MOST:])
        is_markup = copy.lstrip().startswith("<") or "<p" in copy[:2000]
        kept = html.escape(rest, quote=False) if is_markup or "&" in found[2] else rest
        return _tidy_place(head["place"]), agency, found[1] + kept + copy[found.end() :], number < 3
    return "", "", copy, False


def _is_name(place):
    """Whether a place's first letter is a capital, or of an alphabet that has none."""
    first = place.strip()[0]
    return first.isupper() or first.upper() == first.lower()


def _tidy_place(place):
    """«GROSSETO, Italy» → «Grosseto, Italy»: capitals are the wire's, not the place's."""
    place = place.strip(" ,")
    return ", ".join(
        re.sub(
            r"[^\W\d_]+",
            lambda w: w[0].capitalize() if w[0].isupper() and len(w[0]) > 3 else w[0],
            part,
        )
        for part in place.split(", ")
    )


def names_of(byline: str) -> list[str]:
    """Return the names of a byline: «Par Salma Idrissi et Anas Rhoul» → both, without the word before them."""
    byline = BY.sub("", " ".join(html.unescape(re.sub(r"<[^>]*>", " ", byline)).split()))
    names = (name.strip(" .") for name in AND.split(byline))
    return [name for name in names if len(name) > 1 and not name.isdecimal()][:10]


def moment(value) -> datetime | None:
    """Return an aware time from RFC 3339, ISO 8601 basic or extended, or RFC 822; None for what is none.

    A time without a zone is taken as UTC, as the formats say.
    """
    if isinstance(value, datetime):
        return _in_utc(value)
    text = str(value or "").strip()
    if not text:
        return None
    basic = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?", text)
    if basic:
        year, month, day, hour, minute, second, zone = basic.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or 'Z'}"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (TypeError, ValueError, OverflowError):
            return None
    return _in_utc(found)


def _in_utc(found):
    """The same instant in UTC; None for what newspapers never saw, or never will."""
    try:
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
    return found if 1600 < found.year < 3000 else None


def embargo_of(value) -> datetime | None:
    """Return when an embargo ends, None where there is none; raise Unreadable for one that cannot be read.

    An embargo that is not understood is never taken for none.
    """
    if value in (None, "", False):
        return None
    found = moment(value) if isinstance(value, (str, datetime)) else None
    if found is None:
        raise Unreadable(f"an embargo that cannot be read: {str(value)[:60]!r}")
    return found


def each_by_itself(read_one, items) -> list:
    """Return what is read of each; one that cannot be is an Unreadable among the others, whatever went wrong."""
    found = []
    for item in items:
        try:
            found.append(read_one(item))
        except Unreadable as error:
            found.append(error)
        except (
            ValueError,
            TypeError,
            AttributeError,
            KeyError,
            OverflowError,
            RecursionError,
        ) as error:
            found.append(Unreadable(f"not understood: {type(error).__name__}: {error}"[:200]))
    return found


ARABIC, LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-zÀ-ÿ]")
FRENCH = re.compile(
    r"\b(?:le|la|les|des|une|est|dans|pour|sur|avec|que|qui|aux|du)\b|[éèêàçùœ]", re.I
)
ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|was|that|with|for|said|has|by)\b", re.I)


def language_of(declared: str, text: str) -> str:
    """Return fr, ar or en: what was declared where it is one of them, else what the text looks like."""
    code = declared.strip().lower()[:2]
    if code in {"fr", "ar", "en"}:
        return code
    if len(ARABIC.findall(text)) > len(LATIN.findall(text)):
        return "ar"
    return "fr" if len(FRENCH.findall(text)) >= len(ENGLISH.findall(text)) else "en"


def finished(dispatch: Dispatch) -> Dispatch:
    """Split the dateline off the copy where the agency gave none of its own; settle the language.

    What no feed may carry (control characters, lone surrogates) goes from every field.
    """
    for name, value in vars(dispatch).items():
        if isinstance(value, str):
            setattr(dispatch, name, UNPRINTABLE.sub("", value))
        elif name == "pictures":
            for picture in value:
                vars(picture).update({k: UNPRINTABLE.sub("", v) for k, v in vars(picture).items()})
        elif isinstance(value, list):
            setattr(dispatch, name, [UNPRINTABLE.sub("", each) for each in value])
    dispatch.headline = " ".join(html.unescape(re.sub(r"<[^>]*>", "", dispatch.headline)).split())
    place, agency, copy, is_sure = split_lead(dispatch.body)
    if place:
        dispatch.body = copy
        if not dispatch.dateline_place:
            dispatch.dateline_place, dispatch.is_lead_sure = place, is_sure
        dispatch.source = dispatch.source or agency
    text = f"{dispatch.headline} {re.sub(r'<[^>]*>', ' ', dispatch.body)[:3000]}"
    dispatch.language = language_of(dispatch.language, text)
    return dispatch

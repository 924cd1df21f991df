"""PURE: read the head of an agency's copy: place, date, the agency's mark, names."""

import html
import re

from ..rules.body import DROPPED_WITH_CONTENT, UNPRINTABLE
from .dispatch import Dispatch, Unreadable
from .languages import language_of
from .times import moment

__all__ = [
    "each_by_itself",
    "finished",
    "language_of",
    "moment",
    "names_of",
    "place_of",
    "split_lead",
]

MONTH = (
    r"(?i:jan|f[eé]v|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]t|aug|sep|oct|nov|d[eé]c)\w*\.?"
    r"|يناير|فبراير|مارس|أبريل|ماي|مايو|يونيو|يوليوز|يوليو|غشت|أغسطس|شتنبر|سبتمبر|أكتوبر|نونبر|نوفمبر|دجنبر|ديسمبر"
    r"|جانفي|فيفري|أفريل|جوان|جويلية|أوت"  # Algiers, Tunis
    r"|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"  # Beirut, Damascus
)
WEEKDAY = (
    r"(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:mon|tues?|wednes|thurs?|fri|satur?|sun)(?:day)?\.?)|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
)
DAY = rf"(?:(?:{WEEKDAY})[,،]?\s*)?(?:\d{{1,2}}(?:er)?\s+(?:{MONTH})|(?:{MONTH})\s+\d{{1,2}}|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?)(?:,?\s+\d{{4}})?|(?:{WEEKDAY})"
# One word of a place, capital first where its alphabet has capitals; up to four of them, then perhaps a country.
WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.\-]*"
PLACE = rf"{WORD}(?:[ /](?:(?:de|du|des|la|le|les|el|al|of|the|sur|en)\s)*{WORD}){{0,3}}"
COUNTRY = rf"(?:[,،]\s*(?!(?:{MONTH}|{WEEKDAY})\b){PLACE})?"
AGENCY = r"\((?P<agency>[^\W\d_][\w .\-/]{1,24})\)"
# Agencies that are certain by their name alone, without a dash after it.
KNOWN = "AFP|AP|AAP|MAP|APS|TAP|ATS|ats|awp|WAFA|ANSA|EFE|DPA|dpa|Belga|BELGA|Reuters|REUTERS|Xinhua|TASS|AIP|APA|PANA|ADN|QNA|WAM|SPA|KUNA|MENA|ومع|واج|وات|وأج|وفا|أ ف ب|رويترز|د ب أ|قنا|وام|واس"
DASH = r"(?:\s*[–—]\s*|\s*-{1,2}\s+|\s+-{1,2}\s*|\s*--\s*|\s+:\s+)"
IN_BRACKETS = r"(?:\s*\([^()\d]{3,40}\)(?=\s*\())?"  # AFP: Gaza (Territoires palestiniens) (AFP)
WHERE = rf"(?P<place>{PLACE}{COUNTRY})"
WHEN = rf"(?:[,،]?\s*(?:{DAY}))"
SIGN = r"(?:[.]?\s*(?:[–—:=]|-{1,2})|[.]\s)"
SURE = [
    re.compile(rf"^\s*{WHERE}{IN_BRACKETS}{WHEN}?\s*{AGENCY}\s*{SIGN}\s*(?=\S)"),
    re.compile(rf"^\s*{WHERE}{IN_BRACKETS}{WHEN}?\s*\((?P<agency>{KNOWN})\)\s*(?=\S)"),
    re.compile(rf"^\s*\({WHERE}(?:{DASH}|,\s*)(?:{DAY})\)\s*(?=\S)"),
    # Moscow, January 2. /TASS/. · (ANSA) - ROME, JAN 2 - · PERTH, Jan 2 AAP - · رام الله 2-1-2021 وفا- · الرباط /2 يناير 2021/ ومع/
    re.compile(rf"^\s*{WHERE}{WHEN}[.,]?\s*/(?P<agency>[^\W\d_][\w ]{{1,12}})/\s*[.:–—-]*\s*(?=\S)"),
    re.compile(rf"^\s*\((?P<agency>(?:{KNOWN})\w*)\)\s*[–—-]\s*{WHERE}{WHEN}{DASH}(?=\S)"),
    re.compile(rf"^\s*{WHERE}{WHEN}\s+(?P<agency>{KNOWN})\s*[–—-]+\s*(?=\S)"),
    re.compile(rf"^\s*{WHERE}\s*/(?:{DAY})/\s*(?P<agency>{KNOWN})\s*/?\s*[–—:-]*\s*(?=\S)"),
    re.compile(rf"^\s*(?P<place>)(?:{DAY})\s*\((?P<agency>{KNOWN})\)\s*{SIGN}\s*(?=\S)"),
]  # fmt: skip
UNSURE = [
    re.compile(rf"^\s*{WHERE}[,،]?\s*(?:{DAY}){DASH}(?=\S)"),
    re.compile(rf"^\s*{WHERE}(?:\s*[–—]\s*|\s*-{{1,2}}\s+|\s+-{{1,2}}\s*)(?=\S)"),
]
LEADS = [*((lead, True) for lead in SURE), *((lead, False) for lead in UNSURE)]
PLACE_MOST, LEAD_MOST = 60, 200  # characters
# First words of copy that a dash follows too; and articles, but for the towns that have one.
NO_PLACE = set(
    "bref oui non analyse portrait reportage enquête interview direct live update en encadré repères chronologie"
    " football foot rugby tennis cyclisme basket basketball handball volley athlétisme natation judo boxe golf ski"
    " météo bourse culture cinéma sport sports politique économie justice le la les un une des the a an ce cette"
    " أعلن أعلنت قال قالت أكد أكدت ذكر ذكرت كشف كشفت أفاد أفادت أوضح أوضحت صرح صرحت شدد دعا دعت تعتزم يعتزم".split()
)
TOWNS_WITH_ARTICLE = set(
    "le caire|la haye|le havre|le mans|la mecque|la paz|la havane|le cap|le pirée|la rochelle|la valette|la corogne"
    "|le puy|les sables-d’olonne|la marsa|le kef|the hague".split("|")
)
# An aside between two dashes is a sentence: «Emmanuel Macron – qui recevait – a promis».
ASIDE = re.compile(r"^[^.!?]{2,120}?(?:\s[–—-]{1,2}\s|[–—]\s)")
# A place in bold is a place.
STRESSED = re.compile(r"^((?:\s|<(?!/)[^>]*>)*?)<(b|strong|i|em|span)\b[^>]*>([^<]{2,60})</\2>")
FIRST_TEXT = re.compile(r"^((?:\s|&nbsp;|<[^>]*>)*)([^<]+)")

BY = re.compile(r"^\s*(?:by|par|de|from|por|von|بقلم|من إعداد|إعداد|من)\s*:?\s+", re.I)
AND = re.compile(r"\s*(?:,\s*(?:and|et)\s+|\s+(?:and|et|y|und|&|avec|with)\s+|,|;|،|/|\|)\s*")
# In Arabic «and» is a letter before a name, as names begin with: two whole names stand on both sides of it.
ARABIC_AND = re.compile(r"^(\S+\s+\S.*?)\s+و(?=\S+\s+\S)")


def split_lead(copy: str) -> tuple[str, str, str, bool]:
    """Return (place, agency, the copy after them, whether it is sure) of text or HTML.

    «Paris -Morocco, which…» → ("Paris", "", "Morocco, which…", False); with «(AFP)» it is sure. Copy that
    begins with no dateline comes back untouched.
    """
    copy = DROPPED_WITH_CONTENT.sub("", copy)
    found = FIRST_TEXT.match(copy := STRESSED.sub(r"\1\3", copy, count=1))
    if not found:
        return "", "", copy, False
    whole = html.unescape(found[2])
    text = whole[:LEAD_MOST]
    for lead, is_sure in LEADS:
        head = lead.match(text)
        if not head or len(head["place"]) > PLACE_MOST or not _is_name(head["place"]):
            continue
        if not is_sure and (_is_a_phrase(head["place"]) or ASIDE.match(text[head.end() :])):
            continue
        agency = head.groupdict().get("agency") or ""
        rest = whole[head.end() :]
        is_markup = copy.lstrip().startswith("<") or "<p" in copy[:2000]
        kept = html.escape(rest, quote=False) if is_markup or "&" in found[2] else rest
        return _tidy_place(head["place"]), agency, found[1] + kept + copy[found.end() :], is_sure
    return "", "", copy, False


def _is_a_phrase(place):
    """Return whether the words before a dash begin a sentence or name the subject, not a place."""
    is_town = place.lower() in TOWNS_WITH_ARTICLE
    return not is_town and place.split()[0].lower().strip(":") in NO_PLACE


def place_of(dateline):
    """Return the place of a separate dateline: «PARIS, 10 juil 2024 (AFP)» → «Paris»."""
    place = re.split(r"[,(،]|\s\d|\s(?:" + MONTH + r")\b", dateline)[0].strip(" .-–—")
    rest = re.fullmatch(r"[^,(]+,\s*([^,(\d]{2,30})", dateline.strip())
    place = place.title() if place.isupper() else place
    return f"{place}, {rest[1].strip()}" if rest else place


def _is_name(place):
    """Return whether a place begins with a capital, or is in an alphabet without capitals."""
    if not place.strip():
        return True
    first = place.strip()[0]
    return first.isupper() or first.upper() == first.lower()


def _tidy_place(place):
    """Return a place in lower case but for its initials: «GROSSETO, Italy» → «Grosseto, Italy»."""
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
    """Return the names of a byline: «Par Salma Idrissi et Anas Rhoul» → both, without «Par»."""
    byline = BY.sub("", " ".join(html.unescape(re.sub(r"<[^>]*>", " ", byline)).split()))
    names = [name.strip(" .") for part in AND.split(byline) for name in _two_of(part)]
    return list(dict.fromkeys(n for n in names if len(n) > 1 and not n.isdecimal()))[:10]


def _two_of(name):
    found = ARABIC_AND.match(name)
    return [found[1], *_two_of(name[found.end() :])] if found else [name]


def each_by_itself(read_one, items) -> list:
    """Return each item as read; an item that fails for any reason becomes an Unreadable."""
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
    place, agency, copy, is_sure = split_lead(dispatch.body)
    if place or agency:
        dispatch.body = copy
        if place and not dispatch.dateline_place:
            dispatch.dateline_place, dispatch.is_lead_sure = place, is_sure
        dispatch.source = dispatch.source or agency
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

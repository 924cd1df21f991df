"""PURE: the dateline at the head of an agency's copy: place, date, the agency's mark."""

import html
import re
from functools import cache

from ..rules.body import DROPPED_WITH_CONTENT
from ..rules.characters import unescape
from .places import DAY, MONTH, WEEKDAY, is_date, tidy_place

# One word of a place, capital first where its alphabet has capitals; up to four of them, then perhaps a country.
WORD = r"(?!(?:في|يوم|اليوم)\s)[^\W\d_a-zß-öø-ÿ][\w’'.\-]*"
SMALL = r"(?:(?:de|du|des|da|do|di|del|la|le|les|el|al|of|the|sur|en)\s|d['’])"
PLACE = rf"{WORD}(?:[ /]{SMALL}*{WORD}){{0,3}}"
COUNTRY = rf"(?:[,،]\s*(?!(?:{MONTH}|{WEEKDAY})){PLACE})?"
AGENCY = r"\((?P<agency>[^\W\d_][\w .\-/]{1,24})\)"
# Without a date, two capitals tell an agency from a country: Rabat (XYZ) –, not Dakar (Sénégal) –.
IN_CAPITALS = r"\((?P<agency>(?=[^()]*(?:[A-Z]{2}|[؀-ۿ]))[^\W\d_][\w .\-/]{1,24})\)"
# Agencies that are certain by their name alone.
NAME = (
    r"AFP|AP|AAP|MAP|MAP-?\w{2,4}|APS|TAP|ATS|awp|Keystone-ATS|Keystone-SDA|SDA|WAFA|ANSA(?:med)?|EFE|EFEAGRO|DPA|dpa-AFX|Belga|Reuters|Xinhua|TASS|AIP"
    r"|APA|APAnews|PANA|ADN|QNA|WAM|SPA|KUNA|MENA|AA|Anadolu|Kyodo|Lusa|NTB|TT|PAP|ANP|CP|PA|PTI|ANI|NNA|SANA|SABA|INA|IRNA|ISNA|Tasnim|ONA|BNA|Petra"
    r"|AMI|SUNA|LANA|ACI|ACP|ABP|AGP|AIB|NAN|GNA|STA|CTK|ČTK|Hina|MTI|BTA|Agerpres|Ritzau|STT|FNB|LETA|BNS|ELTA|BelTA|Ukrinform|Sputnik|RIA Novosti|Interfax"
    r"|Yonhap|Bernama|Antara|VNA|AGI|Adnkronos|Italpress|LaPresse|Europa Press|Notimex|Télam|Telam|Prensa Latina|UPI|Bloomberg|AWP|Infosplusgabon|EPA|RTRS"
    r"|ومع|و\.م\.ع|و م ع|واج|وأج|وات|وفا|[أا][ ./]?ف[ ./]?ب|فرانس برس|رويترز|د[ ./]?ب[ ./]?أ|قنا|وام|واس|كونا|بترا|سبأ|سانا|[أا][ ./]?ش[ ./]?[أا]|شينخوا|الأناضول|الاناضول"
    r"|تاس|سبوتنيك|بنا|واع|وال|سونا|وما|وأم|إفي|افي|آكي|[أا][ ./]?ب|أسوشيتد برس|العمانية|كيودو"
)
KNOWN = rf"(?i:(?:{NAME})(?!\w)(?:/\w[\w-]{{1,9}})*)"
ALONE_IN_FRONT = "AFP|MAP|APS|TAP|EFE|ANSA|WAFA|QNA|SPA|KUNA|TASS|ATS|Belga|Reuters|Xinhua"
DASH = r"(?:\s*[–—]\s*|\s*-{1,3}\s+|\s+-{1,3}\s*|\s+_\s*|\s+:\s+|\s+ـ+\s*)"
IN_BRACKETS = (
    r"(?:\s*\([^()\d]{3,40}\)(?=\s*[(–—-]|[,،]))?"  # AFP: Gaza (Territoires palestiniens) (AFP)
)
WHERE = rf"(?P<place>{PLACE}{COUNTRY})"
# At sea, on board of…: any words, if a known agency signs.
ANYWHERE = r"(?P<place>[^\W\d_a-zß-öø-ÿ][\w’'.\-]*(?:[ /][\w’'.\-]+){1,5})"
WHEN = rf"(?:[,،.]?\s*(?:-\s+)?(?:(?:le|on|في|am|el)\s+)?(?:{DAY}))"
SIGN = r"(?:[.]?\s*(?:[–—:=ـ_]|-{1,3})+|[.]\s)"
REST = r"\s*(?=\S)"
SURE = [
    # APA-Dakar (Sénégal) – · NNA - Beirut -
    rf"(?P<agency>(?-i:AA|APA|APS|MAP|NNA|AMI|وطنية))\s*[–—-]\s*{WHERE}{IN_BRACKETS}{WHEN}?{DASH}{REST}",
    rf"(?P<agency>(?-i:APA))\s*[–—-]\s*{WHERE}\s*\([^()\d]{{3,40}}\){REST}",
    rf"{WHERE}{IN_BRACKETS}{WHEN}[,،]?\s*{AGENCY}\s*{SIGN}?{REST}",
    rf"{WHERE}{IN_BRACKETS}{WHEN}?[,،]?\s*\((?P<agency>{KNOWN})\)\s*{SIGN}?{REST}",
    rf"{WHERE}{IN_BRACKETS}\s*{IN_CAPITALS}\s*{SIGN}{REST}",
    rf"{ANYWHERE}{IN_BRACKETS}{WHEN}?[,،]?\s*\((?P<agency>{KNOWN})\)\s*{SIGN}{REST}",
    rf"\({WHERE}(?:{DASH}|,\s*)(?:{DAY})\){REST}",
    # Moscow, January 2. /TASS/. · الدوحة في 02 يناير /قنا/ · (ANSA) - ROME, JAN 2 - · PERTH, Jan 2 AAP -
    rf"{WHERE}{WHEN}[.,،]?\s*/\s*(?P<agency>[^\W\d_][\w ]{{1,12}})\s*/\s*[.:–—ـ-]*{REST}",
    rf"\((?P<agency>{KNOWN}\w*)\)\s*[–—-]+\s*{WHERE}{WHEN}{DASH}{REST}",
    rf"{WHERE}{WHEN}[,،.]?\s+(?P<agency>{KNOWN})\s*[–—:ـ_-]+{REST}",
    rf"{WHERE}{WHEN}\s*[–—-]\s*(?P<agency>{KNOWN})\s*[–—:-]+{REST}",
    rf"{WHERE}\s*/\s*(?:{DAY})\s*/\s*(?P<agency>{KNOWN})\s*/?\s*[–—:-]*{REST}",
    rf"{WHERE}{WHEN}\s+(?P<agency>واس|واج|وأج|وات|وفا|ومع)\s+{REST}",
    rf"{WHERE}\s*[-–/]\s*(?P<agency>(?-i:INA|SANA|TASS|AA|QNA|MENA)|سانا|واع|بترا|الأناضول|الاناضول|وفا|ومع)\s*[-–—/:ـ]+{REST}",
    rf"(?P<place>)(?:{DAY})[,،]?\s*\((?P<agency>{KNOWN})\)\s*{SIGN}?{REST}",
    rf"(?P<place>)\((?P<agency>{KNOWN})\)\s*{SIGN}?{REST}",
    rf"(?P<place>)(?P<agency>(?-i:{ALONE_IN_FRONT}))\s*[–—]?-{{0,2}}\s+(?<=[–—-]\s){REST}",
]  # fmt: skip
UNSURE = [
    rf"{WHERE}{WHEN}{DASH}{REST}",
    rf"{WHERE}{IN_BRACKETS}(?:\s*[–—]\s*|\s*-{{1,2}}\s+|\s+-{{1,2}}\s*|\s+ـ\s*){REST}",
]
# The whole of a paragraph: «PARIS, 2 janv 2021 (AFP)», the copy follows in the next.
ALONE = [
    rf"{WHERE}{IN_BRACKETS}{WHEN}?[,،]?\s*[(/]\s*(?P<agency>{KNOWN})\s*[)/]\s*{SIGN}?\s*$",
    rf"{WHERE}{WHEN}(?:[,،.]?\s*(?P<agency>{KNOWN}))?\s*{SIGN}?\s*$",
    r"(?P<place>[A-Z][A-Z.’'-]{2,}(?: [A-Z.’'-]{2,}){0,2})\s*$",
    rf"{WHERE}\s*[-–/]\s*(?P<agency>{KNOWN})\s*/?\s*$",
    # Paris, France | AFP | samedi 02/01/2021 - 12:43 UTC+1 | 425 mots · AA / Tunis / Une Plume
    rf"{WHERE}\s*\|\s*(?P<agency>{KNOWN})\s*\|.{{4,160}}$",
    rf"(?P<agency>AA|Anadolu|الأناضول|الاناضول)\s*/\s*{WHERE}(?:\s*/\s*(?P<name>[^/]{{3,60}}))?\s*/?\s*$",
    rf"{WHERE}\s*/\s*(?P<name>[^/]{{3,60}})\s*/\s*(?P<agency>AA|Anadolu|الأناضول|الاناضول)\s*/?\s*$",
]
PLACE_MOST, LEAD_MOST = 60, 200  # characters
# First words of copy that a dash follows too; and articles, but for the towns that have one.
NO_PLACE = set(
    "bref oui non analyse portrait reportage enquête interview entretien direct live update en encadré repères chronologie"
    " football foot rugby tennis cyclisme basket basketball handball volley athlétisme natation judo boxe golf ski"
    " météo bourse culture cinéma sport sports politique économie justice le la les un une des the a an ce cette"
    " urgent flash alerte exclusif exclusive breaking analysis factbox explainer focus papier lead document verbatim photo photos vidéo video"
    " أعلن أعلنت قال قالت أكد أكدت ذكر ذكرت كشف كشفت أفاد أفادت أوضح أوضحت صرح صرحت شدد دعا دعت تعتزم يعتزم عاجل".split()
)
TOWNS_WITH_ARTICLE = set(
    "le caire|la haye|le havre|le mans|la mecque|la paz|la havane|le cap|le pirée|la rochelle|la valette|la corogne"
    "|le puy|les sables-d’olonne|la marsa|le kef|the hague|la réunion|la nouvelle-orléans|le touquet|la baule|la manouba".split("|")
)  # fmt: skip
# An aside between two dashes is a sentence: «Emmanuel Macron – qui recevait – a promis».
ASIDE = re.compile(r"^[^.!?]{2,120}?(?:\s[–—-]{1,2}\s|[–—]\s)")
TOKEN = re.compile(r"<[^<>]*>|&#?\w{1,31};|.", re.DOTALL)
EMPTIED = re.compile(r"<(b|strong|i|em|span|a|font|u|small)\b[^<>]*>\s*</\1>", re.I)


def split_lead(copy: str, *, sure_only=False) -> tuple[str, str, str, bool]:
    """Return (place, agency, the copy after them, whether it is sure) of text or HTML.

    «Paris -Morocco, which…» → ("Paris", "", "Morocco, which…", False); with «(AFP)» it is sure. Copy that
    begins with no dateline comes back untouched.
    """
    kept = DROPPED_WITH_CONTENT.sub("", copy) if "<" in copy[:2000] else copy
    text, places = _head(kept)
    if found := lead_of(text, sure_only=sure_only):
        place, agency, end, is_sure = found
        start = places[end] if end < len(places) else len(kept)
        return place, agency, _without_head(kept, places, start), is_sure
    return "", "", copy, False


@cache
def ways_to_begin(alone: bool):
    """Return [(pattern, is sure)], made when the first copy is read: that takes a tenth of a second."""
    kinds = [(ALONE, True)] if alone else [(SURE, True), (UNSURE, False)]
    return [(re.compile(rf"^\s*{each}"), is_sure) for kind, is_sure in kinds for each in kind]


def lead_of(text: str, *, sure_only=False, alone=False):
    """Return (place, agency, where the copy begins, whether it is sure) of a paragraph's text, or None.

    `alone` asks for a paragraph that is nothing but a dateline.
    """
    for lead, is_sure in ways_to_begin(alone):
        head = lead.match(text)
        if not head or (sure_only and not is_sure):
            continue
        place, agency = head["place"].strip(), head.groupdict().get("agency") or ""
        if not _is_place(place) or (not agency and not place):
            continue
        is_known = is_sure and re.fullmatch(KNOWN, agency)
        if place and _is_a_phrase(place, is_known):
            continue
        if not is_known and ASIDE.match(text[head.end() :]):
            continue
        if alone:
            is_sure = bool(agency or re.search(r"\d", text))
        return tidy_place(place), agency.strip(), head.end(), is_sure
    return None


def _is_place(place):
    """Return whether it begins as a name does, is short enough, and is no date."""
    if not place:
        return True
    if re.match(KNOWN, place):
        return False  # Kyodo News - Jan 4, 2021
    is_name = place[0].isupper() or place[0].upper() == place[0].lower()
    return is_name and len(place) <= PLACE_MOST and not is_date(place)


def _is_a_phrase(place, is_signed):
    """Return whether the words begin a sentence or name its subject, and are no place.

    Before an agency's name an article is part of a town: Le Bourget (AFP).
    """
    words = place.split()
    is_town = place.lower() in TOWNS_WITH_ARTICLE or re.match(r"[aà] bord ", place, re.I)
    if is_town or words[0].lower().strip(":") not in NO_PLACE:
        return False
    return not (is_signed and len(words) > 1 and words[1][0].isupper())


def _head(copy):
    """Return (the first text of a copy, without tags; where each of its characters stands)."""
    text, places = [], []
    for token in TOKEN.finditer(copy, 0, 20 * LEAD_MOST):
        if token[0].startswith("<") and len(token[0]) > 1:
            if text and re.match(r"</?(?:p|div|h\d|li|br|td|tr|section)\b", token[0], re.I):
                break
            continue
        sign = unescape(token[0]) if len(token[0]) > 1 else token[0]
        if not text and sign.isspace():
            continue
        text.append(sign[:1])
        places.append(token.start())
        if len(text) == LEAD_MOST:
            break
    return "".join(text), places


def _without_head(copy, places, start):
    """Return the copy from `start` on, with the tags before it but for those left empty."""
    tags = "".join(re.findall(r"<[^<>]*>|^\s+(?=<)|(?<=>)\s+(?=<)", copy[:start]))
    end = copy.find("<", start)
    end = len(copy) if end < 0 else end
    text = copy[start:end]
    if "&" in text:
        is_markup = "<" in copy[:2000] or "&" in text
        text = unescape(text)
        text = html.escape(text, quote=False) if is_markup else text
    return _without_empty(tags, text + copy[end:])


def _without_empty(tags, rest):
    """Join tags and text; an inline tag that is opened and closed before the text goes."""
    closing = re.match(r"\s*</(?:b|strong|i|em|span|a|font|u|small)\s*>", rest, re.I)
    while closing and not rest[: closing.start()].strip():
        tags, rest = tags + closing[0].strip(), rest[closing.end() :].lstrip()
        closing = re.match(r"\s*</(?:b|strong|i|em|span|a|font|u|small)\s*>", rest, re.I)
    while (shorter := EMPTIED.sub("", tags)) != tags:
        tags = shorter
    return tags + (rest.lstrip() if tags else rest)

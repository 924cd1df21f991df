"""PURE: places and dates as datelines write them, in the languages and alphabets of agencies."""

import re

MONTH = (
    r"(?i:janv?(?:ier|uary)?|f[eé]vr?(?:ier)?|feb(?:ruary)?|mars|mar(?:ch)?|avr(?:il)?|apr(?:il)?|mai|may|juin|june?|juil(?:let)?"
    r"|july?|ao[uû]t|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|d[eé]c(?:embre|ember)?"
    r"|gen(?:naio)?|febbraio|marzo|aprile|magg?(?:io)?|giu(?:gno)?|lug(?:lio)?|ago(?:sto)?|set(?:tembre|embro|iembre)?|ott(?:obre)?"
    r"|dic(?:embre|iembre)?|ene(?:ro)?|febrero|abr(?:il)?|mayo|junio|julio|janeiro|fevereiro|mar[cç]o|maio|junho|julho|out(?:ubro)?|dez(?:embro|ember)?"
    r"|jan(?:uar)?|febr?(?:uar)?|märz|m[aä]r|juni|juli|okt(?:ober)?)\.?(?!\w)"
    r"|(?:يناير|فبراير|مارس|أبريل|إبريل|ابريل|ماي|مايو|يونيو|يوليوز|يوليو|غشت|أغسطس|اغسطس|شتنبر|سبتمبر|أكتوبر|اكتوبر|نونبر|نوفمبر|دجنبر|ديسمبر"
    r"|جانفي|فيفري|أفريل|جوان|جويلية|أوت"  # Algiers, Tunis
    r"|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول)(?!\w)"  # Beirut, Damascus
)
WEEKDAY = (
    r"(?:(?i:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?)(?!\w)"
    r"|(?:الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|الأحد|الاحد)(?!\w))"
)
HIJRI = (
    r"(?:محرم|صفر|ربيع (?:الأول|الآخر|الثاني)|جمادى (?:الأولى|الآخرة|الثانية)|رجب|شعبان|رمضان|شوال|ذ[وي] القعدة|ذ[وي] الحجة"
    r"|Muharram|Safar|Rabi\S*(?: \S+)?|Jumada\S*(?: \S+)?|Rajab|Sha.?ban|Ramadan|Shawwal|(?:Dhu|Zul)\S*(?: \S+)?)"
)
ISLAMIC = rf"(?:(?:\d{{1,2}}\s+{HIJRI}|{HIJRI}\s+\d{{1,2}})[,،]?\s+\d{{4}}\s*(?:هـ|ه|H|AH)?[,،]?\s*(?:الموافق|corresponding to)?\s*)"
HOUR = r"(?:[,،]?\s+(?:à\s+)?\d{1,2}[:hH]\d{2}(?:\s*(?:GMT|UTC|CET)\S*)?)"
YEAR = r"(?:,?\s+\d{4}(?:\s?م(?!\w))?)"
DAY = (
    rf"{ISLAMIC}?(?:(?:{WEEKDAY})[,،]?\s*)?(?:\d{{1,2}}(?:er|st|nd|rd|th)?[\s.]+(?:de\s+)?(?:{MONTH})|(?:{MONTH})\s*\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    rf"|\d{{1,2}}\s?[/.-]\s?\d{{1,2}}(?:\s?[/.-]\s?\d{{2,4}})?|\d{{4}}-\d\d-\d\d){YEAR}?{HOUR}?|(?:{WEEKDAY})"
)
ANY_DATE = re.compile(rf"\W*(?:{DAY}|(?:{MONTH}){YEAR}?|\d+|{ISLAMIC})(?:\W+(?:{DAY}|\d+))*\W*")
FIGURES = re.compile(r"\d+")
# Numbers in one date, with its hour, said twice. «0-0-0-0» can be read in many ways: with each «-0» half as many more.
FIGURES_MOST = 12
# Capital letters that stay so: countries and states written by their initials.
INITIALS = {"US", "USA", "UK", "UAE", "DC", "DRC", "RDC", "RCA", "KSA", "EU", "UE", "UN", "ONU", "PNG", "NY", "RFS"}  # fmt: skip
# Small words inside a name: Port-au-Prince, Rio de Janeiro, Aix-en-Provence.
PARTICLES = {"de", "du", "des", "da", "do", "dos", "del", "della", "di", "la", "le", "les", "el", "al", "sur", "sous",
             "en", "au", "aux", "à", "et", "of", "the", "and", "on", "upon", "lez", "lès", "d", "l", "y"}  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_](?![^\W\d_]))?")


def is_date(text: str) -> bool:
    return len(FIGURES.findall(text)) <= FIGURES_MOST and bool(ANY_DATE.fullmatch(text))


def tidy_place(place: str) -> str:
    """Return a place in lower case but for its initials: «GROSSETO, Italy» → «Grosseto, Italy»."""
    parts = [_trimmed(part) for part in re.split(r"[,،]", " ".join(place.split()))]
    return ", ".join(_tidy_part(part, number) for number, part in enumerate(parts) if part)


def _trimmed(part):
    """Return a part of a place without the signs around it; «D.C.» and «Ont.» keep their point."""
    part = part.strip(" ,،-–—:/=_")
    return part if re.fullmatch(r"(?:\w\.)+|[A-Z][a-z]{1,4}\.", part) else part.strip(" .")


def _tidy_part(part, number):
    is_state = number > 0 and len(part) == 2  # New York, NY
    if is_state or part.upper() != part:
        return re.sub(r"[^\W\d_]{4,}", lambda w: w[0].capitalize() if w[0].isupper() else w[0], part)  # fmt: skip
    words = iter(range(part.count(" ") + part.count("-") + part.count("’") + part.count("'") + 1))

    def word(found):
        is_first = next(words, 1) == 0
        if found[0] in INITIALS or "." in part:
            return found[0]
        lowered = found[0].lower()
        return lowered if lowered in PARTICLES and not is_first else lowered.capitalize()

    return LETTERS.sub(word, part)


def place_of(dateline: str) -> str:
    """Return the place of a separate dateline: «PARIS, 10 juil 2024 (AFP)» → «Paris»; "" for a date."""
    text = re.sub(r"\([^()]*\)?|/[^/]*\d[^/]*/.*|\|.*", " ", " ".join(dateline.split())[:200])
    kept = []
    for part in re.split(r"\s*[,،]\s*|\s+[-–—]+\s+", text):
        part = re.split(rf"(?:^|\s)(?:(?:le|on|في)\s+)?(?:{DAY})(?:\s|$)|\s\d|(?:^|\s)(?:{MONTH})\s*\d{{1,4}}$", part)[0]  # fmt: skip
        part = _trimmed(part)
        if not part or is_date(part) or len(kept) == 2:
            break
        kept.append(part)
    return tidy_place(", ".join(kept)) if kept and not is_date(kept[0]) else ""

"""PURE: the times that wires write: RFC 3339, ISO 8601, RFC 822, Unix seconds → aware times."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .dispatch import Unreadable

# Names of zones that Europe's, the Maghreb's and Asia's software writes; RFC 822 knows America's alone.
ZONES = {"CET": "+0100", "CEST": "+0200", "MEZ": "+0100", "MESZ": "+0200", "WET": "+0000", "WEST": "+0100",
         "EET": "+0200", "EEST": "+0300", "BST": "+0100", "MSK": "+0300", "TRT": "+0300", "JST": "+0900",
         "KST": "+0900", "SAST": "+0200", "CAT": "+0200", "EAT": "+0300", "WAT": "+0100"}  # fmt: skip
ZONE = re.compile(rf"\s*(?<![a-z])({'|'.join(ZONES)})$", re.I)
# «GMT+1», «UTC+01:00»: hours east of Greenwich.
FROM_GREENWICH = re.compile(
    r"\s*(?<![a-z])(?:GMT|UTC?|Z)\s*([+\-−])\s*(\d{1,2})(?::?(\d\d))?$", re.I
)
IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")  # a comment of RFC 822: «+0100 (CET)»
# RFC 822 zones that parsers understand for certain.
CERTAIN = re.compile(r"(?:[+-]\d{2}:?\d{2}|\b(?:GMT|UTC?|Z|[ECMP][SD]T))$", re.I)
BASIC = re.compile(
    r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
UNIX_SECONDS, UNIX_MILLISECONDS = re.compile(r"\d{9,10}", re.ASCII), re.compile(r"\d{13}", re.ASCII)
HALF_DAY = re.compile(r"\b(\d{1,2}):(\d\d)((?::\d\d)?)\s*([ap])\.?m\b\.?", re.I)
FIRST_YEAR, LAST_YEAR = 1900, 2199  # a misread number is sooner in another year than a dispatch


def moment(value) -> datetime | None:
    """Return an aware time from RFC 3339, ISO 8601, RFC 822 or Unix time; None if it is no time.

    ISO 8601 may be basic or extended. A time without a zone is taken as UTC, as the formats say.
    """
    if isinstance(value, datetime):
        return _in_utc(value)
    text = _with_zone(" ".join(str(value or "").split()))
    if not text or len(text) > 100:
        return None
    if seconds := _unix(text):
        return _in_utc(datetime.fromtimestamp(seconds, UTC))
    if basic := BASIC.fullmatch(text):
        year, month, day, hour, minute, second, zone = basic.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or 'Z'}"
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return _in_utc(read(text))
        except (TypeError, ValueError, OverflowError, IndexError):
            continue
    return None


def _with_zone(text):
    """Return the text with its zone in numbers and its hour out of twenty-four."""
    text = IN_BRACKETS.sub("", text)
    text = FROM_GREENWICH.sub(_offset, text)
    text = ZONE.sub(lambda zone: f" {ZONES[zone[1].upper()]}", text)
    text = re.sub(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*) ([+-]\d\d)", r"\1\2", text)
    return HALF_DAY.sub(_of_twenty_four, text)


def _offset(zone):
    sign = "-" if zone[1] in "-−" else "+"
    return f" {sign}{int(zone[2]):02}{zone[3] or '00'}"


def _of_twenty_four(hour):
    number = int(hour[1]) % 12 + (12 if hour[4].lower() == "p" else 0)
    return f"{number:02}:{hour[2]}{hour[3]}"


def _unix(text):
    """Return the seconds of a Unix time; None if the text is none."""
    if UNIX_SECONDS.fullmatch(text):
        return int(text)
    return int(text) / 1000 if UNIX_MILLISECONDS.fullmatch(text) else None


def _in_utc(found):
    """Return the same instant in UTC; returns None if its year cannot be a newspaper's."""
    try:
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def embargo_of(value) -> datetime | None:
    """Return the end of an embargo; returns None if there is none; raise Unreadable if unclear.

    An embargo that is not understood is never ignored.
    """
    if value in (None, "", False):
        return None
    is_text = isinstance(value, str)
    found = moment(value) if is_text or isinstance(value, datetime) else None
    is_rfc_822 = is_text and not re.match(r"\s*\d{4}", value)
    if is_rfc_822 and (not CERTAIN.search(_with_zone(value.strip())) or HALF_DAY.search(value)):
        found = None  # it may be read as hours, or half a day, too early
    if found is None:
        raise Unreadable(f"an embargo that cannot be read: {str(value)[:60]!r}")
    return found

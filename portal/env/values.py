"""One value of the environment, read and checked; a wrong one stops the start and names its variable."""

import os
import re
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the variable, else the content of the file in `name_FILE`, else `default`."""
    path = os.environ.get(f"{name}_FILE")
    if path and name in os.environ:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them.")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}.") from error


def flag(name: str, default: bool) -> bool:
    value = text(name).strip().lower()
    if not value:
        return default
    if value in YES | NO:
        return value in YES
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def words(name: str, default: list[str]) -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or default


def choice(name: str, *allowed: str) -> str:
    """Return one of the words allowed; the first is the default."""
    value = text(name, allowed[0]).strip().lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(allowed)}, not {value!r}.")
    return value


def networks(name: str) -> list[str]:
    """Return IP addresses and networks (RFC 4632), separated by commas."""
    found = words(name, default=[])
    for each in found:
        try:
            ip_network(each, strict=False)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {each!r} is no IP address or network.") from error
    return found


def site_url(name: str, default: str) -> str:
    """Return an http(s) address of a host, without a path and without a final slash."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        port_is_a_number = False
    if not port_is_a_number or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://www.exemple.org, not {value!r}."
        )
    if parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} is a host, without a path: not {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} must be a zone such as {default}, not {value!r}.")
    return ZoneInfo(value).key


def number(name: str, default: int, *, most: int) -> int:
    value = text(name, str(default)).strip()
    if value.isdecimal() and value.isascii() and int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name} must be a whole number from 0 to {most}, not {value!r}.")


PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}  # seconds


def rates(name: str, default: str) -> list[tuple[int, int]]:
    """Return [(number, seconds)] of `3/15s,30/d`; returns [] for `off`."""
    value = text(name, default).strip()
    if value.lower() == "off":
        return []
    found = []
    for rate in value.split(","):
        parts = re.fullmatch(r"\s*([1-9]\d{0,5})/([1-9]\d{0,4})?([smhd])\s*", rate)
        if not parts:
            raise ImproperlyConfigured(f"{name} must be such as 3/15s,30/d or off, not {value!r}.")
        found.append((int(parts[1]), int(parts[2] or 1) * PERIODS[parts[3]]))
    return found


# Django keeps 300 entries by default and drops the others, counts of rates among them.


def folder(name: str, default: str) -> Path:
    """Return the folder of `file:///path`."""
    value = text(name, default)
    path = unquote(value.removeprefix("file://"))
    if not value.startswith("file:///") or len(path) < 2:
        raise ImproperlyConfigured(f"{name} must be file:///folder.")
    return Path(path)


def address(name: str) -> str:
    """Return an http(s) address, or "" if the variable is empty."""
    value = text(name).strip()
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name} must be an http(s) address, not {value!r}.")
    return value


def https_address(name: str) -> str:
    """Return an https address, or "" if the variable is empty."""
    value = text(name).strip()
    if value and not HTTPS.fullmatch(value):
        raise ImproperlyConfigured(f"{name} must be an https address, not {value!r}.")
    return value


HTTPS = re.compile(r"https://[a-z0-9\[][!-~]*", re.IGNORECASE)
TELEPHONE = re.compile(r"tel:\+?[0-9][0-9().-]*", re.IGNORECASE)  # RFC 3966


def contact(name: str) -> str:
    """Return a contact as a URI, of an e-mail address too; "" if the variable is empty."""
    value = text(name).strip()
    uri = contact_uri(value)
    if value and not uri:
        raise ImproperlyConfigured(
            f"{name} must be an e-mail address or a mailto:, https: or tel: URI, not {value!r}."
        )
    return uri


def contact_uri(value: str) -> str:
    """Return a `mailto:`, `https:` or `tel:` URI, of an e-mail address too; "" if it is none of these."""
    if HTTPS.fullmatch(value) or TELEPHONE.fullmatch(value):
        return value
    mail = unquote(value[7:]) if value.lower().startswith("mailto:") else value
    try:
        validate_email(mail)
    except ValidationError:
        return ""
    return "mailto:" + quote(mail, safe="@+") if mail.isascii() else ""


CONFORMITY = ("non-compliant", "partially-compliant", "fully-compliant")


def accessibility() -> dict:
    """Return the operator's declaration (RGAA 4.1): without an audit, a site is non-compliant."""
    status = text("ACCESSIBILITY_STATUS", CONFORMITY[0])
    audited = text("ACCESSIBILITY_AUDIT_DATE")
    if status not in CONFORMITY:
        raise ImproperlyConfigured(
            f"ACCESSIBILITY_STATUS must be {', '.join(CONFORMITY)}, not {status!r}."
        )
    if status != CONFORMITY[0] and not audited:
        raise ImproperlyConfigured(
            f"ACCESSIBILITY_STATUS is {status}: say by which audit, in ACCESSIBILITY_AUDIT_DATE."
        )
    return {
        "status": status,
        "audited": day("ACCESSIBILITY_AUDIT_DATE"),
        "rate": number("ACCESSIBILITY_RATE", 0, most=100),  # percent of the criteria; 0: not told
        "exceptions": text("ACCESSIBILITY_EXCEPTIONS"),
    }


def day(name: str) -> date | None:
    """Return the day of a variable such as 2026-05-12; None if there is none."""
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a day such as 2026-05-12: {error}.") from error

"""Settings from the environment; a wrong value stops the start and names its variable.

Every variable may also be given as a file: `SECRET_KEY_FILE=/run/secrets/key` is `SECRET_KEY`
with the file's content, which keeps secrets out of process lists.
"""

import os
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured

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


SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"  # readers go on while a comment is written
    "PRAGMA synchronous=FULL;"  # what a reader was told is stored survives a power cut
    "PRAGMA mmap_size=134217728;"  # bytes
    "PRAGMA cache_size=-1000;"  # KiB, of each thread; what is read comes through mmap
    "PRAGMA temp_store=MEMORY;"
)


def database(name: str, default: str) -> dict:
    """Return Django's DATABASES entry for a `sqlite:` or `postgres:` address.

    `sqlite:///path` or `postgres://user:password@host:port/name`. A query such as
    `?host=/run/postgresql&sslmode=require` goes to PostgreSQL's client.
    """
    value = text(name, default)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from error
    path = unquote(parts.path)
    if parts.scheme == "sqlite" and not parts.netloc and len(path) > 1:
        # sqlite:///relative.db and sqlite:////absolute.db, as everywhere
        return _sqlite(Path(path.removeprefix("/")))
    if parts.scheme in {"postgres", "postgresql"} and len(path) > 1:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path.removeprefix("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 0,  # the pool keeps the connections
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}, **dict(parse_qsl(parts.query))},
        }
    # The value is not quoted: it may hold a password.
    raise ImproperlyConfigured(
        f"{name} must be sqlite:///path or postgres://user:password@host/name."
    )


def _sqlite(file: Path) -> dict:
    file.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "portal.sqlite",
        "NAME": file,
        # Tests run on a file too: in memory SQLite has no WAL, and its threads share one lock.
        "TEST": {"NAME": file.with_name(f"test-{file.name}")},
        "CONN_MAX_AGE": None,  # opening one costs as much as reading a short page
        "OPTIONS": {
            # A writer takes its lock at once and waits for it; taking it half-way fails instead.
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,  # seconds, for the turn among threads, then among processes (portal/sqlite/)
            "init_command": SQLITE_PRAGMAS,
        },
    }


def number(name: str, default: int, *, most: int) -> int:
    value = text(name, str(default)).strip()
    if value.isdecimal() and value.isascii() and int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name} must be a whole number from 0 to {most}, not {value!r}.")


MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


def mailers(name: str, default: str) -> dict:
    """Return Django's MAILERS for an address: `console:`, `file:` or `smtp:`.

    `console://`, `file:///folder` or `smtp(s)://user:password@host:port`.
    """
    value = text(name, default)
    backends = "django.core.mail.backends"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if value == "console://":
        return {"default": {"BACKEND": f"{backends}.console.EmailBackend"}}
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        options = {"file_path": unquote(parts.path)}
        return {"default": {"BACKEND": f"{backends}.filebased.EmailBackend", "OPTIONS": options}}
    if parts.scheme in MAIL_PORTS and parts.hostname and not parts.path.strip("/"):
        options = {
            "host": parts.hostname,
            "port": port or MAIL_PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+starttls",
            "timeout": 20,  # seconds
        }
        return {"default": {"BACKEND": f"{backends}.smtp.EmailBackend", "OPTIONS": options}}
    # The value is not quoted: it may hold a password.
    raise ImproperlyConfigured(
        f"{name} must be console://, file:///folder, or smtp, smtps or smtp+starttls://user:password@host:port."
    )


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
CACHE_OPTIONS = {"MAX_ENTRIES": 100_000}  # some 30,000 readers a day; each write counts the rows


def cache(name: str, default: str) -> dict:
    """Return Django's CACHES entry for an address: `database:`, `file:` or `redis:`.

    `database://table`, `file:///folder` or `redis://host:port/0`. Every process that serves the site must see its
    content: the memory of one process is not offered.
    """
    value = text(name, default)
    scheme, _sign, place = value.partition("://")
    own = None
    if scheme == "database" and re.fullmatch(r"\w{1,60}", place):
        own = "comments.door.table_cache.TableCache"
    if scheme == "file" and place.startswith("/") and len(place) > 1:
        own = "django.core.cache.backends.filebased.FileBasedCache"
    if own:
        return {"BACKEND": own, "LOCATION": place, "OPTIONS": CACHE_OPTIONS}
    if scheme in {"redis", "rediss"} and place:
        return {
            "BACKEND": "comments.door.counting_cache.CountingCache",
            "LOCATION": value,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds
        }
    raise ImproperlyConfigured(
        f"{name} must be database://table, file:///folder or redis://host:port/0."
    )


def search(name: str, default: str, *, vendor: str) -> dict:
    """Return modelsearch's settings for `database://` or an `opensearch:` address.

    `opensearch(s)://user:password@host:port/index`. `vendor` is the database's: `database://` means its own full-text
    search.
    """
    value = text(name, default)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if value == "database://":
        return {"default": {"BACKEND": f"portal.search.engines.{vendor}"}}
    if parts.scheme in {"opensearch", "opensearchs"} and parts.hostname:
        scheme = "https" if parts.scheme == "opensearchs" else "http"
        who = f"{parts.username}:{parts.password or ''}@" if parts.username else ""
        return {
            "default": {
                "BACKEND": "modelsearch.backends.opensearch3",
                "URLS": [f"{scheme}://{who}{parts.hostname}:{port or 9200}"],
                "INDEX_PREFIX": parts.path.strip("/") or "portal",
                "TIMEOUT": 5,  # seconds
            }
        }
    # The value is not quoted: it may hold a password.
    raise ImproperlyConfigured(
        f"{name} must be database:// or opensearch(s)://user:password@host:port/index."
    )


def folder(name: str, default: str) -> Path:
    """Return the folder of `file:///path`."""
    value = text(name, default)
    path = unquote(value.removeprefix("file://"))
    if not value.startswith("file:///") or len(path) < 2:
        raise ImproperlyConfigured(f"{name} must be file:///folder, not {value!r}.")
    return Path(path)


def address(name: str) -> str:
    """Return an http(s) address, or "" if the variable is empty."""
    value = text(name).strip()
    if value and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"{name} must be an http(s) address, not {value!r}.")
    return value


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

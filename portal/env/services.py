"""The services that addresses of the environment name: database, cache, mail, search."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .values import folder, text

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"  # readers go on while a comment is written
    "PRAGMA synchronous=FULL;"  # what a reader was told is stored survives a power cut
    "PRAGMA mmap_size=134217728;"  # bytes
    "PRAGMA cache_size=-1000;"  # KiB, of each thread; what is read comes through mmap
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA secure_delete=ON;"  # what is erased is written over with zeros: it may be somebody's words
)

POOL = {
    "min_size": 1,
    "max_size": 8,
    # Seconds: whoever gets no connection by then answers 503, or a page from memory.
    "timeout": 4,
    # psycopg's pool asks a database that is away after 1, 3, 7, 15, 31 … seconds. If it gives up after two, the next
    # request asks anew.
    "reconnect_timeout": 2,
}


def database(name: str, default: str) -> dict:
    """Return Django's DATABASES entry for a `sqlite:` or `postgres:` address.

    `sqlite:///path` or `postgres://user:password@host:port/name`. A query such as
    `?host=/run/postgresql&sslmode=require` goes to PostgreSQL's client; it may name several hosts.
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
            # A connection of before the server's restart is noticed by the pool, and not by a reader.
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "pool": POOL,
                "connect_timeout": 3,
                **dict(parse_qsl(parts.query)),
            },
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


S3_ADDRESS = "s3://key:secret@host/bucket or s3://bucket?region=eu-west-3"


def media(name: str, default: str) -> tuple[Path | None, dict]:
    """Return (the folder of the pictures or None, Django's STORAGES entry) of a `file:` or `s3:` address.

    `file:///folder`, or `s3://key:secret@host:port/bucket?region=…` for a server of the S3 protocol, `s3://bucket` for
    Amazon's own; without a key the machine's own credentials count. `?tls=no` speaks plain HTTP, inside the house.
    """
    value = text(name, default)
    if not value.startswith("s3://"):
        return folder(name, default), {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    words = dict(parse_qsl(parts.query))
    bucket = unquote(parts.path.strip("/")) or parts.hostname
    is_ours = bool(parts.path.strip("/"))
    if not bucket or "/" in bucket or words.keys() - {"region", "tls"}:
        # The value is not quoted: it may hold a password.
        raise ImproperlyConfigured(f"{name} must be file:///folder, {S3_ADDRESS}.")
    scheme = "http" if words.get("tls") == "no" else "https"
    place = f"{parts.hostname}:{port}" if port else parts.hostname
    return None, {
        "BACKEND": "articles.pictures_on_s3.PicturesOnS3",
        "OPTIONS": {
            "bucket_name": bucket,
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "endpoint_url": f"{scheme}://{place}" if is_ours else None,
            "region_name": words.get("region"),
            "file_overwrite": True,  # a name follows from the content
            "default_acl": None,
            "querystring_auth": False,
        },
    }

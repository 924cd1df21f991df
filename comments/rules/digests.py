"""PURE: make the digests by which a change in the log is noticed.

Bodies, names and addresses never enter the chain; a salted seal of them does. When a person's words are
erased their salt goes too, so that the seal can no longer be tried against guesses, and the chain holds.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

GENESIS = "0" * 64  # the first link points back to it


def new_salt() -> str:
    return secrets.token_hex(16)


def seal(salt: str, *texts: str) -> str:
    """Return the SHA-256 of the salted texts, in hexadecimal; each text keeps its own bounds."""
    return digest({"salt": salt, "texts": texts})


def digest(record: Mapping) -> str:
    """Return the SHA-256 of a record as canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(record).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(record: Mapping) -> str:
    """Return a record as JSON that has one form only: sorted keys, no spaces, times in UTC."""
    return json.dumps(
        record, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")

"""Short texts encrypted so that equal ones stay equal: AES-256-SIV (RFC 5297).

Whoever takes the database or a copy of it reads no address and opens no private page. A column can still be compared
and found by its index. Encrypting a text twice shows that it is the same, and nothing else.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

MARK = ":1:"  # of a text that is encrypted: no address and no key begins so


class Unreadable(ValueError):
    """None of the secrets encrypted this text."""


def encrypt(text: str, secret: str) -> str:
    """Return the text encrypted with a key made of `secret`; the empty text as it is."""
    if not text:
        return text
    sealed = _cipher(secret).encrypt(text.encode(), None)
    return MARK + base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def decrypt(stored: str, secrets: list[str]) -> str:
    """Return the text; one that was never encrypted as it is. Raise Unreadable if none of the secrets fits."""
    if not stored.startswith(MARK):
        return stored
    words = stored.removeprefix(MARK)
    try:
        sealed = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))
    except ValueError as error:  # damaged
        raise Unreadable(stored) from error
    for secret in secrets:
        try:
            return _cipher(secret).decrypt(sealed, None).decode()
        except (InvalidTag, ValueError):  # ValueError: it is too short
            continue
    raise Unreadable(stored)


def stored_length(characters: int) -> int:
    """Return the most characters that a text of so many takes once it is encrypted; four bytes each at most."""
    return len(MARK) + -(-4 * (16 + 4 * characters) // 3)


@lru_cache(8)
def _cipher(secret):
    return AESSIV(hashlib.sha512(b"portal.encryption." + secret.encode()).digest())

"""Signatures of the log: Ed25519 (RFC 8032)."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LINK = "portal log link\n"  # a signature of one thing is never one of another
DAY = "portal log day\n"


def verifies(public: str, what: str, text: str, signature: str) -> bool:
    """Return whether the key (hexadecimal) signed a text; `what` is LINK or DAY."""
    try:
        _read(public).verify(bytes.fromhex(signature), (what + text).encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def unsigned(links: list[tuple[int, str, str, str]]) -> list[int]:
    """Return the number of each link that its key did not sign; links are (number, key, digest, signature)."""
    return [
        number
        for number, key, digest, signature in links
        if not verifies(key, LINK, digest, signature)
    ]


@lru_cache(8)  # to read a key takes a fifth of what a signature does
def _read(words: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(words))

"""The key that signs each link of the log: Ed25519 (RFC 8032).

Whoever owns the database can compute the whole chain anew, but not sign it: the key is a file of the
machine (LOG_KEY), or stays with a program that signs (LOG_SIGNER, LOG_PUBLIC_KEY).
"""

import os
import shlex
import subprocess
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import OperationalError

from ..rules.signatures import DAY, LINK, verifies

SIGNER_SECONDS = 10


class CannotSign(OperationalError):
    """The key is missing, or is not the log's: nothing can be decided or taken in until it is back."""


def public_key() -> str:
    """Return the public key in hexadecimal; "" if this site does not sign. Raise CannotSign."""
    if settings.LOG_SIGNER:
        return settings.LOG_PUBLIC_KEY
    return _public(_key(settings.LOG_KEY)) if settings.LOG_KEY else ""


def first_key() -> str:
    """Return the public key for a log that has none yet; make the file if there is none."""
    if settings.LOG_KEY and not settings.LOG_SIGNER and not Path(settings.LOG_KEY).exists():
        with suppress(
            OSError
        ):  # another process was faster; or it cannot be made, and reading says so
            make(Path(settings.LOG_KEY))
    return public_key()


def sign(what: str, text: str) -> str:
    """Return the signature of a text, in hexadecimal; `what` is LINK or DAY. Raise CannotSign."""
    if settings.LOG_SIGNER:
        return _signed_elsewhere(what + text)
    return _key(settings.LOG_KEY).sign((what + text).encode()).hex()


def fingerprint(public: str) -> str:
    """Return the first letters of a public key, in groups of four, as people compare them."""
    return " ".join(public[start : start + 4] for start in range(0, 32, 4))


def forget():
    """Read the key's file again at the next need: another may stand there."""
    _key.cache_clear()


def make(path: Path) -> str:
    """Make a new key in a file for its owner only; return its public key. Raise FileExistsError."""
    key = Ed25519PrivateKey.generate()
    words = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # Whole or not at all: another process may be looking for it.
    with NamedTemporaryFile(dir=path.parent, delete_on_close=False) as file:  # for its owner only
        file.write(words)
        file.close()
        os.link(file.name, path)
    return _public(key)


@lru_cache(maxsize=4)
def _key(path):
    try:
        key = load_pem_private_key(Path(path).read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise CannotSign(
            f"The key that signs the log cannot be read from {path} (LOG_KEY): {error}. Put the file back from "
            "its copy; if there is none, `manage.py log_key --lost` begins with a new one, and the log says so."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CannotSign(f"{path} (LOG_KEY) holds a key of another kind than Ed25519.")
    return key


def _public(key):
    return key.public_key().public_bytes_raw().hex()


def _signed_elsewhere(text):
    """Ask LOG_SIGNER: it reads the text from its input and answers the signature in hexadecimal."""
    try:
        done = subprocess.run(  # noqa: S603, the operator's own program
            shlex.split(settings.LOG_SIGNER), input=text.encode(), capture_output=True,
            timeout=SIGNER_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotSign(f"LOG_SIGNER did not sign: {error}") from error
    signature = done.stdout.decode("ascii", "replace").strip()
    if not any(
        verifies(settings.LOG_PUBLIC_KEY, what, text.removeprefix(what), signature)
        for what in (LINK, DAY)
        if text.startswith(what)
    ):
        raise CannotSign("LOG_SIGNER gave an answer that is no signature of LOG_PUBLIC_KEY.")
    return signature

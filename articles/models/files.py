"""Store files of the site in one step: nobody is served half a file."""

import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


class StoreRefuses(OSError):
    """The folder or the bucket of the pictures takes no file: its disk is full, or it does not answer."""


def keep(path: str, make):
    """Store the bytes that `make()` returns under a name that follows from them; an existing file stays.

    Raise StoreRefuses if they cannot be stored; nothing is left then.
    """
    try:
        if default_storage.exists(path):
            return
        _store(path, make())
    except OSError as error:
        raise StoreRefuses(error.errno, error.strerror or str(error)) from error


def _store(path, content):
    try:
        place = Path(default_storage.path(path))
    except NotImplementedError:  # a storage elsewhere, which keeps whole files by itself
        default_storage.save(path, ContentFile(content))
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, place)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise

"""Store files of the site in one step: nobody is served half a file."""

import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep(path: str, content: bytes):
    """Store a file whose name follows from its content; an existing one stays."""
    if default_storage.exists(path):
        return
    try:
        place = Path(default_storage.path(path))
    except NotImplementedError:  # a storage elsewhere, which keeps whole files by itself
        default_storage.save(path, ContentFile(content))
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    unfinished.write_bytes(content)
    os.replace(unfinished, place)

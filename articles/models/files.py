"""Files of the site, kept whole or not at all: nobody is served half of one."""

import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep(path: str, content: bytes):
    """Keep a file under a name that follows from what is in it; one that is there stays."""
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

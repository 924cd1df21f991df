"""Another key signs the log from now on: a link of the log says so, and who vouches for it."""

import os
from pathlib import Path

from django.db import transaction

from . import signing
from .event import LogHead
from .filing import Filing


@transaction.atomic
def renew(path: Path):
    """Make a new key in the place of the old one, which signs the link that names it and is kept beside it.

    Raise CannotSign if the old one is not there: then the key is lost.
    """
    head = LogHead.held()
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)  # of a renewal that was cut off
    public = signing.make(new)
    _file({"from": head.public_key, "to": public})
    LogHead.objects.filter(pk=1).update(public_key=public)
    os.replace(path, path.with_name(f"{path.name}.of-{head.public_key[:8]}"))
    os.replace(new, path)
    signing.forget()


@transaction.atomic
def begin() -> bool:
    """Begin with the key that stands in the file, or with a new one, although no key before vouches for it.

    Return False if it signs already.
    """
    signing.forget()
    head, _created = LogHead.objects.select_for_update().get_or_create(pk=1)
    public = signing.first_key()
    if not head.public_key or public == head.public_key:
        return False
    change = {"from": head.public_key, "to": public, "lost": True}
    LogHead.objects.filter(pk=1).update(public_key=public)
    _file(change)
    return True


def _file(change):
    Filing.objects.file(Filing.Table.KEY, change["to"], change)

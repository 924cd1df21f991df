"""Pieces of pages that stay in memory while what they show stays the same."""

import threading
from collections import OrderedDict

from django.db import DatabaseError
from django.utils import timezone

from .changes import HOUSE, NEWS, changes, is_making
from .due import next_instant

MOST_BYTES = 16 * 1024 * 1024  # of text, in each process
LEAST_BYTES = 500  # what an entry takes beside its text

_pieces = OrderedDict()  # key → (value, tags, moment, until, size); the least used first
_lock = threading.Lock()
_size = 0


def kept(key, make, *, tags=(HOUSE, NEWS)):
    """Return `make()`, from memory if nothing with these tags changed and nothing fell due since.

    `key` says everything else that the piece depends on: its language, its place. Outside a page in the making
    (a letter, a command) nothing is kept.
    """
    if not is_making():
        return make()
    piece, now = _pieces.get(key), timezone.now().timestamp()
    if piece and now < piece[3] and changes.stands(piece[1], piece[2]):
        _use(key)
        return piece[0]
    moment = changes.moment  # before anything is read
    try:
        until = next_instant().timestamp()
    except DatabaseError:
        return make()  # a page of error, which asks for nothing
    value = make()
    _keep(key, (value, tags, moment, until, LEAST_BYTES + _length(value)))
    return value


def kept_each(name, keys, make, tag):
    """Return {key: value} of many small pieces: `make(keys)` makes those not in memory, `tag(key)` is their tag."""
    if not is_making():
        return make(keys)
    found, moment = {}, changes.moment
    for key in keys:
        piece = _pieces.get((name, key))
        if piece and changes.stands(piece[1], piece[2]):
            found[key] = piece[0]
    if missing := [key for key in keys if key not in found]:
        made = make(missing)
        for key in missing:
            found[key] = made.get(key)
            _keep((name, key), (found[key], (tag(key),), moment, float("inf"), LEAST_BYTES))
    return found


def _use(key):
    with _lock:
        if key in _pieces:
            _pieces.move_to_end(key)


def _keep(key, piece):
    global _size
    with _lock:
        if old := _pieces.pop(key, None):
            _size -= old[4]
        _pieces[key] = piece
        _size += piece[4]
        while _size > MOST_BYTES:
            _key, gone = _pieces.popitem(last=False)
            _size -= gone[4]


def _length(value):
    return len(value) * 2 if isinstance(value, str) else 4 * LEAST_BYTES

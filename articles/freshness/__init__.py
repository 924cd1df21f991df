"""Which pages are out of date: what changed (changes.py), and what falls due by the clock (due.py).

Triggers write a row of `articles_change` in the transaction of every change that readers can see
(triggers.py), whichever verb, desk or import made it. A page, or a piece of one kept in memory (pieces.py),
is good until one of the tags that it shows changes.
"""

from .changes import HOUSE, NEWS, REGISTER, STAFF, THREADS, article, changes, making, shows, thread
from .due import next_instant
from .pieces import kept, kept_each

__all__ = [
    "HOUSE",
    "NEWS",
    "REGISTER",
    "STAFF",
    "THREADS",
    "article",
    "changes",
    "kept",
    "kept_each",
    "making",
    "next_instant",
    "shows",
    "thread",
]

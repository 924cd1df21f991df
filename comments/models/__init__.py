"""The nouns of the comments app."""

from .appeal import Appeal
from .charter import Charter, Clause
from .comment import Comment
from .decision import MOVES, Decision
from .errors import (
    AlreadyDecided,
    ChangedMeanwhile,
    Conflict,
    DiscussionClosed,
    NotYours,
    RefusedAtTheDoor,
    RepeatedText,
)
from .event import BrokenLink, Event, LogHead
from .lease import Lease
from .letter import Letter
from .notice import Flag, Notice
from .refusal import Refusal
from .revision import Revision

__all__ = [
    "MOVES",
    "AlreadyDecided",
    "Appeal",
    "BrokenLink",
    "ChangedMeanwhile",
    "Charter",
    "Clause",
    "Comment",
    "Conflict",
    "Decision",
    "DiscussionClosed",
    "Event",
    "Flag",
    "Lease",
    "Letter",
    "LogHead",
    "NotYours",
    "Notice",
    "Refusal",
    "RefusedAtTheDoor",
    "RepeatedText",
    "Revision",
]
